"""Which texts mean “nothing” in a file: `?`, `N/A`, `Non renseigné` … and what only this file uses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from visavis.engine.steps import literal, quoted
from visavis.sources.looking.loading import Loaded, Scratch

ALWAYS = (
    "?",
    "??",
    "???",
    "-",
    "--",
    "---",
    "—",
    "–",
    "n/a",
    "#n/a",
    "n.a.",
    "null",
    "(null)",
    "<null>",
    "\\n",
    "nan",
    "#nan",
    "nil",
    "n.c.",
    "n.r.",
    "n/c",
    "n/r",
    "n.d.",
    "#n/d",
    "#nul!",
    "#value!",
    "#valeur!",
    ".",
    "..",
    "...",
    "…",
    "_",
    "/",
    "(vide)",
    "(blank)",
    "(empty)",
    "(none)",
    "(aucun)",
    "undefined",
    "missing",
    "unspecified",
    "non renseigné",
    "non renseigne",
    "non renseignée",
    "non précisé",
    "non precise",
    "non communiqué",
    "non communique",
    "non disponible",
    "non défini",
    "not available",
    "not applicable",
    "not specified",
    "not provided",
    "non applicable",
    "sans réponse",
    "sans objet",
    "no data",
    "no value",
    "pas de réponse",
)
"""Marks that mean nothing wherever they stand (compared without case)."""

WHERE_TYPED = (
    "na",
    "nc",
    "nr",
    "nd",
    "none",
    "aucun",
    "aucune",
    "unknown",
    "inconnu",
    "inconnue",
    "vide",
    "value",
    "tbd",
    "xx",
    "xxx",
)
"""Marks that may also be words: they mean nothing only among dates, numbers or addresses."""

_STEMMED = re.compile(r"(.*?\D)[ _-]?\d+")


@dataclass(frozen=True, slots=True)
class Marks:
    """How often each mark stands in each column."""

    by_column: Mapping[str, Mapping[str, int]]

    def texts(self) -> list[str]:
        """Every mark as it is spelled, the most frequent first."""
        totals: dict[str, int] = {}
        for counts in self.by_column.values():
            for mark, count in counts.items():
                totals[mark] = totals.get(mark, 0) + count
        return sorted(totals, key=lambda mark: (-totals[mark], mark))

    def total(self, mark: str) -> tuple[int, int]:
        """How often `mark` stands, and in how many columns."""
        found = [counts[mark] for counts in self.by_column.values() if mark in counts]
        return sum(found), len(found)


def known_marks(
    loaded: Loaded, session: Scratch, names: tuple[str, ...], *, typed: bool = False
) -> dict[str, dict[str, int]]:
    """The marks of the lexicon in the whole of each column; with `typed` also those that may be words."""
    if not names:
        return {}
    texts = ", ".join(literal(mark) for mark in (*ALWAYS, *(WHERE_TYPED if typed else ())))
    counts = ", ".join(f"count(*) FILTER ({_is_mark(name, texts)})" for name in names)
    found = session.one(f"SELECT {counts} FROM {loaded.table}")
    return {
        name: dict(
            session.ask(
                f"SELECT {quoted(name)}, count(*) FROM {loaded.table} WHERE {_is_mark(name, texts)} "
                "GROUP BY 1 ORDER BY 2 DESC, 1"
            )
        )
        for name, count in zip(names, found, strict=True)
        if count
    }


def _is_mark(name: str, texts: str) -> str:
    """SQL of a condition; no mark is long or begins with a digit, which spares most values the look into the list."""
    column = quoted(name)
    return f"length({column}) <= 20 AND NOT ({column}[1] BETWEEN '0' AND '9') AND lower(trim({column})) IN ({texts})"


def bare_stem(values: Mapping[str, int]) -> str | None:
    """The text that stands bare among values which number it: `Value` among `Value 1`, `Value 2` …"""
    stems: dict[str, int] = {}
    for value in values:
        if found := _STEMMED.fullmatch(value):
            stem = found[1].strip(" _-")
            stems[stem] = stems.get(stem, 0) + 1
    if not stems:
        return None
    stem = max(stems, key=lambda each: stems[each])
    return stem if stem in values and stems[stem] >= max(3, 0.8 * (len(values) - 1)) else None


def odd_mark(odd: Mapping[str, int], filled: int) -> str | None:
    """The one text that an otherwise typed column repeats: nothing else there departs from the type."""
    if len(odd) != 1:
        return None
    (text, count), *_ = odd.items()
    return text if count >= 3 and count < 0.9 * filled and len(text) <= 40 else None
