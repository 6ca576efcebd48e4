"""Everyone that facts speak of, in a form that can be compared: every written value read, what identifies nobody left out."""
