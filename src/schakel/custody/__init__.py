"""What partners gave us stays theirs: consent, recall, restriction, correction, receipts."""
