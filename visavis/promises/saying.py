"""What each promise says, by name, for lists of cases."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from visavis.declarations.editing import readable
from visavis.engine.holding.promise import Promise
from visavis.mistakes import Words
from visavis.promises.ledger import FOLDER
from visavis.vocabulary import Audience


def sayings(home: Path) -> Mapping[str, Words]:
    """The words of every promise made to clients, by name; those between teams are not among them.

    A file that can't be read takes its own promises away, and no others.
    """
    files = sorted((home / FOLDER).glob("*.yaml"))
    return _read(home, tuple((str(file), file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=8)
def _read(home: Path, files: tuple[tuple[str, int], ...]) -> Mapping[str, Words]:
    """Reading YAML with line numbers costs far more than a page; `files` changes whenever one of them does."""
    return {
        each.value.name: Words(fr=each.value.says.say("fr"), en=each.value.says.say("en"))
        for each in readable(home / FOLDER, Promise)[0]
        if each.value.audience != Audience.INTERNAL
    }
