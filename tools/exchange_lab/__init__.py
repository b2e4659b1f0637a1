"""Two real nodes that exchange notes: for the bench, and for tests that kill processes."""
