"""What an archive is: pure rules."""
