"""Ledger extracts: any council's listing read into canonical ledger lines."""
