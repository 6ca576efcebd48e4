"""Personal data in texts: where it stands, and how it is masked. Persons, addresses, and what reaches or identifies someone."""
