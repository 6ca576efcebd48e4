"""Messages of clients: all of them, one by one, what they are about and what rises."""
