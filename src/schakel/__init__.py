"""Schakel: workbench and exchange hub of a liaison network against human smuggling."""
