"""Holds promises against facts: promise and facts in, cases and what clients felt out, as named steps."""
