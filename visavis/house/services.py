"""Who serves whom: noted, taken back, taken in from a file; and what such a house tells of itself."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from visavis.engine.measuring.service_graph import CLIENTS, circles, distances
from visavis.house.models import Service, Team, User
from visavis.house.service_file import LONGEST, ServiceLine, read_services
from visavis.house.teams import add_team
from visavis.mistakes import Mistake, Words


def services() -> QuerySet[Service]:
    """Who serves whom now: teams of the list alone, by name; those who serve the clients first."""
    held = Service.objects.filter(ended_at=None, team__ended_at=None).exclude(served__ended_at__isnull=False)
    return held.select_related("team", "served").order_by("team__name", "served__name", "what", "id")


def pairs() -> set[tuple[str, str]]:
    """Who serves whom now, as a graph for the engine: pairs of names, the clients being CLIENTS."""
    return {(one.team.name, one.served.name if one.served else CLIENTS) for one in services()}


def serve(team: Team, served: Team | None, what: str = "", *, by: User | None) -> Service:
    """`team` serves `served` (None: the clients) in `what` from now on; nothing happens where it does already.

    Raises Mistake for a team that would serve itself, and for overlong words.
    """
    what = " ".join(what.replace("\0", "").split())
    if len(what) > LONGEST:
        raise Mistake(
            Words(fr=f"dites-le en {LONGEST} caractères au plus", en=f"say it in {LONGEST} characters at most"),
            remedy=Words(fr="par exemple : prépare le matériel", en="for example: prepares the equipment"),
        )
    if served is not None and served.pk == team.pk:
        raise Mistake(
            Words(fr=f"« {team.name} » se servirait elle-même", en=f"“{team.name}” would serve itself"),
            remedy=Words(fr="choisissez qui reçoit son travail", en="choose who receives its work"),
        )
    return Service.objects.get_or_create(team=team, served=served, what=what, ended_at=None, defaults={"made_by": by})[
        0
    ]


def end_service(service: Service, *, by: User | None) -> None:
    """The team no longer serves it in that."""
    Service.objects.filter(pk=service.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a file changed: services that are new, that were known, and that it no longer tells of."""

    new: int
    known: int
    ended: int
    notes: tuple[Words, ...]
    """What the house tells of itself since: dead ends, circles, names that facts don't know."""


def take_in(file: Path, *, named: Collection[str] = ()) -> TakenIn:
    """Take in who serves whom from `file`, as `take_in_body`. Raises Mistake where it can't be opened."""
    try:
        body = file.read_bytes()
    except OSError:
        raise Mistake(
            Words(fr="ce fichier ne s’ouvre pas", en="this file can’t be opened"),
            remedy=Words(fr="vérifiez son chemin et vos droits", en="check its path and your rights"),
            file=file,
        ) from None
    return take_in_body(body, file, named=named)


def take_in_body(body: bytes, file: Path | str, *, named: Collection[str] = (), by: User | None = None) -> TakenIn:
    """Take in who serves whom from a CSV. Teams that it names are in the list from now on; services that came from a file and
    that it no longer tells of end; what a person noted stays. `named`: teams that facts name. Raises Mistakes, and then
    nothing changed."""
    lines = read_services(body, file)
    with transaction.atomic():
        teams = {name: add_team(name, by=by) for name in _names(lines)}
        for line in lines:
            if line.function and teams[line.team].function != line.function:
                teams[line.team].function = line.function
                teams[line.team].save(update_fields=["function"])
        before = set(Service.objects.filter(ended_at=None).values_list("pk", flat=True))
        told = {
            serve(teams[line.team], teams[line.served] if line.served else None, line.what, by=None).pk
            for line in lines
            if line.served != ""
        }
        gone = Service.objects.filter(ended_at=None, made_by=None).exclude(pk__in=told)
        ended = gone.update(ended_at=timezone.now(), ended_by=by)
    return TakenIn(len(told - before), len(told & before), ended, tuple(notes(named)))


def _names(lines: Sequence[ServiceLine]) -> list[str]:
    return list(dict.fromkeys(name for line in lines for name in (line.team, line.served) if name))


def notes(named: Collection[str] = ()) -> list[Words]:
    """What is odd in the house as it is noted: said, and forbidden to nobody. `named`: teams that facts name, if known."""
    noted = pairs()
    if not noted:
        return []
    far = distances(noted)
    found = []
    if not any(served == CLIENTS for _, served in noted):
        found.append(
            Words(
                fr="Aucune équipe ne sert les clients : toutes les distances restent inconnues.",
                en="No team serves the clients: every distance stays unknown.",
            )
        )
    else:
        lost = [name for name, hops in far.items() if hops is None]
        idle = [name for name in lost if all(team != name for team, _ in noted)]
        if rest := [name for name in lost if name not in idle]:
            found.append(
                Words(
                    fr=f"Par ces équipes, le travail n’arrive jamais aux clients : {', '.join(rest)}.",
                    en=f"Through these teams, work never arrives at the clients: {', '.join(rest)}.",
                )
            )
        if idle:
            found.append(
                Words(
                    fr=f"Ces équipes sont servies et ne servent personne : {', '.join(idle)}.",
                    en=f"These teams are served and serve nobody: {', '.join(idle)}.",
                )
            )
    found += [
        Words(
            fr=f"Ces équipes se servent en rond : {', '.join(one)}.",
            en=f"These teams serve in a circle: {', '.join(one)}.",
        )
        for one in circles(noted)
    ]
    if named:
        found += _unknown([name for name in far if name not in named], named)
    return found


def _unknown(names: list[str], named: Collection[str]) -> list[Words]:
    found = []
    for name in names:
        near = difflib.get_close_matches(name, sorted(named), n=1, cutoff=0.75)
        fr = f" ; y est nommée : {near[0]}" if near else ""
        en = f"; they name: {near[0]}" if near else ""
        found.append(
            Words(
                fr=f"Vos fichiers ne nomment pas l’équipe {name}{fr}.",
                en=f"Your files do not name the team {name}{en}.",
            )
        )
    return found
