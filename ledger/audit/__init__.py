"""Hash-chained entries, the Merkle tree over them and signed heads."""
