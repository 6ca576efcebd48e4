"""Jobs: what a worker does in a process of its own."""
