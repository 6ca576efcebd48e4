"""What we say against what clients live."""

__version__ = "0.1.0"
