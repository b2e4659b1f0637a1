"""What travels between nodes: envelopes, seals, keys and files; knows no link and no table."""
