"""Word watch: which words our texts to clients and among ourselves use, as a trend of teams and channels, never of a person."""
