"""Who is who: nodes, authorities, desks, channels."""
