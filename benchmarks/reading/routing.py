"""Voices carried to the team able to act, on both demonstration companies, beside the rule “theme → team”.

The truth is the companies' own plan, not a reading of ours: at Orvane the team that the plan gave the request which a message, a mail
or a survey is about, and the team that thanks were planted for; at Brévane the team of the mailbox that the plan sent the mail to, and
the back-office team that thanks were planted for. Voices are routed as if they had just come in: who acted, who answered and which
mailbox received them is hidden. Every second one is past and known by its case; 50 corrections are given on those routed wrong, or not
at all, in the order in which they came; what is told is of those never corrected. Thanks that name nobody count, too. Who usually
takes care of a client is known from all other cases of that client, later ones too; with “no past case” it is hidden.
"""

import csv
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.reading.rows import Row
from visavis.demo.generate import Kind, company_of, generate
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.measuring.intervals import wilson
from visavis.engine.reading.routing import Asked, Known, Router, learn_router
from visavis.house.declaration import TeamDeclaration, read_teams
from visavis.running.run import run
from visavis.voices.routes import READ, vectors_for, voices_to_carry

CORRECTIONS = 50
Remits = list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Voices:
    """Voices as they came in, their teams by the plan, their vectors (None without encoder)."""

    asked: Sequence[Asked]
    truth: Sequence[str]
    vectors: np.ndarray | None

    def some(self, which: Sequence[int]) -> "Voices":
        """Those at some places."""
        vectors = None if self.vectors is None else self.vectors[list(which)]
        return Voices([self.asked[i] for i in which], [self.truth[i] for i in which], vectors)


def measure(quick: bool) -> Iterable[Row]:
    """Right of all, before and after corrections, with past cases and without."""
    sizes: tuple[tuple[Kind, int], ...] = (("operator", 300 if quick else 1200), ("manufacturer", 40 if quick else 120))
    for kind, clients in sizes:
        with tempfile.TemporaryDirectory(prefix="visavis-routing-") as folder:
            home = Path(folder) / "home"
            generate(home, kind, clients)
            run(home, only=("fetch", "read"))
            declared = [each.value for each in read_teams(home)]
            voices = _voices(home, declared)
        if len(voices.truth) < 2:
            print(f"{company_of(kind).NAME}: no voice of {clients} clients has a planted team")
            continue
        yield from _measured(company_of(kind).NAME, voices, declared)


def _voices(home: Path, declared: Sequence[TeamDeclaration]) -> Voices:
    lake, session = Lake(home / "lake"), DuckDB()
    try:
        lake.show(session, lake.current(), READ)  # type: ignore[arg-type]  # there was a run
        rows, asked = voices_to_carry(session, [(each.name, tuple(each.words)) for each in declared])
        vectors = vectors_for(session, rows)
    finally:
        session.close()
    thanked = _thanked(home)
    names = {each.name for each in declared}
    planted = [
        thanked.get((row["source"], row["key"])) or row["acting"] or row["answering"] or row["received"] for row in rows
    ]
    kept = [i for i, team in enumerate(planted) if team in names]
    fresh = [replace(each, acted=None, answered=None, received=None) for each in asked]
    return Voices(fresh, planted, vectors).some(kept)


def _thanked(home: Path) -> dict[tuple[str, str], str]:
    for name in ("thanks.csv", "voices.csv"):
        if not (home / "truth" / name).is_file():
            continue
        with (home / "truth" / name).open(encoding="utf-8", newline="") as lines:
            found = {(row["source"], row["key"]): row["to"] for row in csv.DictReader(lines) if row.get("to")}
        if found:
            return found
    return {}


def _measured(name: str, voices: Voices, declared: Sequence[TeamDeclaration]) -> Iterable[Row]:
    teams = [each.name for each in declared]
    remits: Remits = [(each.name, "theme", str(theme)) for each in declared for theme in each.themes]
    remits += [(each.name, "step", str(step)) for each in declared for step in each.steps]
    remits += [(each.name, "object", value) for each in declared for value in each.objects]
    past, every = (voices.some(range(start, len(voices.truth), 2)) for start in (0, 1))
    for cases in (False, True):
        behind = past if cases else past.some([])
        new = every if cases else replace(every, asked=[replace(each, usual=()) for each in every.asked])
        said = [Known(team, by_hand=False) for team in behind.truth]
        before = learn_router(teams, remits, behind.asked, said, behind.vectors)
        wrong = [i for i, route in enumerate(before.routes(new.asked, new.vectors)) if route.team != new.truth[i]]
        corrected = wrong[:: max(1, len(wrong) // CORRECTIONS)][:CORRECTIONS]
        left = new.some(sorted(set(range(len(new.truth))) - set(corrected)))
        taught = new.some(corrected)
        both = _joined(behind, taught)
        after = learn_router(teams, remits, both.asked, [*said, *(Known(team) for team in taught.truth)], both.vectors)
        rule = _rule(left, remits)
        how = "past cases" if cases else "no past case"
        for when, router in (("before corrections", before), (f"after {len(corrected)} corrections", after)):
            yield _row(f"routing {name}, {how}, {when}", router, left, rule)


def _joined(one: Voices, other: Voices) -> Voices:
    vectors = None if other.vectors is None else np.concatenate([one.vectors, other.vectors]) if one.vectors is not None else other.vectors  # fmt: skip
    return Voices([*one.asked, *other.asked], [*one.truth, *other.truth], vectors)


def _row(task: str, router: Router, voices: Voices, rule: float) -> Row:
    routes = router.routes(voices.asked, voices.vectors)
    routed = [route.team == team for route, team in zip(routes, voices.truth, strict=True) if route.team]
    likeliest = [route.likeliest == team for route, team in zip(routes, voices.truth, strict=True)]
    n = len(routes)
    print(
        f"{task:<62} n {n:>5}  routed {len(routed) / n:.3f}  right of these {np.mean(routed) if routed else 0:.3f}  "
        f"triaged {1 - len(routed) / n:.3f}  likeliest right {np.mean(likeliest):.3f}  threshold {router.threshold:.2f}"
    )
    low, high = wilson(sum(likeliest), n)
    return Row(task, n, sum(likeliest) / n, "right of all", rule, "theme → team", low, high)


def _rule(voices: Voices, remits: Remits) -> float:
    """Share right by the theme alone, where one team is able to act on it."""
    able: dict[str, set[str]] = {}
    for team, kind, value in remits:
        if kind == "theme":
            able.setdefault(value, set()).add(team)
    right = [able.get(each.theme or "", set()) == {team} for each, team in zip(voices.asked, voices.truth, strict=True)]
    return float(np.mean(right))
