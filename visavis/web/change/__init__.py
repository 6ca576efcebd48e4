"""Actions: what was written down before they began, and whether anything improved."""
