"""A guest room: a hosted prosecutor of another state sees what the gate released to his state."""
