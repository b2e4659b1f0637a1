"""The law of requests: which instruments there are, how a request runs, and what it says."""
