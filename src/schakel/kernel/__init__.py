"""Pure helpers that at least three rooms need."""
