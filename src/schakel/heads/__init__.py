"""Signed heads of a tree of hashes: what they are, who cosigns them, how they travel."""
