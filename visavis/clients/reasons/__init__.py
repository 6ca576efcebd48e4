"""Why records are one client, or are not, in words."""
