"""How long an answer counts, and what several persons make together; pure Python."""
