"""Which of Brévane's planted truths the engine finds: each with figures; what later issues will find stands as pending.

Every function takes the home of the demonstration after a run and returns one line of the table: name, state, figures.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.finding import (
    PENDING,
    Ask,
    Line,
    asking,
    interval,
    kept_rate,
    linked,
    read_right,
    rows_of,
    span,
    state_of,
    told,
)
from visavis.promises.documents import found_in
from visavis.sources.kinds.documents.opening import read_document
from visavis.vocabulary import Sentiment
from visavis.voices.thanks import thanking_sql


def truths(home: Path) -> list[Line]:
    """Every planted truth of a Brévane home, found or not, or pending."""
    with asking(home) as ask:
        return [find(home, ask) for find in MEASURED] + pending(home)


def outcomes(home: Path, ask: Ask) -> Line:
    """Every case of every promise ends as planted."""
    truth = {(one["promise"], one["source"], one["key"]): one["outcome"] for one in rows_of(home, "cases.csv")}
    cases = ask("SELECT promise, source, key, outcome FROM cases")
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


def cause(home: Path, ask: Ask) -> Line:
    """Orders of the new line come late: their interval lies below that of all others."""
    planted = told(home, "cause.json")
    rows = ask(
        f"""SELECT e.extra_line = '{planted["cause"]["value"]}' AS fault, c.outcome, count(*) AS n FROM cases AS c
        JOIN events AS e ON e.source = c.source AND e.key = c.key AND e.type = 'delivery'
        WHERE c.promise = '{planted["promise"]}' GROUP BY 1, 2"""
    )
    fault, others = (_side(rows, "fault", side) for side in (True, False))
    figures = f"kept {span(fault)} where the line is {planted['cause']['value']}, {span(others)} elsewhere"
    return Line("the cause of late deliveries, by its cases", state_of(fault[1] < others[0]), figures)


def _side(rows: list[dict[str, Any]], name: str, side: bool) -> tuple[float, float]:
    return interval(Counter({row["outcome"]: row["n"] for row in rows if row[name] == side}))


def felt(home: Path, ask: Ask) -> Line:
    """Marks after a technical answer in time, and after a late one."""
    truth = told(home, "promises.json")["reponse-technique-8h"]["felt"]
    marks = ask(
        """SELECT c.outcome = 'kept' AS kept, count(*) AS n, avg(r.score) AS mean FROM ratings AS r JOIN cases AS c
        ON r.about = c.source || '/' || c.key AND c.promise = 'reponse-technique-8h' WHERE c.outcome <> 'open' GROUP BY 1"""
    )
    found = {("kept" if one["kept"] else "missed"): (one["n"], round(float(one["mean"]), 6)) for one in marks}
    meant = {side: (truth[side]["n"], round(truth[side]["mean"], 6)) for side in ("kept", "missed") if truth[side]["n"]}
    figures = ", ".join(f"{side} {mean:.2f} ({n})" for side, (n, mean) in sorted(found.items()))
    return Line("what clients felt", state_of(found == meant), figures)


def effect_by_eye(home: Path, ask: Ask) -> Line:
    """Technical answers in time before and since the action, as the cases tell: the verdict on the action is for later."""
    planted = told(home, "changes.json")["effect"]
    rows = ask(
        f"""SELECT e.occurred_on >= DATE '{planted["since"]}' AS since, c.outcome, count(*) AS n FROM cases AS c
        JOIN events AS e ON c.source = e.source AND c.key = e.key AND e.type = 'ticket'
        WHERE c.promise = '{planted["promise"]}' GROUP BY 1, 2"""
    )
    before, after = (_side(rows, "since", side) for side in (False, True))
    figures = f"kept {span(before)} before, {span(after)} since {planted['since']}"
    return Line("the promise that an action mended, by its cases", state_of(before[1] < after[0]), figures)


LEAST_F1 = 0.9


def _identities(home: Path, ask: Ask, kind: str) -> Line:
    precision, recall, f1 = linked(home, ask, kind)
    figures = f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} (at least {LEAST_F1})"
    return Line(f"identities of {kind}s, over the lists", state_of(f1 >= LEAST_F1), figures)


def persons(home: Path, ask: Ask) -> Line:
    """Which records are one person, namesakes at other companies apart, changes of employer included."""
    return _identities(home, ask, "person")


def organisations(home: Path, ask: Ask) -> Line:
    """Which accounts, customers, establishments and insured companies are one."""
    return _identities(home, ask, "organisation")


def portfolio(home: Path, ask: Ask) -> Line:
    """How much of each company's contacts one person holds."""
    truth = told(home, "portfolio.json")
    found = {
        one["figure"]: one["value"]
        for one in ask("SELECT figure, value FROM measures WHERE name = 'clients-connus-par'")
    }
    meant = {
        "clients_with_min_cases": truth["clients_with_min_cases"], "median_top_share": truth["median_top_share"],
        "median_hhi": truth["median_hhi"], "known_by_one": truth["clients_known_by_one"],
    }  # fmt: skip
    same = all(
        found.get(name) is not None and value is not None and abs(float(found[name]) - value) < 1e-6
        for name, value in meant.items()
    )
    figures = ", ".join(f"{name} {_short(found.get(name))} (planted {_short(value)})" for name, value in meant.items())
    return Line("clients known by one person alone", state_of(same), figures)


def _short(value: float | None) -> str:
    return "–" if value is None else f"{float(value):.3g}"


def documents(home: Path, ask: Ask) -> Line:
    """Promises read in quotes, contracts, brochure and terms, each on its page."""
    planted = rows_of(home, "documents.csv")
    meant = {(one["document"], int(one["page"]), _bare(one["sentence"])) for one in planted if one["promise"] == "yes"}
    papers = sorted((home / "exports" / "documents").iterdir())
    found = {
        (paper.name, each.page, _bare(each.commitment.sentence))
        for paper in papers
        for each in found_in(read_document(paper), paper.name)
    }
    precision, recall = (len(found & meant) / max(1, len(of)) for of in (found, meant))
    figures = (
        f"precision {precision:.2f}, recall {recall:.2f} of {len(meant)} in {len(papers)} papers (at least 0.8 and 0.6)"
    )
    return Line("promises in documents", state_of(precision >= 0.8 and recall >= 0.6), figures)


def _bare(sentence: str) -> str:
    """A sentence as it compares: without blanks, hyphens of broken lines, and kinds of apostrophes."""
    return "".join(sentence.replace("’", "'").split()).replace("-", "").casefold()


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


def thanks(home: Path, ask: Ask) -> Line:
    """Thanks to the back office as Aujourd’hui tells them, by the same rule: those planted that it sees."""
    planted = {(row["source"], row["key"]) for row in rows_of(home, "voices.csv") if row["to"]}
    texts = (
        "SELECT source, key, text FROM ratings WHERE trim(text) <> '' "
        "UNION ALL SELECT source, key, text FROM exchanges WHERE direction = 'in' AND trim(text) <> ''"
    )
    rows = ask(
        f"SELECT t.source, t.key, {thanking_sql('t.text')} AS thanks FROM ({texts}) AS t JOIN readings AS r "
        f"ON t.source = r.source AND t.key = r.key WHERE r.sentiment = '{Sentiment.POSITIVE}'"
    )
    seen = {(row["source"], row["key"]) for row in rows if row["thanks"]}
    recall = len(seen & planted) / max(1, len(planted))
    figures = f"{len(seen & planted)} of {len(planted)} planted ({recall:.2f}); {len(seen)} told in all (at least 0.5)"
    return Line("thanks", state_of(recall >= 0.5), figures)


MEASURED: tuple[Callable[[Path, Ask], Line], ...] = (
    outcomes, unmeasurable, cause, felt, effect_by_eye, persons, organisations, portfolio, documents, languages, sentiments,
    themes, thanks,
)  # fmt: skip
"""What can be found today."""


def pending(home: Path) -> list[Line]:
    """What is planted and is for later issues to find, with the figures that stand in the truth."""
    held, delays, changes = (told(home, f"{name}.json") for name in ("portfolio", "delays", "changes"))
    answers, back, uses = (told(home, f"{name}.json") for name in ("answers", "back_office", "surprises"))
    lost, of = held["lost"], held["companies"]
    firm = [one for one in rows_of(home, "commitments.csv") if one["kind"] == "firm"]
    kept = sum(one["outcome"] == "kept" for one in firm)
    (first, *_, last) = changes["rising_theme"]["by_quarter"].values()
    mails = ", ".join(f"{name} {one['answered']}/{one['asked']}" for name, one in answers["mailboxes"].items())
    team = delays["consumer"]
    return [
        Line("commitments in outgoing mails (issue 5)", PENDING, f"{len(firm)} firm ones, {kept} kept"),
        Line("the rising theme (issue 5)", PENDING, f"documentation {_of(first)} at first, {_of(last)} at last"),
        Line("uses nobody planned (issue 5)", PENDING, f"{uses['texts']} texts"),
        Line("teams nobody hears, thanked (issue 5)", PENDING, f"{', '.join(back['teams'])}: {back['thanked_in']} texts, {back['exchanges']} exchanges"),
        Line("rates of answers by mailbox (issue 6)", PENDING, mails),
        Line("the portfolio whose keeper left (issue 6)", PENDING, f"lost {lost['locked']} of {of['locked']} companies, {lost['others']} of {of['others']} elsewhere"),
        Line("the team that consumes the delay (issue 6)", PENDING, f"{team}: {delays['share_of_minutes_over'][team]:.0%} of the time beyond the plan"),
        Line("an action that helped (issue 6)", PENDING, _change(changes["effect"])),
        Line("an action that changed nothing (issue 6)", PENDING, _change(changes["non_effect"])),
        Line("companies that left, and what broke before (issue 6)", PENDING, f"{len(rows_of(home, 'left.csv'))} companies"),
        Line("who does what at a company, and who changed employer (issue 7)", PENDING, f"{told(home, 'people.json')['moved']} people moved"),
    ]  # fmt: skip


def _of(quarter: dict[str, int]) -> str:
    return f"{quarter['documentation']}/{quarter['all']}"


def _change(change: dict[str, Any]) -> str:
    return f"{change['what']}: {kept_rate(change['before']):.2f} before, {kept_rate(change['after']):.2f} since {change['since']}"
