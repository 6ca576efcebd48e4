"""Attention: today, who waits for us, what falls due, who deserves a word."""
