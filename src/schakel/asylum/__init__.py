"""The question to the immigration service: five answers and a date, never a reason."""
