"""The policy as terms that can be judged in memory or made into a filter; pure Python."""
