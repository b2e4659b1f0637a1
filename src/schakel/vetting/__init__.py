"""What comes in from outside passes its own check before it is used."""
