"""Reads what the company has: declarations of sources, connectors, and the way from rows to facts."""
