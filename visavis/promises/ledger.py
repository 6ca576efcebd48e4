"""The ledger: the promises that a home declares, in `HOME/promises/*.yaml`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from visavis.declarations import Declared, read_declarations, read_folder
from visavis.engine.holding.promise import Promise
from visavis.mistakes import Mistake, Mistakes

FOLDER = "promises"


def read_ledger(home: Path) -> list[Declared[Promise]]:
    """The promises of `home`, in order of file and place; raises Mistakes for all that is wrong in the files."""
    return read_folder(home / FOLDER, Promise)


def read_promises(file: Path) -> list[Declared[Promise]]:
    """The promises in one file; raises Mistakes for all that is wrong in it."""
    return read_declarations([file], Promise)


@contextmanager
def mistakes_of(declared: Declared[Promise]) -> Iterator[None]:
    """Let a Mistake found while holding a promise say where the promise is written."""
    try:
        yield
    except Mistakes:
        raise
    except Mistake as found:
        if found.file is not None:
            raise
        raise Mistake(found.what, remedy=found.remedy, file=declared.file, line=declared.line) from found
