"""The sentence encoder: an int8 multilingual-e5-small for French and English, built from a hash-pinned wheel."""
