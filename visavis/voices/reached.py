"""How long until the team able to act saw a voice: Kaplan–Meier, those not seen yet censored; per team, never per person."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from visavis.clients.reading import ask
from visavis.engine.measuring.intervals import Interval
from visavis.engine.measuring.survival import kaplan_meier
from visavis.house.models import Team, TeamMember
from visavis.house.teams import active
from visavis.vocabulary import SMALLEST_GROUP

DAY = 24.0


@dataclass(frozen=True, slots=True)
class Reached:
    """Of one team: hours until half the voices were seen, with the 95 % interval; the share seen within 24 hours; `n` voices, of
    which `unseen` are not seen yet. None where it can't be told, or must not be: a team of fewer than five members is `masked`.
    """

    team: str
    n: int
    unseen: int
    median: float | None
    median_interval: tuple[float | None, float | None]
    within_a_day: float | None
    within_interval: Interval | None
    masked: bool = False

    def as_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {
            "team": self.team, "n": self.n, "unseen": self.unseen, "median_hours": self.median,
            "median_interval": list(self.median_interval), "within_24_hours": self.within_a_day,
            "within_24_hours_interval": list(self.within_interval) if self.within_interval else None,
            "method": "Kaplan–Meier, unseen voices censored",
            "reason": "fewer_than_five" if self.masked else None,
        }  # fmt: skip


def reached(now: datetime | None = None) -> list[Reached]:
    """Of each team in the list, by name. The clock starts when the client spoke, and runs for voices said since the team is there.

    Where a source tells the day alone, it starts with that day.
    """
    until = (now or datetime.now(UTC)).astimezone(UTC)
    return [_of_team(team, until) for team in active()]


def _of_team(of: Team, now: datetime) -> Reached:
    team, since = of.name, of.made_at
    hours, seen = [], []
    for moment, at in ask(_SQL, team, team, since):
        began, ended = _utc(moment), _utc(at) if at is not None else None
        if (ended or now) >= began:
            hours.append(((ended or now) - began).total_seconds() / 3600)
            seen.append(ended is not None)
    if TeamMember.objects.filter(team=of).values("user").distinct().count() < SMALLEST_GROUP:
        return Reached(team, len(hours), len(hours) - sum(seen), None, (None, None), None, None, masked=True)
    curve = kaplan_meier(hours, seen)
    known = bool(hours) and curve.knows(DAY)
    low_high = curve.interval_at(DAY) if known else None
    return Reached(
        team, len(hours), len(hours) - sum(seen), curve.median, curve.quantile_interval(0.5),
        1 - curve.at(DAY) if known else None, (1 - low_high[1], 1 - low_high[0]) if low_high else None,
    )  # fmt: skip


_SQL = """SELECT v.moment, (SELECT min(s.at) FROM visavis_seen AS s WHERE s.voice = v.id AND s.team = %s) AS at
FROM visavis_voice AS v
LEFT JOIN visavis_rerouting AS r ON r.voice = v.id AND r.withdrawn_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM visavis_rerouting AS n WHERE n.voice = r.voice AND n.withdrawn_at IS NULL AND n.id > r.id)
WHERE v.vanished_run IS NULL AND COALESCE(r.team, v.team) = %s AND v.moment >= %s"""


def _utc(value: object) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
