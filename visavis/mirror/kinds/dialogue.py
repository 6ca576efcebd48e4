"""The kind `dialogue`: dialogue or monologue, what is asked and answered, and how long it takes; by channel and by team."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from pydantic import Field

from visavis.declarations import Written
from visavis.engine.holding.promise import Where
from visavis.engine.measuring import talking
from visavis.engine.measuring.dialogue import (
    Times,
    answered_only,
    answers,
    apart,
    balance,
    threads_cut,
    times_of,
    waiting,
)
from visavis.engine.measuring.selecting import Selection, Unmeasurable, select_rows
from visavis.engine.measuring.values import Figure
from visavis.engine.people import Behind, known_teams
from visavis.mirror.kinds.declared import WHERE, facts_in_words, refuse_staff
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.kinds.saying import LANGUAGES, between, ends_of, shares_told, surely, value_of
from visavis.mirror.kinds.settled import settling
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.wording import decimal, duration, number, percent
from visavis.mistakes import Words

CHANNEL = "channel:"
"""What stands before the name of a channel in a grouping; a team stands under its own name."""
ANSWERED, SETTLED = ("value", "answer", "left_out"), ("resolution", "confirmed")
"""Beginnings of the names of figures over all conversations, and over those that are about an event."""
CONVERSATIONS = "conversations"

Row = Mapping[str, Any]
Rows = dict[str, list[Row]]
Columns = dict[str, dict[str, Any]]
"""Of each view its columns, as arrays."""
LASTED = ("answers", "resolutions", "confirmations")
COLUMNS = ["source", "channel", "team", "state", "minutes", "n"]


class Dialogue(Written):
    """Whether clients are answered, how long it takes, and who speaks to whom."""

    where: Where = Field(default_factory=dict, description=WHERE)
    mass: int = Field(
        20, ge=2, description="Words that open conversations with so many clients on one day are a mass mailing"
    )
    complete: list[str] = Field(
        default_factory=list,
        description="Sources that hold unanswered conversations too, though each one has an answer",
    )

    def model_post_init(self, context: Any) -> None:
        """Nobody is singled out."""
        refuse_staff(*self.where)


def results(bench: Bench, spec: Dialogue) -> list[Result]:
    """Over all, then by channel, then by team of five people or more; raises Unmeasurable where nobody asked anything."""
    bench.show("readings")
    name, readings = bench.name, bool(bench.manifest.of("readings"))
    with settling(bench, talking.settled(name)) as run:
        run(talking.turn_steps(name, bench.facts("exchanges"), spec.where, mass=spec.mass))
        run([*talking.link_steps(name), *talking.balance_steps(name), *talking.answer_steps(name, readings=readings)])
        run(talking.settling_steps(name, readings=readings))
        rows: Rows = {view: list(bench.rows(f"{name}_{view}")) for view in ("balance", "mailed", "sent")}
        links = list(bench.rows(f"{name}_links"))
        lasted: Columns = {view: bench.fetch(f"{name}_{view}", COLUMNS) for view in LASTED}
        bench.stand(_hands(bench, spec))
    if not rows["balance"]:
        raise Unmeasurable("nobody_spoke")
    unknown = _untold(lasted["answers"], links, spec)
    lasted = {view: _only(of, ~np.isin(of["source"], list(unknown))) for view, of in lasted.items()}
    teams = known_teams(bench.runner)
    shown = sorted(team for team in teams.people.keys() - teams.masked if len(teams.people[team]))
    channels = sorted({row["channel"] for row in rows["balance"] if row["channel"]})
    return [
        Result(None, _figures(rows, lasted, unknown)),
        *_each(rows, lasted, unknown, [(CHANNEL + each, each) for each in channels], "channel"),
        *_each(rows, lasted, unknown, [(each, each) for each in shown], "team"),
    ]


def _hands(bench: Bench, spec: Dialogue) -> list[Behind]:
    """Who answered in which conversations (of the team and channel in which the client asked), and who wrote in which."""
    hands = f"{bench.name}_hands"
    fields = {each: each for each in ("key", "thread", "reply_to", "direction", "channel", "team", "staff")}
    where = spec.where | ({"direction": "out"} if "direction" not in spec.where else {})
    bench.runner.run(select_rows(hands, bench.facts("exchanges"), Selection(fields, where=where), "who wrote"))
    answered = bench.runner.rows(
        f"""SELECT q.channel, q.team, h.staff, CASE WHEN q.about IS NULL THEN 0 ELSE 1 END AS about, count(*) AS n,
        count(DISTINCT q.thread) AS threads FROM {bench.name}_threads AS q LEFT JOIN {hands} AS h
        ON q.source = h.source AND q.thread = coalesce(h.thread, h.reply_to, h.key)
        GROUP BY q.channel, q.team, h.staff, CASE WHEN q.about IS NULL THEN 0 ELSE 1 END"""
    )
    wrote = bench.runner.rows(
        f"SELECT channel, team, staff, count(*) AS n FROM {hands} WHERE direction = 'out' GROUP BY channel, team, staff"
    )
    return [
        *(_conversed(row, ANSWERED) for row in answered),
        *(_conversed(row, SETTLED) for row in answered if row["about"]),
        *(Behind(_groups(row), row["staff"], row["team"], str(row["n"])) for row in wrote),
    ]


def _conversed(row: Row, figures: tuple[str, ...]) -> Behind:
    """Conversations: those about an event are among all, so that figures over the ones and the others are held together."""
    groups, mark = _groups(row), f"{row['n']}/{row['threads']}"
    facts = "|".join((*groups, str(row["about"])))
    return Behind(groups, row["staff"], row["team"], mark, figures, part=CONVERSATIONS, facts=facts)


def _groups(row: Row) -> tuple[str, str]:
    return row["team"] or "", CHANNEL + row["channel"] if row["channel"] else ""


def _only(of: dict[str, Any], kept: Any) -> dict[str, Any]:
    return {column: values[kept] for column, values in of.items()}


def _times(of: dict[str, Any]) -> Times:
    return times_of(of["state"], of["minutes"], of["n"])


def _untold(of: dict[str, Any], links: Sequence[Row], spec: Dialogue) -> dict[str, str]:
    """Sources of which nobody can tell how much is answered, each with the code why."""
    names = set(of["source"].tolist()) - set(spec.complete)
    full = answered_only({name: _times(_only(of, of["source"] == name)) for name in names})
    cut = [name for name in threads_cut(links) if name in names]
    return dict.fromkeys(full, "answered_only") | dict.fromkeys(cut, "threads_cut")


def _why(unknown: Mapping[str, str]) -> str:
    code = max(unknown.values())
    return f"{code}:{', '.join(sorted(name for name, own in unknown.items() if own == code))}"


def _each(
    rows: Rows, lasted: Columns, unknown: Mapping[str, str], groups: list[tuple[str, str]], column: str
) -> list[Result]:
    found = []
    for grouping, value in groups:
        own = {view: [row for row in of if row[column] == value] for view, of in rows.items()}
        if own["balance"]:
            timed = {view: _only(of, of[column] == value) for view, of in lasted.items()}
            found.append(Result(None, _figures(own, timed, unknown), grouping))
    return found


def _figures(kept: Rows, lasted: Columns, unknown: Mapping[str, str]) -> list[Figure]:
    """Answers first; then resolution, what the client confirmed, the balance, and what is sent to all."""

    def summed(view: str, column: str) -> int:
        return sum(int(row[column]) for row in kept[view])

    found = _answers(_times(lasted["answers"]), unknown)
    for view, name in (("resolutions", "resolution"), ("confirmations", "confirmed")):
        one = _times(lasted[view])
        found += (
            waiting(name, one) if one.asked else [Figure(f"{name}_median", None, 0, "hour", reason="about_nothing")]
        )
    mass, sent = summed("mailed", "n"), summed("sent", "n")
    found.append(balance(summed("balance", "turns_in"), summed("balance", "turns_out") - mass))
    found += apart(mass, summed("sent", "automatic"), sent)
    return found


def _answers(one: Times, unknown: Mapping[str, str]) -> list[Figure]:
    try:
        found = answers(one)
    except Unmeasurable as why:
        code = _why(unknown) if unknown else str(why)
        return [Figure("answer_rate", None, 0, "share", reason=code)]
    if unknown:
        found.append(Figure("left_out_sources", None, 0, "share", reason=_why(unknown)))
    return found


def scope(spec: Dialogue) -> str:
    """What it is computed over, in one line."""
    return f"{facts_in_words('exchanges', spec.where)}; thread; mass {spec.mass}"


def sentences(one: Measured) -> list[Words]:
    """How many conversations were answered, how long it takes, what the client confirmed, and the balance."""
    lines = [
        Words(
            fr=f"Sur {number(one.value.n, 'fr')} conversations ouvertes par des clients, {percent(value_of(one.value), 'fr')}{surely(one.value, 'fr')} ont reçu une réponse d’une personne.",
            en=f"Of {number(one.value.n, 'en')} conversations that clients opened, {percent(value_of(one.value), 'en')}{surely(one.value, 'en')} were answered by a person.",
        )
    ]
    median = one.figure("answer_median")
    if median and median.value is not None:
        low, high = median.interval or (None, None)
        ends = {lang: ends_of(low, high, median.unit, lang) for lang in LANGUAGES}
        lines.append(
            Words(
                fr=f"La moitié attend une réponse {duration(median.value, median.unit, 'fr')} ou plus{ends['fr']}, ceux qui attendent encore compris.",
                en=f"Half wait {duration(median.value, median.unit, 'en')} or longer for an answer{ends['en']}, those still waiting included.",
            )
        )
    lines += shares_told(one, (
        ("answer_in_24_hours", "Répondu sous 24 heures", "Answered within 24 hours"),
        ("answer_in_7_days", "Répondu sous 7 jours", "Answered within 7 days"),
        ("confirmed_in_7_days", "Le client confirme que c’est réglé sous 7 jours", "The client confirms within 7 days that it is settled"),
        ("monologue_share", "Envois de masse parmi ce que nous écrivons", "Mass mailings among what we write"),
    ))  # fmt: skip
    turns = one.figure("balance")
    if turns and turns.value is not None:
        lines.append(
            Words(
                fr=f"Équilibre des tours de parole: {decimal(turns.value, 'fr', 2)}{between(turns, 2, 'fr')} (1: chacun parle autant), sur {number(turns.n, 'fr')} tours.",
                en=f"Balance of turns: {decimal(turns.value, 'en', 2)}{between(turns, 2, 'en')} (1: each side speaks as much), over {number(turns.n, 'en')} turns.",
            )
        )
    return lines


def unasked(bench: Bench) -> Dialogue | None:
    """Wherever clients said something in exchanges."""
    asked = "SELECT count(*) AS n FROM (SELECT key FROM exchanges WHERE direction = 'in' LIMIT 1) AS t"
    return Dialogue() if bench.runner.rows(asked)[0]["n"] else None


DIALOGUE = Kind(
    "dialogue", Dialogue, results, scope, sentences, unasked=unasked,
    title=Words(fr="Dialogue: ce qu’on nous demande, ce que nous répondons", en="Dialogue: what we are asked, what we answer"),
)  # fmt: skip
