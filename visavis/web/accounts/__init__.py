"""Signing in and out, invitations, own preferences."""
