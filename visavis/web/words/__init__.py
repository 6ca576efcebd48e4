"""Word watch: what our own texts say, and the lists of words that are watched."""
