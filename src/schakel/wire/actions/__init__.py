"""What the room does: keep keys, sign, seal and open, encrypt and decrypt files."""
