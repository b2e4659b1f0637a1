"""When an emergency access may be opened, how long it holds, and who looks at it; pure Python."""
