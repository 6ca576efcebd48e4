"""The mirror: what we say against what clients live."""
