"""Publishing: what a run computed becomes rows that pages read, changed rows only, in short transactions, resumable."""
