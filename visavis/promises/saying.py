"""What each promise says, by name, for lists of cases."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from visavis.mistakes import Mistake, Words
from visavis.promises.ledger import FOLDER, read_ledger
from visavis.vocabulary import Audience


def sayings(home: Path) -> Mapping[str, Words]:
    """The words of every promise made to clients, by name; those between teams are not among them.

    Empty where the ledger can't be read: a list of cases then shows names.
    """
    files = sorted((home / FOLDER).glob("*.yaml"))
    return _read(home, tuple((str(file), file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=8)
def _read(home: Path, files: tuple[tuple[str, int], ...]) -> Mapping[str, Words]:
    """Reading YAML with line numbers costs far more than a page; `files` changes whenever one of them does."""
    try:
        declared = [each.value for each in read_ledger(home)]
    except Mistake:
        return {}
    return {
        promise.name: Words(fr=promise.says.say("fr"), en=promise.says.say("en"))
        for promise in declared
        if promise.audience != Audience.INTERNAL
    }
