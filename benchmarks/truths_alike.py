"""Truths that are planted in both demonstration companies, and how they are looked for."""

from datetime import UTC, date, timedelta
from pathlib import Path

from benchmarks.finding import Ask, Line, linked, read_right, rows_of, state_of, told
from visavis.engine.holding.calendars import zone_named
from visavis.engine.reading.committing.finding import promised_in
from visavis.vocabulary import Mark, Sentiment
from visavis.voices.thanks import thanking_sql

LEAST_F1 = 0.9


def outcomes(home: Path, ask: Ask) -> Line:
    """Every case of every promise ends as planted; what is counted by the month and not case by case is left out."""
    truth = {(one["promise"], one["source"], one["key"]): one["outcome"] for one in rows_of(home, "cases.csv")}
    cases = ask("SELECT promise, source, key, outcome FROM cases WHERE source <> 'boutiques'")
    found = {(one["promise"], one["source"], one["key"]): one["outcome"] for one in cases}
    same = sum(found.get(case) == outcome for case, outcome in truth.items())
    promises = len({case[0] for case in truth})
    figures = f"{same} of {len(truth)} cases of {promises} promises; {len(found)} held"
    return Line("outcomes of every case of every promise", state_of(found == truth), figures)


def unmeasurable(home: Path, ask: Ask) -> Line:
    """The promise that no file can test has no case, and none is made up for it."""
    (name,) = (promise for promise, of in told(home, "promises.json").items() if "not_measurable" in of)
    (held,) = ask(f"SELECT count(*) AS n FROM cases WHERE promise = '{name}'")
    return Line("the promise that nothing can test", state_of(held["n"] == 0), f"{name}: {held['n']} cases")


def _identities(home: Path, ask: Ask, kind: str) -> Line:
    precision, recall, f1 = linked(home, ask, kind)
    figures = f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} (at least {LEAST_F1})"
    return Line(f"identities of {kind}s, over all sources", state_of(f1 >= LEAST_F1), figures)


def persons(home: Path, ask: Ask) -> Line:
    """Which records are one person: typos, moves, marriages, families at one address, changes of employer."""
    return _identities(home, ask, "person")


def organisations(home: Path, ask: Ask) -> Line:
    """Which records are one company, its employees apart."""
    return _identities(home, ask, "organisation")


def portfolio(home: Path, ask: Ask, truth: str) -> Line:
    """How much of a client's contacts one person holds, and how many clients one person alone knows, as `truth` tells."""
    planted, found = told(home, truth), figures_of(ask, "clients-connus-par")
    meant = {
        "clients_with_min_cases": planted["clients_with_min_cases"], "median_top_share": planted["median_top_share"],
        "median_hhi": planted["median_hhi"], "known_by_one": planted["clients_known_by_one"],
    }  # fmt: skip
    figures = ", ".join(f"{name} {short(found.get(name))} (planted {short(value)})" for name, value in meant.items())
    return Line("clients known by one person alone", state_of(close(found, meant)), figures)


def figures_of(ask: Ask, name: str) -> dict[str, float]:
    """The figures of a measure of the last run."""
    return {row["figure"]: row["value"] for row in ask(f"SELECT figure, value FROM measures WHERE name = '{name}'")}


def close(found: dict[str, float], meant: dict[str, float | None]) -> bool:
    """Whether every figure meant was found."""
    return all(
        name in found and found[name] is not None and value is not None and abs(float(found[name]) - value) < 1e-6
        for name, value in meant.items()
    )


def short(value: float | None) -> str:
    """A figure in three digits."""
    return "–" if value is None else f"{float(value):.3g}"


LEAST_RIGHT = {"language": 0.97, "sentiment": 0.75, "theme": 0.6}


def _reading(home: Path, ask: Ask, what: str) -> Line:
    planted, said, right = read_right(home, ask, what)
    share = right / max(1, said)
    figures = f"{share:.3f} right where the reader says something: {said} of {planted} (at least {LEAST_RIGHT[what]})"
    return Line(f"{what} of voices", state_of(share >= LEAST_RIGHT[what] and said > 0), figures)


def languages(home: Path, ask: Ask) -> Line:
    """French or English."""
    return _reading(home, ask, "language")


def sentiments(home: Path, ask: Ask) -> Line:
    """Positive, negative, mixed or neutral."""
    return _reading(home, ask, "sentiment")


def themes(home: Path, ask: Ask) -> Line:
    """Of what they speak."""
    return _reading(home, ask, "theme")


LEAST_USES = 0.5
SOON = timedelta(days=31)


def rising(ask: Ask, theme: str, since: str, *, slowly: bool = False) -> Line:
    """The theme that rises is flagged, and since when is told within a month of the day it was planted from; where it rises
    `slowly` from that day on, not before: a single step in a slope stands somewhere in it."""
    rows = ask(f"SELECT * FROM rising WHERE kind = 'theme' AND name = '{theme}'")
    flagged = [f"{row['kind']} {row['name']}" for row in ask("SELECT kind, name FROM rising WHERE rises ORDER BY p")]
    if not rows or rows[0]["share"] is None:
        return Line("the rising theme", state_of(False), f"{theme}: nothing counted")
    (row,) = rows
    seen = bool(row["rises"])
    if seen:
        late = row["since"] - date.fromisoformat(since)
        seen = late >= -SOON and (slowly or late <= SOON)
    figures = (
        f"{theme}: {row['count']} of {row['n']} in the last {row['periods']} {row['unit']}s "
        f"({row['low']:.3f}–{row['high']:.3f}), {row['expected']:.3f} expected, p {row['p']:.1e} (flagged from {row['level']:.1e}); "
        f"told since {row['since']}, planted since {since}; flagged: {', '.join(flagged) or 'nothing'}"
    )
    return Line("the rising theme", state_of(seen), figures)


def unplanned_uses(ask: Ask, planted: set[tuple[str, str]]) -> Line:
    """Uses that nobody planned, as the mark tells them."""
    rows = ask(f"SELECT source, key FROM readings WHERE list_contains(marks, '{Mark.UNPLANNED_USE}')")
    told = {(row["source"], row["key"]) for row in rows}
    recall = len(told & planted) / max(1, len(planted))
    figures = f"{len(told & planted)} of {len(planted)} planted ({recall:.2f}); {len(told)} told in all (at least {LEAST_USES})"
    return Line("uses nobody planned", state_of(recall >= LEAST_USES), figures)


def thanks(ask: Ask, planted: set[tuple[str, str]]) -> Line:
    """Thanks as Aujourd’hui tells them, by the same rule: those of `planted`, by source and key, that it sees."""
    texts = (
        "SELECT source, key, text FROM ratings WHERE trim(text) <> '' "
        "UNION ALL SELECT source, key, text FROM exchanges WHERE direction = 'in' AND trim(text) <> ''"
    )
    rows = ask(
        f"SELECT t.source, t.key, coalesce(o.thanked <> '', FALSE) OR (r.sentiment = '{Sentiment.POSITIVE}' "
        f"AND {thanking_sql('t.text')}) AS thanks FROM ({texts}) AS t JOIN readings AS r ON t.source = r.source AND t.key = r.key "
        "LEFT JOIN routes AS o ON t.source = o.source AND t.key = o.key"
    )
    seen = {(row["source"], row["key"]) for row in rows if row["thanks"]}
    recall = len(seen & planted) / max(1, len(planted))
    figures = (
        f"{len(seen & planted)} of {len(planted)} planted ({recall:.2f}); {len(seen)} thanks told in all (at least 0.5)"
    )
    return Line("thanks", state_of(recall >= 0.5), figures)


def commitments(ask: Ask, planted: dict[str, dict[str, str]]) -> Line:
    """What outgoing messages promise, for which day: every reply of the home read anew, whatever its age.

    `planted` by the reply's key: `kind`, and `due` (a day, empty where none is named).
    """
    rows = ask(
        "SELECT key, text, occurred_at, occurred_zone FROM exchanges WHERE direction = 'out' AND trim(text) <> '' AND NOT occurred_at IS NULL"
    )
    right = told = days = meant = kinds = 0
    for row in rows:
        sent = row["occurred_at"].replace(tzinfo=UTC).astimezone(zone_named(row["occurred_zone"] or "UTC"))
        found, truth = list(promised_in(row["text"], sent)), planted.get(row["key"])
        told += bool(found)
        if truth and found:
            right += 1
            kinds += any(str(each.kind) == truth["kind"] for each in found)
            meant += bool(truth["due"])
            days += any(each.due is not None and each.due.on.isoformat() == truth["due"] for each in found)
    precision, recall = right / max(1, told), right / max(1, len(planted))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    figures = (
        f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} of {len(planted)} (at least {LEAST_F1}); "
        f"the kind of {kinds}, the day of {days} out of {meant} that name one"
    )
    return Line("commitments in outgoing messages", state_of(f1 >= LEAST_F1 and days >= 0.95 * meant), figures)


def thanks_carried(ask: Ask, planted: dict[tuple[str, str], str], back_office: set[str]) -> Line:
    """Thanks that reach the team they were planted for: named by the words, else the team that the voice is carried to.

    Some planted words name another team than the one planted (a technician, where a shop is thanked), or none (“Bravo et merci”):
    such words go to whom they name, and count as missed here.
    """
    rows = {(one["source"], one["key"]): one for one in ask("SELECT source, key, team, thanked FROM routes")}
    named = {each: {team for team in (row["thanked"] or "").split("\n") if team} for each, row in rows.items()}
    reached = {each: named.get(each) or {(rows.get(each) or {}).get("team")} for each in planted}
    right = {each for each, team in planted.items() if team in reached[each]}
    behind = {each for each, team in planted.items() if team in back_office}
    told_right = sum(planted[each] in named[each] for each in planted if named.get(each))
    told_of = sum(bool(named.get(each)) for each in planted)
    recall, precision = len(right) / max(1, len(planted)), told_right / max(1, told_of)
    figures = (
        f"{len(right)} of {len(planted)} reach the team planted ({recall:.2f}), back office {len(right & behind)} of {len(behind)}; "
        f"a team named in {told_of}, the one planted in {told_right} of these ({precision:.2f}); "
        f"{sum(map(bool, named.values()))} thanks to teams in all (at least half)"
    )
    return Line("thanks carried to the team they name", state_of(recall >= 0.5 and precision >= 0.5), figures)
