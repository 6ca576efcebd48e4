"""Which home a command works in: --home, else VISAVIS_HOME, else the current folder."""

import os
import re
import shlex
from pathlib import Path

from visavis.mistakes import Mistake, Words

_given: Path | None = None


def choose(path: Path | None) -> None:
    """Work in `path` from now on; None: decide from the surroundings."""
    global _given
    _given = path


COMMANDS = re.compile(
    r"\bvisavis (?=(?:run|mirror|export|doctor|serve|worker|source|promise|client|reader|link|voice|voices|words|teams|action|forecast)\b)"
)


def here(text: str) -> str:
    """`text` with its commands as they are to be typed: where the home was named by --home, they name it too."""
    return text if _given is None else COMMANDS.sub(lambda _: f"visavis --home {shlex.quote(str(_given))} ", text)


def chosen() -> Path:
    """The home that was chosen, whether it exists or not."""
    return (_given or Path(os.environ.get("VISAVIS_HOME", "."))).expanduser().absolute()


def home() -> Path:
    """The home, which must exist; raises Mistake where there is none."""
    path = chosen()
    if path.is_file():
        raise Mistake(
            Words(
                fr=f"{path} est un fichier, pas un dossier Visavis",
                en=f"{path} is a file, not the folder of a Visavis home",
            ),
            remedy=Words(
                fr=f"nommez un dossier: visavis --home DOSSIER …   et donnez ce fichier à: visavis source add {path.name}",
                en=f"name a folder: visavis --home FOLDER …   and give that file to: visavis source add {path.name}",
            ),
        )
    if not any((path / name).exists() for name in ("visavis.yaml", "sources", "lake")):
        raise Mistake(
            Words(fr=f"{path} n’est pas un dossier Visavis", en=f"{path} is no Visavis home"),
            remedy=Words(
                fr=f"créez-le: visavis init {path}   ou nommez-en un autre: visavis --home DOSSIER …",
                en=f"create it: visavis init {path}   or name another: visavis --home FOLDER …",
            ),
        )
    return path


def demonstration_home(kind: str) -> Path:
    """Where the demonstration company goes: the home that was named, else a folder of its kind in the current one."""
    named = _given or os.environ.get("VISAVIS_HOME")
    return chosen() if named else Path("visavis-demo" if kind == "operator" else f"visavis-demo-{kind}").absolute()
