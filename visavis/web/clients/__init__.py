"""Clients: search, list, one page each, why together, undo."""
