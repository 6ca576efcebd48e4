"""What the facts can test: a due date beside a done date, a flag, a delay, scores, tallies; each found by looking at them."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from visavis.engine.holding.hold import CANCELLED
from visavis.engine.steps import literal, quoted
from visavis.engine.tables import EXTRA, Type
from visavis.mistakes import Words
from visavis.promises.proposed_words import at_least, by_the_day, first_step, kept_flag, none_missed, within
from visavis.promises.trial import PastData

FLAG = re.compile(r"sla|respect|in_?time|on_?time|within|kept|met\b|tenu|dans_les_temps|a_l_heure|delai_ok|ponctu")
BAD_FLAG = re.compile(r"breach|violat|miss|late|overdue|retard|depass|non_respect|hors_delai")
LATE_WORDS = re.compile(r"late|delay|retard|overdue")
FEWEST = 5
"""Facts of a kind below which nothing is proposed."""
SHARE = 0.9
"""The level proposed for a delay is the round duration that about this share of past cases kept."""
TOO_EASY = 0.9
"""Where this share is done within the first round hour, no level is proposed."""
ROUND_HOURS = (1, 2, 4, 8, 12, 24, 48, 72)
ROUND_DAYS = (5, 7, 10, 14, 21, 30, 45, 60, 90)
HOUR_US = 3_600_000_000

Candidate = tuple[dict[str, Any], Words]


def candidates(past: PastData, taken: set[str] | None = None) -> Iterator[Candidate]:
    """Promises as they would be written, each with the reason for it; their names are not among `taken`, and added to it."""
    names = set() if taken is None else taken
    for find in (_due_beside_done, _flags, _delays, _first_events, _ratings, _tallies):
        for written, why in find(past):
            written["name"] = free_name(written["name"], names)
            yield written, why


def _due_beside_done(past: PastData) -> Iterator[Candidate]:
    rows = past.at.runner.rows(
        f"""SELECT source, type, count(*) AS n, count(due_on) AS due,
        count(CASE WHEN NOT due_on IS NULL AND NOT done_on IS NULL THEN 1 END) AS both_known FROM events
        GROUP BY source, type HAVING count(due_on) >= {FEWEST} ORDER BY source, type"""
    )
    for row in rows:
        if not row["both_known"]:
            continue
        where = where_of(past, row)
        test = {"over": "events", "where": where, "due": "due_at", "done": "done_at", "by": "day"} | felt_of(past, row)
        yield (
            _written(
                f"{row['type']}-on-the-day",
                by_the_day(_kind(row)),
                test,
            ),
            _why(
                row,
                f"{row['both_known']} faits ont une date prévue et une date de fin",
                f"{row['both_known']} facts have a due date beside a done date",
            ),
        )


def _flags(past: PastData) -> Iterator[Candidate]:
    flags = [
        name for name, type_ in past.at.columns["events"].items() if name.startswith(EXTRA) and type_ == Type.BOOLEAN
    ]
    for column in flags:
        field = column.removeprefix(EXTRA)
        bad = BAD_FLAG.search(ascii_of(field)) is not None
        if not bad and not FLAG.search(ascii_of(field)):
            continue
        rows = past.at.runner.rows(
            f"""SELECT source, type, count({quoted(column)}) AS n FROM events WHERE NOT {quoted(column)} IS NULL
            GROUP BY source, type HAVING count(*) >= {FEWEST} ORDER BY source, type"""
        )
        for row in rows:
            test = {
                "over": "events",
                "where": where_of(past, row),
                "holds": {"field": f"extra.{field}", "equals": not bad},
            }
            yield (
                _written(
                    f"{row['type']}-{field}",
                    kept_flag(_kind(row), field),
                    test | felt_of(past, row),
                    audience="service-level",
                ),
                _why(
                    row,
                    f"le champ {field} dit si l’engagement est tenu",
                    f"the field {field} says whether the level was kept",
                ),
            )


def _delays(past: PastData) -> Iterator[Candidate]:
    """From start to done of the same fact, where nothing is due."""
    kinds = past.at.runner.rows(
        f"""SELECT source, type FROM events WHERE NOT occurred_at IS NULL AND due_on IS NULL GROUP BY source, type
        HAVING count(done_at) >= {FEWEST} ORDER BY source, type"""
    )
    for row in kinds:
        chosen = f"source = {literal(row['source'])} AND type IS NOT DISTINCT FROM {literal(row['type'])}"
        started = f"{chosen} AND NOT occurred_at IS NULL"
        level = _level(past, f"SELECT epoch_us(done_at) - epoch_us(occurred_at) AS us FROM events WHERE {started}")
        if level is None:
            continue
        test = {
            "over": "events",
            "where": where_of(past, row),
            "due": {"after": "occurred_at", "within": level[0]},
            "done": "done_at",
        }
        yield (
            _written(
                f"{row['type']}-within-{level[0].replace(' ', '-')}",
                within(_kind(row), level),
                test | felt_of(past, row),
                audience="service-level",
            ),
            _why(
                row,
                f"neuf cas sur dix environ sont faits sous {level[1]}",
                f"about nine in ten are done within {level[0]}",
            ),
        )


def _first_events(past: PastData) -> Iterator[Candidate]:
    """From a case to the first event of another kind about it."""
    kinds = past.at.runner.rows(
        f"""SELECT f.source, f.type, e.type AS step, count(DISTINCT f.key) AS n FROM events AS f
        JOIN events AS e ON e.about = f.source || '/' || f.key WHERE NOT f.occurred_at IS NULL AND NOT e.occurred_at IS NULL
        AND NOT e.type IS NULL GROUP BY f.source, f.type, e.type HAVING count(DISTINCT f.key) >= {FEWEST}
        ORDER BY f.source, f.type, e.type"""
    )
    for row in kinds:
        chosen = f"f.source = {literal(row['source'])} AND f.type IS NOT DISTINCT FROM {literal(row['type'])}"
        level = _level(
            past,
            f"""SELECT min(epoch_us(e.occurred_at)) - min(epoch_us(f.occurred_at)) AS us FROM events AS f
            LEFT JOIN events AS e ON e.about = f.source || '/' || f.key AND e.type = {literal(row["step"])}
            AND e.occurred_at >= f.occurred_at WHERE {chosen} AND NOT f.occurred_at IS NULL GROUP BY f.source, f.key""",
        )
        if level is None:
            continue
        test = {
            "over": "events",
            "where": where_of(past, row),
            "due": {"after": "occurred_at", "within": level[0]},
            "done": {"event": {"type": row["step"]}},
        }
        yield (
            _written(
                f"{row['type']}-{row['step']}-within-{level[0].replace(' ', '-')}",
                first_step(_kind(row), row["step"], level),
                test | felt_of(past, row),
                audience="service-level",
            ),
            _why(
                row,
                f"neuf cas sur dix environ y arrivent sous {level[1]}",
                f"about nine in ten get there within {level[0]}",
            ),
        )


def _ratings(past: PastData) -> Iterator[Candidate]:
    rows = past.at.runner.rows(
        f"""SELECT source, instrument, low, high, count(score) AS n FROM ratings WHERE high > low
        GROUP BY source, instrument, low, high HAVING count(score) >= {FEWEST} ORDER BY source, instrument, low, high"""
    )
    for row in rows:
        level = round(row["low"] + 0.75 * (row["high"] - row["low"]) + 0.01)
        name = row["instrument"] or row["source"]
        where = {"source": row["source"]} | ({"instrument": row["instrument"]} if row["instrument"] else {})
        test = {"over": "ratings", "where": where, "at_least": {"score": level}}
        yield (
            _written(f"{name}-at-least-{level}", at_least(name, level, row["high"]), test),
            _why(
                row | {"type": name},
                f"{row['n']} notes de {row['low']:g} à {row['high']:g}",
                f"{row['n']} scores from {row['low']:g} to {row['high']:g}",
            ),
        )


def _tallies(past: PastData) -> Iterator[Candidate]:
    rows = past.at.runner.rows(
        f"""SELECT source, type, count(*) AS n FROM tallies WHERE NOT population IS NULL AND NOT missed IS NULL
        GROUP BY source, type HAVING count(*) >= {FEWEST} ORDER BY source, type"""
    )
    for row in rows:
        name = row["type"] or row["source"]
        failure = "late" if LATE_WORDS.search(ascii_of(name)) else "broken"
        where = {"type": row["type"]} if row["type"] else {"source": row["source"]}
        test = {
            "over": "tallies",
            "where": where,
            "tally": {"population": "population", "missed": "missed", "as": failure},
        }
        yield (
            _written(f"{name}-tally", none_missed(name), test),
            _why(row | {"type": name}, f"{row['n']} décomptes", f"{row['n']} tallies"),
        )


def where_of(past: PastData, row: dict[str, Any]) -> dict[str, Any]:
    """The type, and not the statuses that say that a case was called off: filtering on success would hide failures."""
    chosen = f"source = {literal(row['source'])} AND type IS NOT DISTINCT FROM {literal(row['type'])}"
    like = " OR ".join(f"lower(status) LIKE '{pattern}'" for pattern in CANCELLED)
    found = past.at.runner.rows(f"SELECT DISTINCT status FROM events WHERE {chosen} AND ({like}) ORDER BY status")
    others = past.at.runner.rows(
        f"SELECT DISTINCT source FROM events WHERE type IS NOT DISTINCT FROM {literal(row['type'])}"
    )
    where: dict[str, Any] = {"type": row["type"]} if row["type"] is not None else {}
    if len(others) > 1 or not where:
        where["source"] = row["source"]
    if found:
        where["status"] = {"not": [each["status"] for each in found]}
    return where


def felt_of(past: PastData, row: dict[str, Any]) -> dict[str, Any]:
    """The ratings about these facts, where there are any."""
    found = past.at.runner.rows(
        f"SELECT 1 AS one FROM ratings WHERE about LIKE {literal(row['source'] + '/%')} LIMIT 1"
    )
    return {"felt_by": {"table": "ratings", "join": "about", "unit": "rating"}} if found else {}


def _level(past: PastData, delays: str) -> tuple[str, str] | None:
    """The round duration (English, French) that about nine in ten of the `delays` kept, else of those that ended; None if none fits.

    `delays` selects `us`: microseconds, null where it never happened.
    """
    levels = [(hours, _plural(hours, "hour"), _plural(hours, "heure")) for hours in ROUND_HOURS]
    levels += [(days * 24, _plural(days, "day"), _plural(days, "jour")) for days in ROUND_DAYS]
    within = ", ".join(
        f"count(CASE WHEN us <= {hours * HOUR_US} THEN 1 END) AS n{i}" for i, (hours, *_) in enumerate(levels)
    )
    row = past.at.runner.rows(f"SELECT count(*) AS every, count(us) AS done, {within} FROM ({delays})")[0]
    # What nearly always happens within the first hour is the same act written twice, not a promise.
    if row["done"] < FEWEST or row["n0"] >= TOO_EASY * row["done"]:
        return None
    for among in (row["every"], row["done"]):
        for index, (_, english, french) in enumerate(levels):
            if row[f"n{index}"] >= SHARE * among:
                return english, french
    return None


def _plural(n: int, unit: str) -> str:
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def _kind(row: dict[str, Any]) -> str:
    return str(row["type"] or row["source"])


def _written(name: str, says: Words, test: dict[str, Any], audience: str = "public") -> dict[str, Any]:
    return {"name": name, "says": {"fr": says.fr, "en": says.en}, "audience": audience, "test": test}


def _why(row: dict[str, Any], french: str, english: str) -> Words:
    return Words(
        fr=f"Proposée d’après la source {row['source']}: {french}.",
        en=f"Proposed from source {row['source']}: {english}.",
    )


def free_name(name: str, taken: set[str]) -> str:
    """A name for a promise that is not among `taken`, to which it is added."""
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_of(name)).strip("-") or "promise"
    free, number = slug, 1
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    taken.add(free)
    return free


def ascii_of(text: str) -> str:
    """Small letters without accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
