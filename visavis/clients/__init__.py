"""The client record that belongs to nobody: links, ids that stay, what each source says."""
