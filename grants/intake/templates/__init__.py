"""Return templates as data."""
