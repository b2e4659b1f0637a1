"""Examples of the rows, and the laws that they name; pure Python."""
