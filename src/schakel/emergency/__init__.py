"""Break-glass: two named persons open what a unit holds, for a reason and a short time."""
