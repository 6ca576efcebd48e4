"""Looks at files a company has and proposes how to read them: nothing is written before a person agrees."""
