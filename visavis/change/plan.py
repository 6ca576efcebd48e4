"""What somebody writes down of an action before it begins, and what must hold for it to be judged at all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from visavis.change.models import ActionVersion
from visavis.engine.measuring.drawn_order import FEWEST_TEAMS, draw_order
from visavis.engine.measuring.interrupted import Sided, Window
from visavis.mistakes import Mistake, Words

LEAST_BEFORE, LEAST_AFTER = 56, 28
"""Days before the start, and after the wait, below which no series can tell anything."""
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RollOut:
    """Teams that start one after another, `every` so many days, in the order that `seed` drew; without a seed, not drawn yet."""

    teams: tuple[str, ...]
    every: int
    seed: str = ""

    def starts(self, first: date) -> dict[str, date]:
        """The first day of each team, in the order of their starts."""
        return {team: first + timedelta(days=self.every * place) for place, team in enumerate(self.teams)}

    @property
    def as_drawn(self) -> bool:
        """Whether the order is the one that the seed gives."""
        return list(self.teams) == draw_order(self.teams, self.seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An action as its author means it. `starts_on`, `waits`, `reads_on` and `baseline` are days; see ActionVersion."""

    title: str
    owner: str
    outcome: Sided
    starts_on: date
    reads_on: date
    what: str = ""
    teams: tuple[str, ...] = ()
    cause: str = ActionVersion.Cause.OTHER
    because: str = ""
    direction: str = ActionVersion.Direction.UP
    control: tuple[Sided, ...] = ()
    waits: int = 0
    baseline: int = 365
    announced: str = ""
    roll_out: RollOut | None = None

    @property
    def window(self) -> Window:
        """The days that count."""
        return Window(self.starts_on, self.waits, self.reads_on, self.baseline)


def sided(written: str) -> Sided:
    """A series out of `promise`, `promise@team,other team`, `promise#kind of client`; a measure has a colon in its key."""
    rest, _, segment = written.partition("#")
    name, _, teams = rest.partition("@")
    return series(name, teams, segment)


def series(name: str, teams: str = "", segment: str = "") -> Sided:
    """A series out of the name of its promise, or the key of its measure; teams stand between commas."""
    name = name.strip()
    promise, measure = ("", name) if ":" in name else (name, "")
    return Sided(promise, listed(teams), measure, segment.strip())


def listed(teams: str) -> tuple[str, ...]:
    """Names between commas, each once."""
    return tuple(dict.fromkeys(each.strip() for each in teams.split(",") if each.strip()))


def plan_of(version: ActionVersion) -> Plan:
    """What a version says."""
    return Plan(
        title=version.title,
        owner=version.owner,
        outcome=_series(version.outcome),
        starts_on=version.starts_on,
        reads_on=version.reads_on,
        what=version.what,
        teams=tuple(version.teams),
        cause=version.cause,
        because=version.because,
        direction=version.direction,
        control=tuple(map(_series, version.control)),
        waits=version.waits,
        baseline=version.baseline,
        announced=version.announced,
        roll_out=_roll_out(version.roll_out),
    )


def as_json(series: Sided) -> dict[str, object]:
    """A series as a version keeps it; what is empty is left out, so that former seals hold."""
    more = {"measure": series.measure, "segment": series.segment}
    told: dict[str, object] = {"promise": series.promise, "teams": list(series.teams)}
    return told | {name: each for name, each in more.items() if each}


def as_roll_out(roll_out: RollOut | None) -> dict[str, object]:
    """A roll-out as a version keeps it."""
    return {} if roll_out is None else {"seed": roll_out.seed, "teams": list(roll_out.teams), "every": roll_out.every}


def _series(kept: dict[str, object]) -> Sided:
    teams = kept.get("teams")
    named = tuple(map(str, teams)) if isinstance(teams, list) else ()
    return Sided(str(kept["promise"]), named, str(kept.get("measure", "")), str(kept.get("segment", "")))


def _roll_out(kept: dict[str, Any]) -> RollOut | None:
    return RollOut(teams=tuple(kept["teams"]), every=kept["every"], seed=kept["seed"]) if kept else None


def check(plan: Plan, promises: Collection[str]) -> None:
    """Raises Mistake where the plan can't be judged whatever happens; `promises` are the names of those that are held."""
    for text, what in (
        (plan.title, Words(fr="un titre", en="a title")),
        (plan.owner, Words(fr="un responsable", en="an owner")),
    ):
        if not 0 < len(text.strip()) <= LONGEST:
            raise Mistake(
                Words(
                    fr=f"il faut {what.fr}, de {LONGEST} caractères au plus",
                    en=f"{what.en} is needed, of at most {LONGEST} characters",
                ),
                remedy=Words(fr="dites-le en une ligne", en="say it in one line"),
            )
    for name in (plan.outcome.promise, *(each.promise for each in plan.control), plan.announced):
        if name and name not in promises:
            raise Mistake(
                Words(fr=f"aucune promesse ne s’appelle « {name} »", en=f"no promise is called “{name}”"),
                remedy=Words(
                    fr=f"choisissez parmi : {', '.join(sorted(promises))}",
                    en=f"choose among: {', '.join(sorted(promises))}",
                ),
            )
    if not plan.outcome.of:
        raise Mistake(
            Words(
                fr="il faut la promesse que l’action doit faire mieux tenir, ou une mesure",
                en="the promise that the action should help, or a measure, is needed",
            ),
            remedy=Words(fr="choisissez-en une, une seule", en="choose one, one alone"),
        )
    _check_control(plan)
    _check_days(plan)
    if plan.roll_out is not None:
        _check_roll_out(plan, plan.roll_out)


def _check_control(plan: Plan) -> None:
    for place, each in enumerate(plan.control):
        if overlap(each, plan.outcome) or any(overlap(each, other) for other in plan.control[:place]):
            raise Mistake(
                Words(
                    fr=f"le témoin « {each.of} » compte des cas qui sont déjà jugés",
                    en=f"the control “{each.of}” counts cases that are judged already",
                ),
                remedy=Words(
                    fr="choisissez une promesse, des équipes ou une clientèle que l’action ne touche pas",
                    en="choose a promise, teams or a kind of client that the action does not touch",
                ),
            )


def overlap(one: Sided, other: Sided) -> bool:
    """Whether two series may share cases."""
    teams = one.teams and other.teams and not set(one.teams) & set(other.teams)
    segments = one.segment and other.segment and one.segment != other.segment
    return _counted(one) == _counted(other) and not teams and not segments


def _counted(side: Sided) -> tuple[str, str]:
    """What a series counts, apart from the time within which it must be done: a day and a week count the same things."""
    kind, _, rest = side.measure.partition(":")
    within, _, name = rest.partition(":")
    if kind == "answer":
        return kind, ""
    return (kind, name) if kind == "delay" and within else (side.promise, side.measure)


def _check_roll_out(plan: Plan, roll_out: RollOut) -> None:
    if len(roll_out.teams) < FEWEST_TEAMS:
        raise Mistake(
            Words(
                fr=f"un ordre tiré au sort demande {FEWEST_TEAMS} équipes au moins : avec moins, le hasard suffit toujours",
                en=f"an order drawn at random needs {FEWEST_TEAMS} teams at least: with fewer, chance is always enough",
            ),
            remedy=Words(
                fr="ajoutez des équipes, ou commencez partout à la fois avec un témoin",
                en="add teams, or start everywhere at once with a control",
            ),
        )
    if plan.outcome.teams or plan.control:
        raise Mistake(
            Words(
                fr="dans un déploiement tiré au sort, les équipes qui attendent leur tour sont le témoin",
                en="in a roll-out drawn at random, the teams that wait for their turn are the control",
            ),
            remedy=Words(fr="n’en nommez pas d’autre", en="name no other"),
        )
    last = max(roll_out.starts(plan.starts_on).values())
    if not 7 <= roll_out.every <= 366 or (plan.reads_on - last).days + 1 - plan.waits < LEAST_AFTER:
        raise Mistake(
            Words(
                fr=f"il faut de 7 à 366 jours entre deux équipes, et {LEAST_AFTER} jours après le début de la dernière et le délai d’effet",
                en=f"7 to 366 days between two teams are needed, and {LEAST_AFTER} days after the last one’s start and the wait",
            ),
            remedy=Words(fr="repoussez le jour du verdict", en="put the day of the verdict off"),
        )


def _check_days(plan: Plan) -> None:
    if plan.waits < 0 or plan.baseline < LEAST_BEFORE or plan.baseline > 3660:
        raise Mistake(
            Words(
                fr=f"il faut au moins {LEAST_BEFORE} jours avant le début",
                en=f"at least {LEAST_BEFORE} days before the start are needed",
            ),
            remedy=Words(
                fr="comptez une année si vous le pouvez : les saisons s’y voient",
                en="take a year if you can: seasons show in it",
            ),
        )
    if (plan.reads_on - plan.starts_on).days + 1 - plan.waits < LEAST_AFTER:
        raise Mistake(
            Words(
                fr=f"le verdict vient trop tôt : il faut au moins {LEAST_AFTER} jours après le début et le délai d’effet",
                en=f"the verdict comes too early: at least {LEAST_AFTER} days after the start and the wait are needed",
            ),
            remedy=Words(fr="repoussez le jour du verdict", en="put the day of the verdict off"),
        )
