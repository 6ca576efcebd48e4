"""Settings in the browser."""
