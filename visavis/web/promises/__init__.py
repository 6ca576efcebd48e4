"""Promises: the list, one with its cases, edit and try."""
