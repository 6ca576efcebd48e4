"""Which language to speak: what was asked, else the home's, else the machine's, else French."""

import os
import re
import sys

from visavis.mistakes import Lang

_asked: Lang | None = None


def ask_for(lang: Lang | None) -> None:
    """Speak `lang` from now on; None: decide from the surroundings."""
    global _asked
    _asked = lang


def lang() -> Lang:
    """The language of everything printed."""
    return (
        _asked
        or _in_arguments()
        or _named(os.environ.get("VISAVIS_LANG"))
        or _home_language()
        or _machine_language()
        or "fr"
    )


def _in_arguments() -> Lang | None:
    """`--lang` before the command, for what is said while the command line itself is being built: its help."""
    for word, following in zip(sys.argv[1:], sys.argv[2:], strict=False):
        if word == "--lang":
            return _named(following)
    return None


def _named(text: str | None) -> Lang | None:
    found = re.match(r"(fr|en)\b", (text or "").lower().replace("_", "-"))
    return None if found is None else "fr" if found[1] == "fr" else "en"


def _home_language() -> Lang | None:
    from visavis.cli.home import chosen

    try:
        text = (chosen() / "visavis.yaml").read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r"^language:\s*[\"']?(fr|en)\b", text, re.MULTILINE)
    return _named(found[1]) if found else None


def _machine_language() -> Lang | None:
    return _named(os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG"))
