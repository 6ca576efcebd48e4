"""The HTTP API: the same verbs as pages, for programs that act for a person who gave them a key."""
