"""What the privacy officer works with: who got what, requests of persons, breaches, register."""
