"""What we say against what clients live: the measures as people see them."""
