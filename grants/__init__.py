"""The agreement and what was done under it. Pure: no clock, no file, no database."""
