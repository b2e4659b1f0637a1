"""What an alert may hold, and how it is read out; pure Python."""
