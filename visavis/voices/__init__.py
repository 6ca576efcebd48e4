"""What clients say: verbatims and their readings."""
