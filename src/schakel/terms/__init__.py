"""What has a term: how reports, persons, items and requests answer to the schedule."""
