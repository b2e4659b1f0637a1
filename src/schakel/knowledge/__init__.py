"""What is known beyond a case: the methods of smugglers."""
