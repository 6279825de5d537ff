"""Ordered passes, reconciling items and the statement to 0.00."""
