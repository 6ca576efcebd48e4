"""Which home a command works in: --home, else VISAVIS_HOME, else the current folder."""

import os
from pathlib import Path

from visavis.mistakes import Mistake, Words

_given: Path | None = None


def choose(path: Path | None) -> None:
    """Work in `path` from now on; None: decide from the surroundings."""
    global _given
    _given = path


def chosen() -> Path:
    """The home that was chosen, whether it exists or not."""
    return (_given or Path(os.environ.get("VISAVIS_HOME", "."))).expanduser().absolute()


def home() -> Path:
    """The home, which must exist; raises Mistake where there is none."""
    path = chosen()
    if not any((path / name).exists() for name in ("visavis.yaml", "sources", "lake")):
        raise Mistake(
            Words(fr=f"{path} n’est pas un dossier Visavis", en=f"{path} is no Visavis home"),
            remedy=Words(
                fr=f"créez-le: visavis init {path}   ou nommez-en un autre: visavis --home DOSSIER …",
                en=f"create it: visavis init {path}   or name another: visavis --home FOLDER …",
            ),
        )
    return path


def demonstration_home() -> Path:
    """Where the demonstration company goes: the home that was named, else `visavis-demo` in the current folder."""
    named = _given or os.environ.get("VISAVIS_HOME")
    return chosen() if named else Path("visavis-demo").absolute()
