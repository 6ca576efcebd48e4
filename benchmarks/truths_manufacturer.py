"""Which of Brévane's planted truths the engine finds: each with figures; what later issues will find stands as pending.

Every function takes the home of the demonstration after a run and returns one line of the table: name, state, figures.
"""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.measuring.intervals import wilson
from visavis.promises.documents import found_in
from visavis.sources.kinds.documents.opening import read_document

FOUND, NOT_FOUND, PENDING = "found", "not found", "pending"
MISSED = ("late", "partial", "broken")


class Line(NamedTuple):
    """A line of the table."""

    truth: str
    state: str
    figures: str


def truths(home: Path) -> list[Line]:
    """Every planted truth of a Brévane home, found or not, or pending."""
    session = DuckDB()
    try:
        lake = Lake(home / "lake")
        manifest = lake.current()
        if manifest is None:
            raise ValueError(f"nothing was run in {home}")
        lake.show(
            session, manifest, ["cases", "links", "readings", "records", "events", "exchanges", "ratings", "measures"]
        )
        return [find(home, session.rows) for find in MEASURED] + [Line(*line) for line in pending(home)]
    finally:
        session.close()


Ask = Callable[[str], list[dict[str, Any]]]


def rows_of(home: Path, name: str) -> list[dict[str, str]]:
    """A table of the truth."""
    with (home / "truth" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def told(home: Path, name: str) -> Any:
    """A figure of the truth."""
    return json.loads((home / "truth" / name).read_text("utf-8"))


def outcomes_found(home: Path, ask: Ask) -> Line:
    """Every case of every promise."""
    truth = {(one["promise"], one["source"], one["key"]): one["outcome"] for one in rows_of(home, "cases.csv")}
    cases = ask("SELECT promise, source, key, outcome FROM cases")
    found = {(one["promise"], one["source"], one["key"]): one["outcome"] for one in cases}
    same = sum(found.get(case) == outcome for case, outcome in truth.items())
    promises = len({case[0] for case in truth})
    state = FOUND if found == truth else NOT_FOUND
    return Line(
        "outcomes of the promises", state, f"{same} of {len(truth)} cases of {promises} promises; {len(found)} held"
    )


def not_testable_found(home: Path, ask: Ask) -> Line:
    """The promise that no file can test has no case, and none is made up for it."""
    (name,) = (promise for promise, of in told(home, "promises.json").items() if "not_measurable" in of)
    (held,) = ask(f"SELECT count(*) AS n FROM cases WHERE promise = '{name}'")
    return Line("the promise nothing can test", FOUND if held["n"] == 0 else NOT_FOUND, f"{name}: {held['n']} cases")


def cause_found(home: Path, ask: Ask) -> Line:
    """Orders of the new line come late: their interval lies below that of all others."""
    cause = told(home, "cause.json")
    cases = ask(
        f"""SELECT e.extra_line = '{cause["cause"]["value"]}' AS at_fault, c.outcome, count(*) AS n FROM cases AS c
        JOIN events AS e ON e.source = c.source AND e.key = c.key AND e.type = 'delivery'
        WHERE c.promise = '{cause["promise"]}' GROUP BY 1, 2"""
    )
    sides = {
        side: Counter({one["outcome"]: one["n"] for one in cases if one["at_fault"] == side}) for side in (True, False)
    }
    fault, others = (_interval(sides[side]) for side in (True, False))
    found = fault is not None and others is not None and fault[1] < others[0]
    return Line(
        "the cause of late deliveries",
        FOUND if found else NOT_FOUND,
        f"Hydrane kept {_span(fault)}, others {_span(others)}",
    )


def _interval(outcomes: Counter[str]) -> tuple[float, float] | None:
    due = outcomes["kept"] + sum(outcomes[name] for name in MISSED)
    return wilson(outcomes["kept"], due) if due else None


def _span(interval: tuple[float, float] | None) -> str:
    return "–" if interval is None else f"{interval[0]:.2f}–{interval[1]:.2f}"


def felt_found(home: Path, ask: Ask) -> Line:
    """Marks after a technical answer in time, and after a late one."""
    truth = told(home, "promises.json")["reponse-technique-8h"]["felt"]
    marks = ask(
        """SELECT c.outcome = 'kept' AS kept, count(*) AS n, avg(r.score) AS mean FROM ratings AS r JOIN cases AS c
        ON r.about = c.source || '/' || c.key AND c.promise = 'reponse-technique-8h' WHERE c.outcome <> 'open' GROUP BY 1"""
    )
    found = {("kept" if one["kept"] else "missed"): (one["n"], round(float(one["mean"]), 6)) for one in marks}
    meant = {side: (truth[side]["n"], round(truth[side]["mean"], 6)) for side in ("kept", "missed") if truth[side]["n"]}
    figures = ", ".join(f"{side} {mean:.2f} ({n})" for side, (n, mean) in sorted(found.items()))
    return Line("what clients felt", FOUND if found == meant else NOT_FOUND, figures)


def _linked(home: Path, ask: Ask, kind: str) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of records."""
    links = {(one["source"], one["key"]): one["client_id"] for one in ask("SELECT source, key, client_id FROM links")}
    truth = {
        (one["source"], one["key"]): one["client"] for one in rows_of(home, "identities.csv") if one["kind"] == kind
    }
    both = _pairs((client, links.get(record, record)) for record, client in truth.items())
    precision = both / max(1, _pairs(links.get(record, record) for record in truth))
    recall = both / max(1, _pairs(truth.values()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _pairs(labels: Iterable[Any]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(labels).values())


def _identities(home: Path, ask: Ask, kind: str, least: float) -> Line:
    precision, recall, f1 = _linked(home, ask, kind)
    state = FOUND if f1 >= least else NOT_FOUND
    return Line(
        f"identities: {kind}s", state, f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} (at least {least})"
    )


def people_found(home: Path, ask: Ask) -> Line:
    """Who is the same person, over two employers too."""
    return _identities(home, ask, "person", 0.95)


def companies_found(home: Path, ask: Ask) -> Line:
    """Which accounts, customers and insured companies are one."""
    return _identities(home, ask, "organisation", 0.93)


def portfolio_seen(home: Path, ask: Ask) -> Line:
    """How much of each company's contacts one person holds."""
    truth = told(home, "portfolio.json")
    rows = ask("SELECT figure, value FROM measures WHERE name = 'clients-connus-par'")
    found = {one["figure"]: one["value"] for one in rows}
    names = {"clients_with_min_cases": "clients_with_min_cases", "median_top_share": "median_top_share",
             "median_hhi": "median_hhi", "known_by_one": "clients_known_by_one"}  # fmt: skip
    pairs = {name: (found.get(name), truth[meant]) for name, meant in names.items()}
    same = all(
        one is not None and meant is not None and abs(float(one) - meant) < 1e-6 for one, meant in pairs.values()
    )
    figures = ", ".join(f"{name} {_short(one)} (planted {_short(meant)})" for name, (one, meant) in pairs.items())
    return Line("clients known by one person", FOUND if same else NOT_FOUND, figures)


def _short(value: Any) -> str:
    return "–" if value is None else f"{float(value):.3g}"


def documents_found(home: Path, ask: Ask) -> Line:
    """Promises read in quotes, contracts, brochure and terms."""
    planted = rows_of(home, "documents.csv")
    meant = {(one["document"], int(one["page"]), _bare(one["sentence"])) for one in planted if one["promise"] == "yes"}
    folder = home / "exports" / "documents"
    found = {
        (file.name, each.page, _bare(each.commitment.sentence))
        for file in sorted(folder.iterdir())
        for each in found_in(read_document(file), file.name)
    }
    right = len(found & meant)
    precision, recall = right / max(1, len(found)), right / max(1, len(meant))
    state = FOUND if precision >= 0.8 and recall >= 0.6 else NOT_FOUND
    figures = f"precision {precision:.2f}, recall {recall:.2f} of {len(meant)} promises in {len(list(folder.iterdir()))} documents"
    return Line("promises in documents", state, figures)


def _bare(sentence: str) -> str:
    """A sentence as it compares: without blanks, hyphens of lines, and kinds of apostrophes."""
    return "".join(sentence.replace("’", "'").split()).replace("-", "").casefold()


def voices_read(home: Path, ask: Ask) -> Line:
    """Language, sentiment and theme of each text."""
    truth = {(one["source"], one["key"]): one for one in rows_of(home, "voices.csv")}
    read = {
        (one["source"], one["key"]): one for one in ask("SELECT source, key, language, sentiment, theme FROM readings")
    }
    parts = []
    good = set(truth) <= set(read)
    for what, least in (("language", 0.95), ("sentiment", 0.7), ("theme", 0.55)):
        meant = [voice for voice, row in truth.items() if row[what]]
        given = [voice for voice in meant if voice in read and read[voice][what]]
        right = sum(read[voice][what] == truth[voice][what] for voice in given)
        share = right / max(1, len(given))
        good = good and share >= least
        parts.append(f"{what} {share:.2f} right of {len(given)}/{len(meant)} read (at least {least})")
    return Line("voices read as they were meant", FOUND if good else NOT_FOUND, ", ".join(parts))


MEASURED: tuple[Callable[[Path, Ask], Line], ...] = (
    outcomes_found, not_testable_found, cause_found, felt_found, people_found, companies_found, portfolio_seen,
    documents_found, voices_read,
)  # fmt: skip
"""What can be found today."""


def pending(home: Path) -> list[tuple[str, str, str]]:
    """What is planted and will be found by later issues, with the figures that stand in the truth."""
    portfolio, delays, changes = (told(home, f"{name}.json") for name in ("portfolio", "delays", "changes"))
    answers, thanks, surprises = (told(home, f"{name}.json") for name in ("answers", "back_office", "surprises"))
    lost, of = portfolio["lost"], portfolio["companies"]
    share = delays["share_of_minutes_over"][delays["consumer"]]
    firm = [one for one in rows_of(home, "commitments.csv") if one["kind"] == "firm"]
    kept = sum(one["outcome"] == "kept" for one in firm)
    effect, non_effect = (_change(changes[name]) for name in ("effect", "non_effect"))
    quarters = list(changes["rising_theme"]["by_quarter"].values())
    mails = ", ".join(f"{name} {one['answered']}/{one['asked']}" for name, one in answers["mailboxes"].items())
    moved = told(home, "people.json")["moved"]
    return [
        ("the portfolio whose keeper left (issue 6)", PENDING, f"lost {lost['locked']} of {of['locked']} companies, {lost['others']} of {of['others']} elsewhere"),
        ("the team that consumes the delay (issue 6)", PENDING, f"{delays['consumer']}: {share:.0%} of the time beyond the plan"),
        ("an action that helped (issue 6)", PENDING, effect),
        ("an action that changed nothing (issue 6)", PENDING, non_effect),
        ("the rising theme (issue 5)", PENDING, f"documentation: {quarters[0]['documentation']}/{quarters[0]['all']} texts in the first quarter, {quarters[-1]['documentation']}/{quarters[-1]['all']} in the last"),
        ("commitments in mails (issue 5)", PENDING, f"{len(firm)} firm ones, {kept} kept"),
        ("rates of answers (issue 6)", PENDING, mails),
        ("teams nobody hears (issue 5)", PENDING, f"{', '.join(thanks['teams'])}: thanked in {thanks['thanked_in']} texts, {thanks['exchanges']} exchanges"),
        ("surprise uses (issue 5)", PENDING, f"{surprises['texts']} texts"),
        ("companies that left, and what broke before (issue 6)", PENDING, f"{len(rows_of(home, 'left.csv'))} companies"),
        ("who does what at a company, who changed employer (issue 7)", PENDING, f"{moved} people moved"),
    ]  # fmt: skip


def _change(change: dict[str, Any]) -> str:
    rates = []
    for side in ("before", "after"):
        missed = sum(change[side][name] for name in MISSED)
        rates.append(change[side]["kept"] / max(1, change[side]["kept"] + missed))
    return f"{change['what']}: {rates[0]:.2f} before, {rates[1]:.2f} since {change['since']}"
