"""Teams that voices are carried to: who belongs to them, what they are able to act on. Confirmed by people, or by a file of theirs."""

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from visavis.house.declaration import read_teams
from visavis.house.models import Remit, Team, TeamMember, User
from visavis.mistakes import Mistake, Words
from visavis.vocabulary import JourneyStep, Theme

LONGEST = 200


def active() -> QuerySet[Team]:
    """Teams that voices may be carried to, by name."""
    return Team.objects.filter(ended_at=None).order_by("name")


def add_team(name: str, *, by: User | None, words: Iterable[str] = ()) -> Team:
    """The team of that name, from now on in the list. Raises Mistake for an empty or overlong name."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Mistake(
            Words(
                fr=f"un nom d’équipe a de 1 à {LONGEST} caractères", en=f"a team’s name has 1 to {LONGEST} characters"
            ),
            remedy=Words(fr="écrivez-le comme dans vos fichiers", en="write it as your files do"),
        )
    team, _ = Team.objects.get_or_create(name=name, defaults={"made_by": by, "words": list(words)})
    if team.ended_at is not None:
        team.ended_at = None
        team.save(update_fields=["ended_at"])
    return team


def end_team(team: Team) -> None:
    """Carry nothing to this team any more; what it was able to act on is kept for its return."""
    Team.objects.filter(pk=team.pk, ended_at=None).update(ended_at=timezone.now())


def call_it(team: Team, words: str) -> None:
    """Write how clients call the team: one expression a line."""
    lines = dict.fromkeys(" ".join(line.split())[:100] for line in words.splitlines())
    team.words = [line for line in lines if line][:50]
    team.save(update_fields=["words"])


def join(team: Team, user: User) -> TeamMember:
    """`user` belongs to the team from now on; nothing happens where they do already."""
    return TeamMember.objects.get_or_create(team=team, user=user, left_at=None)[0]


def leave(team: Team, user: User) -> int:
    """`user` no longer belongs to the team; how many rows said so."""
    return TeamMember.objects.filter(team=team, user=user, left_at=None).update(left_at=timezone.now())


def teams_of(user: User) -> list[str]:
    """Names of the teams that `user` belongs to, in order."""
    mine = TeamMember.objects.filter(user=user, left_at=None, team__ended_at=None)
    return list(mine.order_by("team__name").values_list("team__name", flat=True))


def give(team: Team, kind: Remit.Kind, value: str, *, by: User | None) -> Remit:
    """The team is able to act on that from now on. Raises Mistake for a theme or step that there is not."""
    known = {Remit.Kind.THEME: {str(each) for each in Theme}, Remit.Kind.STEP: {str(each) for each in JourneyStep}}
    if not value.strip() or value not in known.get(kind, {value}) or len(value) > 300:
        raise Mistake(
            Words(fr=f"« {value} » n’est pas connu ici", en=f"“{value}” is not known here"),
            remedy=Words(fr="choisissez dans la liste", en="choose from the list"),
        )
    return Remit.objects.get_or_create(team=team, kind=kind, value=value, ended_at=None, defaults={"made_by": by})[0]


def withdraw(remit: Remit, *, by: User) -> None:
    """The team is no longer able to act on that."""
    Remit.objects.filter(pk=remit.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by)


def remits() -> list[tuple[str, str, str]]:
    """What teams in the list are able to act on: team, kind, value, in order."""
    found = Remit.objects.filter(ended_at=None, team__ended_at=None)
    return sorted(found.values_list("team__name", "kind", "value"))


def take_in_declared(home: Path) -> None:
    """Make rows of what `teams.yaml` says. What a person took away stays away; what the file no longer says, and nobody
    else confirmed, ends. Raises Mistakes where the file can't be read."""
    declared = [each.value for each in read_teams(home)]
    if not declared and not Remit.objects.filter(made_by=None, ended_at=None).exists():
        return
    with transaction.atomic():
        said = set[tuple[int, str, str]]()
        for each in declared:
            team = Team.objects.filter(name=each.name).first() or add_team(each.name, by=None, words=each.words)
            wanted = [(Remit.Kind.THEME, str(theme)) for theme in each.themes]
            wanted += [(Remit.Kind.STEP, str(step)) for step in each.steps]
            wanted += [(Remit.Kind.OBJECT, value) for value in each.objects]
            for kind, value in wanted:
                said.add((team.pk, str(kind), value))
                if not team.remits.filter(kind=kind, value=value, ended_by__isnull=False).exists():
                    give(team, kind, value, by=None)
        for remit in Remit.objects.filter(made_by=None, ended_at=None):
            if (remit.team_id, remit.kind, remit.value) not in said:
                Remit.objects.filter(pk=remit.pk).update(ended_at=timezone.now())
