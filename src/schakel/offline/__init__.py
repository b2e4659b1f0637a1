"""Reports written without a line: sealed on the device at once, handed over later."""
