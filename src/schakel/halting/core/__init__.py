"""Messages of the room; pure Python."""
