"""The people of this node, their units with the walls between them, and how they are told."""
