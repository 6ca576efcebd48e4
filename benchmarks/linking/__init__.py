"""How well and how fast records are linked, beside other ways of doing it in the same run."""
