"""The mirror as it leaves the workspace: a file, a page of paper, a terminal, JSON."""
