"""Three invented nodes on this machine, and the main job played on them."""
