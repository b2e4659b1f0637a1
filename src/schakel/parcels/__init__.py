"""Large files on their way, beside the line of messages."""
