"""The ledger of promises and its cases: what was said, how it is tested, how it ended."""
