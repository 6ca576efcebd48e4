"""The mirror in words of one language."""
