"""Django helpers that every room needs: pages, components, the vault, chores, search."""
