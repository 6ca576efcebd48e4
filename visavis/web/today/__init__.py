"""Aujourd’hui: who waits for us, what falls due, who thanked us."""
