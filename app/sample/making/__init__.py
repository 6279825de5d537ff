"""How the worked year's files are made: spend, ledger, returns, decisions; seeded."""
