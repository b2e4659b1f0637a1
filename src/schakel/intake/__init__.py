"""What came in: originals, their text, and what was found in it."""
