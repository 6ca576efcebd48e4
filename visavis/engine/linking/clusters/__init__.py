"""From pairs to the partition: who is one client, what people decided, what another partition changes."""
