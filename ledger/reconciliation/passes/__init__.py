"""The passes of the matching, one pure function each, in the order of domain 5.5."""
