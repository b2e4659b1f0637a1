"""Settings, addresses, the work queue and the commands of the whole node."""
