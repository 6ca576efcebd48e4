"""Clients found by whatever was typed, and in order."""
