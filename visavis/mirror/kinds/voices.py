"""The kind `voices`: of what clients said, how much was read, reached a team able to act, was done, told back and confirmed by them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from pydantic import Field

from visavis.declarations import Written
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.values import Figure
from visavis.engine.measuring.voices import STAGES, came_through, spread, until_reached
from visavis.engine.measuring.voices_lives import MOMENTS, count_steps, life_steps, settled
from visavis.engine.people import Behind, known_teams
from visavis.engine.portable import moment_of_us
from visavis.engine.steps import Step, step
from visavis.engine.tables import FATES
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.kinds.saying import LANGUAGES, ends_of, shares_told, surely, value_of
from visavis.mirror.kinds.settled import settling
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.wording import duration, number, percent
from visavis.mistakes import Words

CHANNEL, YEAR = "channel:", "year:"
"""What stands before a channel, and before the year in which voices were heard, in a grouping; a team stands under its own name."""
READ = ("readings", "routes", "commitments")
HEARD = "voices"
"""What is counted: the voices that somebody had a hand in, and what they did with these."""
SURE, REACH, UNTIMED = ("right", "wrong"), ("reach_",), ("left_out_untimed",)
"""The first letters of figures that are over some of the voices followed: of which a team is sure; of these, whose moment is known, and
is not."""
NOWHERE = ("", "", "")
"""In no team, year and channel of which something is told: behind the whole alone."""

Row = Mapping[str, Any]


class Voices(Written):
    """What became of what clients said."""

    within: int = Field(
        30, ge=1, le=366, description="Days after which a voice that came no further counts as lost on the way"
    )


def results(bench: Bench, spec: Voices) -> list[Result]:
    """Over all, then by year, by channel and by team of five people or more, as voices were carried to it; raises Unmeasurable. Of the
    measures of voices the first by name alone tells of groups: those of another window are nearly the same voices.

    Leaves the table `fates`: what became of each voice.
    """
    bench.show(*READ)
    name = bench.name
    with settling(bench, settled(name)) as run:
        run([*life_steps(name, within=spec.within), *count_steps(name, within=spec.within), _fates(name)])
        counts, reaches, spreads = (bench.rows(f"{name}_{view}") for view in ("counts", "reaches", "spread"))
        tells = bench.tells_groups("voices")
        shown = _shown(bench) if tells else []
        hands = (row for row in bench.rows(f"{name}_hands") if row["state"] == "followed")
        bench.stand(chain.from_iterable(_hand(row, shown, tells=tells) for row in hands))
        bench.leave(FATES, f"{name}_left")
    figures = came_through(counts)
    window = Figure("window", spec.within, spec.within, "day")
    whole = [*figures, window, *until_reached(reaches, within=spec.within), *spread(spreads)]
    if not tells:
        return [Result(None, whole)]
    return [
        Result(None, whole),
        *_each(counts, lambda row: f"{YEAR}{row['year']}"),
        *_each(counts, lambda row: f"{CHANNEL}{row['channel']}" if row["channel"] else None),
        *_teams(spec, shown, counts, reaches, spreads),
    ]


def _fates(name: str) -> Step:
    moments = ", ".join(f"{moment_of_us(f'{each}_us')} AS {each}_at" for each in (*MOMENTS, "answered"))
    return step(
        f"{name}_left",
        f"""SELECT source, fact AS "table", key, team, state, stage, lost, {moments} FROM {name}_fates WHERE state IN ('followed', 'under_way')""",
        "what became of each voice that was followed",
    )


def _shown(bench: Bench) -> list[str]:
    known = known_teams(bench.runner)
    return sorted(team for team in known.people.keys() - known.masked if known.people[team])


def _hand(row: Row, shown: Sequence[str], *, tells: bool) -> Iterator[Behind]:
    """Voices that were followed and in which somebody had a hand, and what they did with these: behind their course, and behind how
    long it took until the team had those whose moment is known. How many others there are tells of clients, not of us."""
    team, channel = row["team"] or "", f"{CHANNEL}{row['channel']}" if row["channel"] else ""
    names = (team, f"{YEAR}{row['year']}", channel)
    facts = "\x1f".join((*names, str(row["timed"])))
    course = (team if team in shown else "", *names[1:]) if tells else NOWHERE
    mark = "/".join(str(row[each]) for each in ("n", "voices", "moments", "which"))

    def behind(figures: tuple[str, ...], groups: tuple[str, ...]) -> Behind:
        return Behind(groups, row["staff"], row["of_team"], mark, figures, part=HEARD, facts=facts)

    yield behind((), course)
    if team:
        yield behind(SURE, NOWHERE)
        yield behind(REACH, (course[0], "", "")) if row["timed"] else behind(UNTIMED, NOWHERE)


def _each(rows: Sequence[Row], of: Callable[[Row], str | None]) -> list[Result]:
    found = []
    for each in sorted({named for row in rows if (named := of(row)) is not None}):
        figures = _told([row for row in rows if of(row) == each])
        if figures:
            found.append(Result(None, figures, each))
    return found


def _told(rows: Sequence[Row]) -> list[Figure]:
    try:
        return _of_group(came_through(rows))
    except Unmeasurable:
        return []


def _of_group(figures: Iterable[Figure]) -> list[Figure]:
    """Of a group, the voices that were followed alone: how many more were left out is told over all."""
    return [figure for figure in figures if not figure.name.startswith("left_out_")]


def _teams(
    spec: Voices, shown: Sequence[str], counts: Sequence[Row], reaches: Sequence[Row], spreads: Sequence[Row]
) -> list[Result]:
    found = []
    for team in shown:
        mine = [[row for row in rows if row["team"] == team] for rows in (counts, reaches, spreads)]
        if figures := _told(mine[0]):
            reached = _of_group(until_reached(mine[1], within=spec.within))
            found.append(Result(None, [*figures, *reached, *spread(mine[2])], team))
    return found


def scope(spec: Voices) -> str:
    """What it is computed over, in one line."""
    return f"verbatims; within {spec.within} days"


def sentences(one: Measured) -> list[Words]:
    """How many came to the end; how many were read and reached a team able to act; how long that took; how many it spread to."""
    n, value = one.value.n, value_of(one.value)
    lines = [
        Words(
            fr=f"Sur {number(n, 'fr')} messages de clients, {percent(value, 'fr')}{surely(one.value, 'fr')} sont allés jusqu’au bout: le client confirme que c’est réglé.",
            en=f"Of {number(n, 'en')} messages of clients, {percent(value, 'en')}{surely(one.value, 'en')} came to the end: the client confirms that it is settled.",
        )
    ]
    lines += shares_told(
        one,
        (
            ("read", "Lus par quelqu’un chez nous", "Read by somebody here"),
            ("reached", "Parvenus à une équipe en mesure d’agir", "Reached a team able to act"),
            ("done", "Suivis d’un effet", "Led to something done"),
            ("told", "Suivis d’un effet, et le client informé", "Led to something done, and the client told"),
        ),
    )
    mean = one.figure("reach_mean")
    if mean and mean.value is not None:
        low, high = mean.interval or (None, None)
        ends = {lang: ends_of(low, high, mean.unit, lang) for lang in LANGUAGES}
        lines.append(
            Words(
                fr=f"Jusqu’à l’équipe en mesure d’agir, un message attend en moyenne {duration(mean.value, mean.unit, 'fr')}{ends['fr']}, ceux qui n’y sont pas parvenus compris.",
                en=f"Until the team able to act has it, a message waits {duration(mean.value, mean.unit, 'en')} on average{ends['en']}, those that never got there included.",
            )
        )
    return lines


def unasked(bench: Bench) -> Voices | None:
    """Wherever clients said something in words, and facts could tell of one of them what becomes of it."""
    return Voices() if bench.runner.rows(_ANY)[0]["n"] else None


_ANY = """SELECT count(*) AS n FROM (SELECT key FROM exchanges WHERE direction = 'in' AND trim(text) <> ''
UNION ALL SELECT key FROM ratings WHERE trim(text) <> '' AND NOT about IS NULL LIMIT 1) AS t"""

VOICES = Kind(
    "voices", Voices, results, scope, sentences, of_which=lambda spec: list(STAGES[1:]), unasked=unasked,
    title=Words(fr="Ce que deviennent les messages clients", en="What becomes of clients’ messages"),
)  # fmt: skip
