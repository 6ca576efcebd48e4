"""Erasure of a client: in the database at once, in every file of the lake, and whenever a source brings them back."""
