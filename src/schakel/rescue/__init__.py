"""The lane for danger to life: position, number and condition to a rescue centre, in seconds."""
