"""The table of the gate as a lawyer reads it: rows, articles, tests, history."""
