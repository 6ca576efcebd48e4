"""Tables in, tables out. Imports the vocabulary only; Django is forbidden."""
