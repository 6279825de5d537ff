"""The sheets of the audit pack (``interfaces.md`` 8), one module per group of sheets."""
