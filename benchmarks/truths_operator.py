"""Which of Orvane's planted truths the engine finds: each with figures."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks import truths_actions, truths_alike, truths_identities, truths_relation, truths_voices
from benchmarks.finding import (
    Ask,
    Line,
    asking,
    interval,
    least_gain,
    rows_of,
    span,
    state_of,
    told,
)
from benchmarks.truths_alike import (
    close,
    figures_of,
    languages,
    organisations,
    outcomes,
    persons,
    sentiments,
    short,
    themes,
    unmeasurable,
)
from benchmarks.truths_chain import days_held, services


def truths(home: Path) -> list[Line]:
    """Every planted truth of an Orvane home, found or not."""
    with asking(home) as ask:
        return [find(home, ask) for find in MEASURED]


def cause(home: Path, ask: Ask) -> Line:
    """Installations of one depot since one month: their interval lies below that of all others, and of the depot before.

    Crews, which are not the cause, do all as well elsewhere.
    """
    planted = told(home, "cause.json")["cause"]
    fault = f"(c.team = '{planted['value']}' AND c.on_day >= DATE '{planted['since']}')"
    rows = ask(
        f"""SELECT {fault} AS fault, c.team = '{planted["value"]}' AS there, e.extra_crew AS crew, c.outcome, count(*) AS n
        FROM cases AS c JOIN events AS e ON c.source = e.source AND c.key = e.key AND e.type = 'installation'
        WHERE c.promise = 'installe-a-la-date' GROUP BY ALL"""
    )

    def of(chosen: Callable[[dict[str, object]], object]) -> tuple[float, float]:
        ended: Counter[str] = Counter()
        for row in filter(chosen, rows):
            ended[row["outcome"]] += row["n"]
        return interval(ended)

    at_fault, before = of(lambda row: row["fault"]), of(lambda row: row["there"] and not row["fault"])
    elsewhere = of(lambda row: not row["there"])
    crews = []
    for name in {row["crew"] for row in rows}:
        counted: Counter[str] = Counter()
        for row in rows:
            if row["crew"] == name and not row["fault"]:
                counted[row["outcome"]] += row["n"]
        crews.append(interval(counted))
    found = at_fault[1] < min(elsewhere[0], before[0]) and all(at_fault[1] < crew[0] for crew in crews)
    figures = f"{planted['value']} since {planted['since']} kept {span(at_fault)}, before {span(before)}, elsewhere {span(elsewhere)}"
    return Line("the broken promise and its cause", state_of(found), figures)


def felt(home: Path, ask: Ask) -> Line:
    """Stars on installations that were made on the day, and on others."""
    truth = told(home, "promises.json")["installe-a-la-date"]["felt"]
    rows = ask(
        """SELECT CASE WHEN c.outcome = 'kept' THEN 'kept' ELSE 'missed' END AS side, count(*) AS n, avg(r.score) AS mean
        FROM ratings AS r JOIN cases AS c ON r.about = c.source || '/' || c.key AND c.promise = 'installe-a-la-date'
        WHERE r.instrument = 'review' AND c.outcome NOT IN ('open', 'untestable') GROUP BY 1"""
    )
    found = {row["side"]: (row["n"], round(float(row["mean"]), 6)) for row in rows}
    meant = {side: (truth[side]["n"], round(truth[side]["mean"], 6)) for side in ("kept", "missed") if truth[side]["n"]}
    figures = ", ".join(f"{side} {mean:.2f} stars ({n})" for side, (n, mean) in sorted(found.items()))
    return Line("what clients felt of it", state_of(found == meant), figures)


def portfolio(home: Path, ask: Ask) -> Line:
    """How much of a client's requests one person holds, and how many clients one person alone knows."""
    return truths_alike.portfolio(home, ask, "holders.json")


def waits(home: Path, ask: Ask) -> Line:
    """How long clients wait to be taken in charge, those who still wait counted too."""
    truth, found = told(home, "delays.json"), figures_of(ask, "premiere-prise-en-charge")
    meant = {
        "median_finished": truth["median_hours_among_taken"], "median_censored": truth["median_hours_censored"],
        "finished": truth["taken"], "censored": truth["not_taken"],
    }  # fmt: skip
    figures = f"median {short(found.get('median_censored'))} h (planted {short(truth['median_hours_censored'])})"
    return Line("how long clients wait", state_of(close(found, meant)), figures)


def complaints(home: Path, ask: Ask) -> Line:
    """How far complaints come, year by year."""
    truth = told(home, "funnels.json")
    rows = ask(
        "SELECT year(occurred_on) AS year, status, count(*) AS n, count(*) FILTER (extra_answer = 'Promesse d’action') AS promised "
        "FROM events WHERE type = 'complaint' GROUP BY ALL"
    )
    order, good, parts = ("heard", "reached", "read", "answered"), True, []
    for year, planted in truth.items():
        of = {row["status"]: row for row in rows if str(row["year"]) == year}
        reached = [sum(of[name]["n"] for name in order[at:] if name in of) for at in range(len(order))]
        promised = sum(row["promised"] for row in of.values())
        good = good and reached == list(planted["stages"].values()) and promised == planted["promised"]
        parts.append(f"{year}: {' → '.join(map(str, reached))}")
    return Line("what became of complaints", state_of(good), "; ".join(parts))


def thanks(home: Path, ask: Ask) -> Line:
    """Thanks, as Aujourd’hui tells them."""
    return truths_alike.thanks(ask, {(row["source"], row["key"]) for row in rows_of(home, "thanks.csv")})


def commitments(home: Path, ask: Ask) -> Line:
    """What answers promise, and for which day."""
    made = rows_of(home, "commitments.csv")
    return truths_alike.commitments(ask, {row["key"]: {"kind": row["kind"], "due": row["due_on"]} for row in made})


def rising(home: Path, ask: Ask) -> Line:
    """The new website fails more often, and clients say so."""
    planted = told(home, "themes.json")["rising"]
    return truths_alike.rising(ask, planted["theme"], planted["since"])


def unplanned_uses(home: Path, ask: Ask) -> Line:
    """Uses of what is sold that nobody had planned."""
    return truths_alike.unplanned_uses(ask, {(row["source"], row["key"]) for row in rows_of(home, "uses.csv")})


def thanks_carried(home: Path, ask: Ask) -> Line:
    """Thanks, carried to the team that they were planted for."""
    rows = rows_of(home, "thanks.csv")
    planted = {(row["source"], row["key"]): row["to"] for row in rows}
    return truths_alike.thanks_carried(ask, planted, {row["to"] for row in rows if row["heard"] == "back-office"})


def effect_by_eye(home: Path, ask: Ask) -> Line:
    """Call-backs kept before and since the action, as the cases tell: the verdict on the action is for later."""
    planted = told(home, "changes.json")["effect"]
    rows = ask(
        f"""SELECT e.occurred_on >= DATE '{planted["since"]}' AS since, c.outcome, count(*) AS n FROM cases AS c
        JOIN events AS e ON c.source = e.source AND c.key = e.key AND e.type = 'call-back'
        WHERE c.promise = '{planted["promise"]}' GROUP BY ALL"""
    )
    sides = {
        side: Counter({row["outcome"]: row["n"] for row in rows if row["since"] == side}) for side in (False, True)
    }
    before, after = interval(sides[False]), interval(sides[True])
    least = least_gain(sides[False], sides[True])
    figures = f"call-backs kept {span(before)} before, {span(after)} since {planted['since']}; {least:+.2f} at least"
    return Line("the promise that an action mended, by its cases", state_of(least > 0), figures)


def answers(home: Path, ask: Ask) -> Line:
    """How many requests in writing are answered, by mail and on the site."""
    return truths_relation.answers(home, ask, {"mail": "channel:mail", "web": "channel:web"})


def locked(home: Path, ask: Ask) -> Line:
    """The business accounts that one person holds."""
    held = told(home, "holders.json")
    return truths_relation.locked(ask, held["team"], len(held["held_clients"]))


MEASURED: tuple[Callable[[Path, Ask], Line], ...] = (
    outcomes, unmeasurable, cause, felt, effect_by_eye, persons, organisations, portfolio, waits, complaints, languages, sentiments,
    themes, thanks, rising, unplanned_uses, commitments, thanks_carried, answers, locked, services, days_held,
    truths_actions.helped, truths_actions.changed_nothing, truths_voices.answered, truths_identities.families, truths_identities.at_once,
)  # fmt: skip
"""What can be found today."""
