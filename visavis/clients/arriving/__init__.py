"""A record that arrives by itself gets its client at once."""
