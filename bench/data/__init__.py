"""Measured data: made by seeded code, the same on every machine."""
