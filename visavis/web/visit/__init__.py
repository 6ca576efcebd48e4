"""The demonstration: what it is, the guided visit over it, and leaving it for one's own files."""
