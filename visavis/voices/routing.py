"""Whom a voice is carried to now: what people said stands above what was computed; every gesture can be taken back."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from visavis.house.models import User
from visavis.house.teams import active
from visavis.mistakes import Mistake, Words
from visavis.voices.models import Heard, Rerouting, Seen, Voice


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a voice is: `team` empty where nobody is sure. By a person (`by`), else computed: `p`, `likeliest`, `signs`, `others`."""

    team: str
    by: Rerouting | None
    p: float | None
    likeliest: str
    signs: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, float], ...]


def carried(voice: Voice) -> Carried:
    """Whom the voice is carried to, and why."""
    return _carried(voice.id, voice)


def standing(voice: uuid.UUID) -> Rerouting | None:
    """What a person said last of where the voice belongs, and did not take back."""
    return Rerouting.objects.filter(voice=voice, withdrawn_at=None).select_related("user").order_by("-id").first()


def reroute(voice: uuid.UUID, team: str, *, user: User, why: str = "") -> Rerouting:
    """Carry the voice to `team`. Learnt at the next run, and at once for this voice. Raises Mistake for an unknown team or voice."""
    if not active().filter(name=team).exists():
        raise Mistake(
            Words(fr=f"aucune équipe « {team} » dans la liste", en=f"no team “{team}” in the list"),
            remedy=Words(fr="choisissez une équipe de la liste", en="choose a team from the list"),
        )
    return _say(voice, team, user, why)


def not_ours(voice: uuid.UUID, *, user: User, why: str = "") -> Rerouting:
    """Say that the voice is not for the team that it was carried to: it is to be routed again. Raises Mistake where it is nobody's."""
    now = _carried(voice, _voice(voice))
    if not now.team:
        raise Mistake(
            Words(fr="ce message n’est orienté vers personne", en="this message is carried to nobody"),
            remedy=Words(fr="choisissez l’équipe en mesure d’agir", en="choose the team able to act"),
        )
    return _say(voice, "", user, why)


def take_back(rerouting: Rerouting) -> bool:
    """Take the gesture back: what stood before it stands again. False where it was taken back already."""
    return bool(Rerouting.objects.filter(pk=rerouting.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()))


def see(voice: uuid.UUID, user: User, teams: list[str]) -> bool:
    """Note that a member of the team able to act saw the voice; whether there was anything to note. `teams` are the user's."""
    now = _carried(voice, _voice(voice))
    if now.team not in teams:
        return False
    Seen.objects.get_or_create(voice=voice, team=now.team, user=user)
    return True


def _say(voice: uuid.UUID, team: str, user: User, why: str) -> Rerouting:
    with transaction.atomic():
        was = _carried(voice, _voice(voice)).team
        return Rerouting.objects.create(voice=voice, team=team, was=was, user=user, why=" ".join(why.split())[:1000])


def _voice(voice: uuid.UUID) -> Voice | None:
    """The voice; None where it was heard and no run has read it yet. Raises Mistake where there is none at all."""
    found = Voice.objects.filter(id=voice, vanished_run=None).first()
    if found is None and not Heard.objects.filter(id=voice, withdrawn_at=None).exists():
        raise Mistake(
            Words(fr="ce message n’est plus ici", en="this message is no longer here"),
            remedy=Words(fr="rechargez la page", en="reload the page"),
        )
    return found


def _carried(voice: uuid.UUID, row: Voice | None) -> Carried:
    said = standing(voice)
    why: dict[str, Any] = json.loads(row.team_why) if row is not None and row.team_why else {}
    signs = tuple((str(name), str(detail)) for name, detail in why.get("signs", ()))
    others = tuple((str(team), float(p)) for team, p in why.get("others", ()))
    team = said.team if said is not None else row.team if row is not None else ""
    return Carried(team, said, row.team_p if row is not None else None, why.get("likeliest", ""), signs, others)
