"""What somebody writes down of an action before it begins, and what must hold for it to be judged at all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from visavis.change.models import ActionVersion
from visavis.engine.measuring.interrupted import Sided, Window
from visavis.mistakes import Mistake, Words

LEAST_BEFORE, LEAST_AFTER = 56, 28
"""Days before the start, and after the wait, below which no series can tell anything."""
LONGEST = 200


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

    @property
    def window(self) -> Window:
        """The days that count."""
        return Window(self.starts_on, self.waits, self.reads_on, self.baseline)


def sided(written: str) -> Sided:
    """A series out of `promise` or `promise@team,other team`."""
    promise, _, teams = written.partition("@")
    return Sided(promise.strip(), tuple(dict.fromkeys(each.strip() for each in teams.split(",") if each.strip())))


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
    )


def as_json(series: Sided) -> dict[str, object]:
    """A series as a version keeps it."""
    return {"promise": series.promise, "teams": list(series.teams)}


def _series(kept: dict[str, object]) -> Sided:
    teams = kept.get("teams")
    return Sided(str(kept["promise"]), tuple(map(str, teams)) if isinstance(teams, list) else ())


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
    if not plan.outcome.promise:
        raise Mistake(
            Words(
                fr="il faut la promesse que l’action doit faire mieux tenir",
                en="the promise that the action should help is needed",
            ),
            remedy=Words(fr="choisissez-en une, une seule", en="choose one, one alone"),
        )
    _check_control(plan)
    _check_days(plan)


def _check_control(plan: Plan) -> None:
    for place, each in enumerate(plan.control):
        if overlap(each, plan.outcome) or any(overlap(each, other) for other in plan.control[:place]):
            raise Mistake(
                Words(
                    fr=f"le témoin « {each.promise} » compte des cas qui sont déjà jugés",
                    en=f"the control “{each.promise}” counts cases that are judged already",
                ),
                remedy=Words(
                    fr="choisissez une promesse, ou des équipes, que l’action ne touche pas",
                    en="choose a promise, or teams, that the action does not touch",
                ),
            )


def overlap(one: Sided, other: Sided) -> bool:
    """Whether two series may share cases."""
    apart = one.teams and other.teams and not set(one.teams) & set(other.teams)
    return one.promise == other.promise and not apart


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
