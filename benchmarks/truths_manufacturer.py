"""Which of Brévane's planted truths the engine finds: each with figures.

Every function takes the home of the demonstration after a run and returns one line of the table: name, state, figures.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import truths_actions, truths_alike, truths_identities, truths_relation
from benchmarks.finding import (
    Ask,
    Line,
    asking,
    interval,
    rows_of,
    span,
    state_of,
    told,
)
from benchmarks.truths_alike import languages, organisations, outcomes, persons, sentiments, themes, unmeasurable
from benchmarks.truths_answers import left
from benchmarks.truths_chain import delay_consumed, services
from visavis.promises.documents import found_in
from visavis.sources.kinds.documents.opening import read_document


def truths(home: Path) -> list[Line]:
    """Every planted truth of a Brévane home, found or not."""
    with asking(home) as ask:
        return [find(home, ask) for find in MEASURED]


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


def portfolio(home: Path, ask: Ask) -> Line:
    """How much of each company's contacts one person holds, and how many clients one person alone knows."""
    return truths_alike.portfolio(home, ask, "portfolio.json")


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


def thanks(home: Path, ask: Ask) -> Line:
    """Thanks to the back office, as Aujourd’hui tells them."""
    return truths_alike.thanks(ask, {(row["source"], row["key"]) for row in rows_of(home, "voices.csv") if row["to"]})


def commitments(home: Path, ask: Ask) -> Line:
    """What mails promise, and for which day."""
    made = rows_of(home, "commitments.csv")
    return truths_alike.commitments(ask, {row["mail"]: {"kind": row["kind"], "due": row["due"][:10]} for row in made})


def rising(home: Path, ask: Ask) -> Line:
    """The documentation of the new line is missing, and clients say so."""
    planted = told(home, "changes.json")["rising_theme"]
    return truths_alike.rising(ask, planted["theme"], planted["since"], slowly=True)


def unplanned_uses(home: Path, ask: Ask) -> Line:
    """Uses of pumps that nobody had planned."""
    situation = told(home, "surprises.json")["situation"]
    planted = {(row["source"], row["key"]) for row in rows_of(home, "voices.csv") if row["situation"] == situation}
    return truths_alike.unplanned_uses(ask, planted)


def thanks_carried(home: Path, ask: Ask) -> Line:
    """Thanks, carried to the teams that nobody hears."""
    planted = {(row["source"], row["key"]): row["to"] for row in rows_of(home, "voices.csv") if row["to"]}
    return truths_alike.thanks_carried(ask, planted, set(told(home, "back_office.json")["teams"]))


def answers(home: Path, ask: Ask) -> Line:
    """How many requests are answered, mailbox by mailbox."""
    teams = {"devis": "Devis", "commandes": "Administration des ventes", "support": "Assistance technique"}
    return truths_relation.answers(home, ask, teams)


def keeper(home: Path, ask: Ask) -> Line:
    """The portfolio whose keeper left: one person, of whom nothing is published."""
    return truths_relation.keeper(ask, told(home, "portfolio.json"))


MEASURED: tuple[Callable[[Path, Ask], Line], ...] = (
    outcomes, unmeasurable, cause, felt, effect_by_eye, persons, organisations, portfolio, documents, languages, sentiments,
    themes, thanks, rising, unplanned_uses, commitments, thanks_carried, answers, keeper, services, delay_consumed, left,
    truths_actions.helped, truths_actions.changed_nothing, truths_identities.employers,
)  # fmt: skip
"""What can be found today."""
