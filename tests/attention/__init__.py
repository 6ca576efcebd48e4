"""Who waits for us."""
