"""Need to know: one policy for who may see what, and circles of named people."""
