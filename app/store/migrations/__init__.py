"""Migrations: the same on SQLite and PostgreSQL."""
