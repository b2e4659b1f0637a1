"""Finding: in the own holdings, and blind at partner nodes."""
