"""How people write: verbatims, mails and answers, composed of fragments in French and English (see README.md beside)."""
