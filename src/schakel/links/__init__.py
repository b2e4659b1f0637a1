"""How two nodes come to trust each other's keys, and stop. Knows no message."""
