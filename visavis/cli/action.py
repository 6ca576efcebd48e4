"""`visavis action`: write an action down before it begins, see what became of it, stop it."""

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from visavis.cli.home import here, home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words

if TYPE_CHECKING:
    from visavis.change.showing import Shown
    from visavis.house.models import User

app = typer.Typer(no_args_is_help=True)


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


@app.command("add", help=_say("inscrire une action avant qu’elle commence", "write an action down before it begins"))
def add(
    title: Annotated[str, typer.Argument(help=_say("ce qui change, en une ligne", "what changes, in one line"))],
    owner: Annotated[str, typer.Option("--owner", help=_say("qui en répond: une fonction, une équipe", "who answers for it: a function, a team"))],
    outcome: Annotated[
        str,
        typer.Option("--outcome", metavar="PROMISE|MEASURE[@TEAM,…][#CLIENTS]", help=_say("la promesse ou la mesure qui la jugera (visavis action measures)", "the promise or measure that will judge it (visavis action measures)")),
    ],
    starts: Annotated[str, typer.Option("--starts", metavar="DAY", help=_say("son premier jour, 2026-03-02", "its first day, 2026-03-02"))],
    verdict: Annotated[str, typer.Option("--verdict", metavar="DAY", help=_say("le dernier jour qui compte", "the last day that counts"))],
    control: Annotated[
        list[str] | None,
        typer.Option("--control", metavar="PROMISE|MEASURE[@TEAM,…][#CLIENTS]", help=_say("ce qu’elle ne doit pas faire bouger; répétable", "what it should not move; may be repeated")),
    ] = None,
    waits: Annotated[int, typer.Option("--wait", min=0, help=_say("jours avant qu’un effet compte", "days before an effect counts"))] = 0,
    baseline: Annotated[int, typer.Option("--before", min=1, help=_say("jours d’avant à comparer", "days before to compare with"))] = 365,
    what: Annotated[str, typer.Option("--what", help=_say("ce qui est fait", "what is done"))] = "",
    drawn: Annotated[
        str,
        typer.Option("--drawn", metavar="TEAM,…", help=_say("ces équipes commencent l’une après l’autre, dans un ordre tiré au sort", "these teams start one after another, in an order drawn at random")),
    ] = "",
    every: Annotated[int, typer.Option("--every", min=1, help=_say("jours entre deux équipes, avec --drawn", "days between two teams, with --drawn"))] = 14,
    teams: Annotated[list[str] | None, typer.Option("--team", help=_say("une équipe dont le travail change; répétable", "a team whose work changes; may be repeated"))] = None,
    cause: Annotated[str, typer.Option("--cause", metavar="promise|voice|measure|other", help=_say("ce qui l’a provoquée", "what caused it"))] = "other",
    because: Annotated[str, typer.Option("--because", help=_say("laquelle", "which one"))] = "",
    down: Annotated[bool, typer.Option("--down", help=_say("une baisse est voulue", "a fall is meant"))] = False,
    announced: Annotated[str, typer.Option("--announced", metavar="PROMISE", help=_say("la promesse qui l’annonce", "the promise that announces it"))] = "",
    change: Annotated[int, typer.Option("--change", metavar="NUMBER", help=_say("une nouvelle version de cette action", "a new version of this action"))] = 0,
    by: Annotated[str, typer.Option("--as", metavar="EMAIL", help=_say("votre adresse dans Visavis", "your address in Visavis"))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=_say("en JSON", "as JSON"))] = False,
) -> None:  # fmt: skip
    """Seal what is to be done and by what it will be judged; the seal is printed, to be kept elsewhere."""
    from visavis import database

    database.use(home())
    from visavis.change.models import ActionVersion
    from visavis.change.plan import Plan, RollOut, listed, plan_of, sided
    from visavis.change.registering import register
    from visavis.change.showing import as_data, shown_action

    if cause not in ActionVersion.Cause.values:
        raise Mistake(
            Words(fr=f"cause inconnue: {cause}", en=f"unknown cause: {cause}"),
            remedy=Words(
                fr=f"choisissez parmi: {', '.join(ActionVersion.Cause.values)}",
                en=f"choose among: {', '.join(ActionVersion.Cause.values)}",
            ),
        )
    plan = Plan(
        title=title,
        owner=owner,
        outcome=sided(outcome),
        starts_on=_day(starts),
        reads_on=_day(verdict),
        control=tuple(map(sided, control or ())),
        waits=waits,
        baseline=baseline,
        what=what,
        teams=tuple(teams or ()),
        cause=cause,
        because=because,
        direction=ActionVersion.Direction.DOWN if down else ActionVersion.Direction.UP,
        announced=announced,
        roll_out=RollOut(teams=listed(drawn), every=every) if drawn.strip() else None,
    )
    former = shown_action(change).action if change else None
    version = register(home(), plan, by=user_of(by), action=former)
    shown = shown_action(version.action_id)
    if as_json:
        typer.echo(json.dumps(as_data(shown), ensure_ascii=False, indent=2))
        return
    typer.echo(_say(f"Action {shown.number} inscrite, version {version.number}.", f"Action {shown.number} written down, version {version.number}."))  # fmt: skip
    typer.echo(_say(f"Sceau: {version.seal}", f"Seal: {version.seal}"))
    order = plan_of(version).roll_out
    for team, day in order.starts(version.starts_on).items() if order else ():
        typer.echo(f"  {day}  {team}")
    if shown.counts != version:
        typer.echo(
            _say(
                "Inscrite trop tard: cette version ne sera pas jugée.",
                "Written down too late: this version will not be judged.",
            )
        )
    elif not plan.control and order is None:
        typer.echo(_say("Sans témoin, il n’y aura pas de verdict.", "Without a control there will be no verdict."))


@app.command(
    "measures",
    help=_say("ce qu’une action peut viser d’autre qu’une promesse", "what an action may aim at beside promises"),
)
def measures() -> None:
    """One line for each measure: its key and what it is."""
    from visavis import database

    database.use(home())
    from visavis.change.aims import Aims

    for key, words in Aims(home()).offered().items():
        typer.echo(f"{key:32}  {words.say(lang())}")


@app.command("list", help=_say("les actions et leurs verdicts", "actions and their verdicts"))
def list_(as_json: Annotated[bool, typer.Option("--json", help=_say("en JSON", "as JSON"))] = False) -> None:
    """One line for each action, the one that begins last first."""
    from visavis import database

    database.use(home())
    from visavis.change.showing import as_data, shown_actions

    shown = shown_actions()
    if as_json:
        typer.echo(json.dumps([as_data(each) for each in shown], ensure_ascii=False, indent=2))
        return
    if not shown:
        typer.echo(here(_say("Aucune action n’est inscrite: visavis action add", "No action is written down: visavis action add")))  # fmt: skip
    for each in shown:
        typer.echo(f"{each.number:>3}  {each.version.starts_on}  {each.label.say(lang()):32}  {each.version.title}")


@app.command("show", help=_say("une action, son verdict et son sceau", "one action, its verdict and its seal"))
def show(
    number: Annotated[int, typer.Argument(help=_say("son numéro", "its number"))],
    as_json: Annotated[bool, typer.Option("--json", help=_say("en JSON", "as JSON"))] = False,
) -> None:
    """All that is known of it."""
    from visavis import database

    database.use(home())
    from visavis.change.showing import as_data, shown_action

    shown = shown_action(number)
    if as_json:
        typer.echo(json.dumps(as_data(shown), ensure_ascii=False, indent=2))
        return
    typer.secho(f"{shown.number} · {shown.version.title}", bold=True)
    typer.echo("\n".join(f"  {line}" for line in _lines(shown)))


@app.command("stop", help=_say("arrêter une action", "stop an action"))
def stop_(
    number: Annotated[int, typer.Argument(help=_say("son numéro", "its number"))],
    why: Annotated[str, typer.Option("--why", help=_say("pourquoi", "why"))],
    on: Annotated[str, typer.Option("--on", metavar="DAY", help=_say("son dernier jour; vide: aujourd’hui", "its last day; empty: today"))] = "",
    by: Annotated[str, typer.Option("--as", metavar="EMAIL", help=_say("votre adresse dans Visavis", "your address in Visavis"))] = "",
) -> None:  # fmt: skip
    """Note that it ended; before the day of its verdict, there will be none."""
    from visavis import database

    database.use(home())
    from visavis.change.registering import stop
    from visavis.change.showing import shown_action

    stop(shown_action(number).action, why=why, by=user_of(by), on=_day(on) if on else date.today())
    typer.echo(_say(f"Action {number} arrêtée.", f"Action {number} stopped."))


def _lines(shown: "Shown") -> list[str]:
    from visavis.change.saying import chance_told, days_told, effect_told, is_nps, reason_told, side_told
    from visavis.mirror.tell.wording import day, spaced

    speak, version, found = lang(), shown.version, shown.found
    lines = [
        _say(f"Responsable: {version.owner}", f"Owner: {version.owner}"),
        _say("Jugée: ", "Judged: ") + days_told(shown.plan).say(speak),
        _say("Verdict: ", "Verdict: ") + shown.label.say(speak),
    ]
    lines += [each.say(speak) for each in (reason_told(found), effect_told(found), chance_told(found)) if each]
    for name, side in zip([shown.plan.outcome, *shown.plan.control], found["sides"] if found else [], strict=False):
        lines.append(f"{name.of}: {side_told(side, speak, nps=is_nps(found))}")
    order = shown.plan.roll_out
    for team, when in order.starts(version.starts_on).items() if order else ():
        lines.append(f"{day(when, speak)}: {team}")
    if shown.changed_since:
        lines.append(_say("Changée après son début: la version scellée avant compte.", "Changed after its start: the version sealed before it counts."))  # fmt: skip
    if shown.stop:
        lines.append(_say("Arrêtée le ", "Stopped on ") + f"{day(shown.stop.stopped_on, speak)}: {shown.stop.why}")
    written = day(version.registered_at.date(), speak)
    mark = _say(" (démonstration)", " (demonstration)") if shown.action.demonstration else ""
    lines.append(_say(f"Inscrite le {written}{mark}", f"Written down on {written}{mark}"))
    lines.append(_say("Sceau: ", "Seal: ") + version.seal + ("" if shown.intact else _say(" (rompu)", " (broken)")))
    return [spaced(line) for line in lines]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Mistake(
            Words(fr=f"ce n’est pas une date: {text}", en=f"this is no date: {text}"),
            remedy=Words(fr="par exemple 2026-03-02", en="for example 2026-03-02"),
        ) from None


def user_of(email: str) -> "User | None":
    """Whose address it is; None for an empty one. Raises Mistake where nobody signs in with it."""
    from visavis.house.models import User

    if not email.strip():
        return None
    user = User.objects.filter(email=email.strip().lower(), left_at=None).first()
    if user is None:
        raise Mistake(
            Words(fr=f"personne ne se connecte sous {email}", en=f"nobody signs in as {email}"),
            remedy=Words(fr="donnez l’adresse de votre compte", en="give the address of your account"),
        )
    return user
