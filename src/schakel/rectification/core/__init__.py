"""Rules of the room, without Django."""
