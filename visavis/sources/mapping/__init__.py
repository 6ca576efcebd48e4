"""From the columns of a file to the columns of a fact, as SQL that DuckDB runs while it reads the file."""
