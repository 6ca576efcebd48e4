"""Mailboxes: mbox files and Maildir folders. The connector is `delivery.arrived`, `opening.open_mailbox` and `opening.peek`."""
