"""The pairs that people are asked about."""
