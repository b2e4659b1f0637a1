"""What a stop covers; pure Python."""
