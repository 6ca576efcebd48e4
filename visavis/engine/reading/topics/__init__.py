"""What clients speak of, discovered: texts alike stand together, under a name made of their own words, the same from run to run."""
