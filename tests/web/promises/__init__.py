"""Promises in the browser."""
