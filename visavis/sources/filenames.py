"""Names of files that people drop, made safe for a folder of ours: no way out of it, nothing hidden, nothing that shells or systems read."""

import re
import unicodedata

LONGEST = 120
"""Characters of a name, its endings included: file systems stop at 255 bytes."""

_KEPT = re.compile(r"[^\w.()+=@-]+", re.UNICODE)
_ENDINGS = re.compile(r"((?:\.\w{1,10}){1,2})$", re.ASCII)
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""Names that Windows keeps for itself, where homes may be copied to."""


def safe_name(name: str) -> str:
    """The name of one file in one folder: letters, digits and a few marks; the last ending stays; `file` where nothing is left."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = _KEPT.sub("_", last).strip("._- ")
    if not plain:
        return "file"
    found = _ENDINGS.search(plain)
    stem, ending = (plain[: found.start()], found[1]) if found and found.start() else (plain, "")
    if stem.split(".")[0].lower() in _DEVICES:
        stem = f"file-{stem}"
    return _cut(stem, LONGEST - len(ending)) + ending


def numbered(name: str, number: int) -> str:
    """The name for the so-manieth file called so: `orders.csv`, `orders-2.csv`, `orders-3.csv`."""
    if number == 1:
        return name
    found = _ENDINGS.search(name)
    stem, ending = (name[: found.start()], found[1]) if found and found.start() else (name, "")
    return f"{_cut(stem, LONGEST - len(ending) - 6)}-{number}{ending}"


def _cut(stem: str, length: int) -> str:
    """At most so many characters, and at most twice as many bytes."""
    stem = stem[:length]
    while len(stem.encode()) > 2 * LONGEST - 20:
        stem = stem[:-1]
    return stem
