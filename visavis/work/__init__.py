"""Work: jobs as rows, with lease, heartbeat and progress."""
