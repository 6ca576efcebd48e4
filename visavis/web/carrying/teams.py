"""Réglages · Équipes: which teams there are, who belongs to them, what they are able to act on."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from visavis.house import teams as verbs
from visavis.house.models import Remit, Team, TeamMember, User
from visavis.mistakes import Mistake, Mistakes, Words
from visavis.running.models import Document
from visavis.web.access import user_of
from visavis.web.carrying.naming import KINDS, STEPS, THEMES, called
from visavis.web.house.shown import house_edited
from visavis.web.mistaken import shown
from visavis.web.tags.words import told

PAGE = "/settings/teams"


@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """Every team; POST adds one."""
    if request.method != "POST":
        try:
            verbs.take_in_declared(settings.HOME)
        except Mistakes as several:
            heading = Words(fr="Le fichier teams.yaml n’est pas repris", en="The file teams.yaml is not taken in")
            return teams_page(request, mistakes=shown(several.mistakes), heading=heading)
        return teams_page(request)
    try:
        team = verbs.add_team(request.POST.get("name", ""), by=user_of(request))
    except Mistake as mistake:
        return teams_page(request, mistake=mistake, typed=request.POST.get("name", ""), status=422)
    return _done(request, team, Words(fr="L’équipe est dans la liste.", en="The team is in the list."))


@require_POST
def ending(request: HttpRequest, number: int) -> HttpResponse:
    """Take a team out of the list."""
    team = _team(number)
    verbs.end_team(team)
    said = Words(fr="Plus rien n’est orienté vers cette équipe.", en="Nothing is carried to this team any more.")
    return _done(request, None, said)


@require_POST
def members(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody joins the team."""
    team, user = _team(number), _user(request)
    verbs.join(team, user)
    said = Words(fr=f"{user.name} est dans l’équipe {team.name}.", en=f"{user.name} is in the team {team.name}.")
    return _done(request, team, said)


@require_POST
def departures(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody leaves the team."""
    team, user = _team(number), _user(request)
    verbs.leave(team, user)
    said = Words(
        fr=f"{user.name} n’est plus dans l’équipe {team.name}.", en=f"{user.name} is no longer in the team {team.name}."
    )
    return _done(request, team, said)


@require_POST
def remits(request: HttpRequest, number: int) -> HttpResponse:
    """The team is able to act on something: `what` is `kind:value`."""
    team = _team(number)
    kind, _, value = request.POST.get("what", "").partition(":")
    try:
        if kind not in Remit.Kind.values:
            raise Mistake(Words(fr="choisissez ce que l’équipe peut traiter", en="choose what the team can act on"))
        verbs.give(team, Remit.Kind(kind), value, by=user_of(request))
    except Mistake as mistake:
        return teams_page(request, mistake=mistake, status=422)
    name = called(kind, value)
    said = Words(fr=f"{team.name} peut agir sur : {name.fr}.", en=f"{team.name} can act on: {name.en}.")
    return _done(request, team, said)


@require_POST
def withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    """The team is no longer able to act on something."""
    remit: Remit = get_object_or_404(Remit.objects.select_related("team"), pk=number)
    verbs.withdraw(remit, by=user_of(request))
    return HttpResponseRedirect(f"{PAGE}?withdrawn={remit.pk}#team-{remit.team_id}", status=303)


@require_POST
def words(request: HttpRequest, number: int) -> HttpResponse:
    """How clients call the team."""
    team = _team(number)
    verbs.call_it(team, request.POST.get("words", ""))
    return _done(request, team, Words(fr="Ces mots sont notés.", en="These words are noted."))


def _team(number: int) -> Team:
    team: Team = get_object_or_404(Team, pk=number)
    return team


def _user(request: HttpRequest) -> User:
    chosen = request.POST.get("user", "")
    user: User = get_object_or_404(User, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 12 else 0, left_at=None)
    return user


def _done(request: HttpRequest, team: Team | None, said: Words) -> HttpResponse:
    messages.success(request, told(said))
    return HttpResponseRedirect(f"{PAGE}#team-{team.pk}" if team else PAGE, status=303)


def teams_page(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    """The page; `more` is what a request left to say: a mistake, what was typed."""
    named = _named()
    listed = list(Team.objects.order_by("name"))
    people = list(User.objects.filter(left_at=None).order_by("name", "pk"))
    context = {
        "here": "teams",
        "teams": [_row(team, named, people) for team in listed if team.ended_at is None],
        "ended": [team for team in listed if team.ended_at is not None],
        "unlisted": [name for name in named if name not in {team.name for team in listed}],
        "withdrawn": _withdrawn(request.GET.get("withdrawn", "")),
        **house_edited(request.GET.get("unserved", "")),
        **more,
    }
    return render(request, "carrying/teams.html", context, status=status)


def _named() -> dict[str, dict[str, Any]]:
    """Teams that facts name, as the last run told them."""
    body = Document.objects.filter(name="teams").values_list("body", flat=True).first() or {}
    return {each["name"]: each for each in body.get("named", [])}


def _row(team: Team, named: Mapping[str, Mapping[str, Any]], people: Iterable[User]) -> dict[str, Any]:
    remits = sorted(team.remits.filter(ended_at=None), key=lambda one: (one.kind, one.value))
    held = {(one.kind, one.value) for one in remits}
    told_of = named.get(team.name, {"masked": False, "proposed": []})
    here = TeamMember.objects.filter(team=team, left_at=None).select_related("user").order_by("user__name", "pk")
    members = [one.user for one in here]
    return {
        "team": team,
        "words": "\n".join(team.words),
        "members": members,
        "others": [user for user in people if user not in members],
        "remits": [(one, KINDS[one.kind], called(one.kind, one.value)) for one in remits],
        "proposed": [
            {**one, "called": called(one["kind"], one["value"]), "kind_called": KINDS[one["kind"]]}
            for one in told_of["proposed"]
            if held.isdisjoint(((one["kind"], one["value"]), (one["kind"], one["value"].partition("/")[0])))
        ],
        "themes": _rest("theme", THEMES, held),
        "steps": _rest("step", STEPS, held),
        "masked": told_of["masked"],
        "in_facts": team.name in named,
    }


def _rest(kind: str, known: Mapping[str, Words], held: Iterable[tuple[str, str]]) -> list[tuple[str, Words]]:
    return [(f"{kind}:{value}", name) for value, name in known.items() if (kind, value) not in held]


def _withdrawn(number: str) -> dict[str, Any] | None:
    if not number.isdecimal() or len(number) > 12:
        return None
    remit = Remit.objects.filter(pk=int(number)).exclude(ended_at=None).select_related("team").first()
    return {"remit": remit, "called": called(remit.kind, remit.value)} if remit else None


PAGES: dict[str, Callable[..., HttpResponse]] = {
    "ending": ending, "members": members, "departures": departures, "remits": remits, "words": words,
}  # fmt: skip
"""What is sent to one team, by the last part of its address."""
