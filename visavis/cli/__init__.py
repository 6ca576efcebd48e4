"""The command line: a thin skin over the verbs of the stations. One file per noun."""
