"""The book: double entry, evidence, ledger extracts and reconciliation. Pure; knows no grant."""
