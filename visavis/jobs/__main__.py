"""`python -m visavis.jobs HOME`: a worker of that home; `visavis worker` and `visavis serve` start it so."""

import argparse
from pathlib import Path

from visavis import database


def main() -> None:
    """Set Django up for the home, then work."""
    arguments = argparse.ArgumentParser(prog="python -m visavis.jobs")
    arguments.add_argument("home", type=Path)
    arguments.add_argument("--once", action="store_true")
    arguments.add_argument("--parent", type=int)
    given = arguments.parse_args()
    database.use(given.home)
    from visavis.jobs.worker import work

    work(given.home, once=given.once, parent=given.parent)


if __name__ == "__main__":
    main()
