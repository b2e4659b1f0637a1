"""The gate: what may leave, to whom, for which purpose, and why not."""
