"""Assurances of other states: asked, given, and tracked until they are fulfilled."""
