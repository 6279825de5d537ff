"""Readings for pages, commands and packs: no facts are made here."""
