"""`visavis voice`: note what a client said; how long until the team able to act sees voices."""

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words

if TYPE_CHECKING:
    from visavis.house.models import User
    from visavis.voices.reached import Reached

app = typer.Typer(no_args_is_help=True)


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


@app.command("add", help=_say("noter ce qu’un client vous a dit", "note what a client told you"))
def add(
    words: Annotated[
        str, typer.Argument(help=_say("ses mots ; - les lit sur l’entrée", "their words; - reads them from the input"))
    ],
    by: Annotated[
        str,
        typer.Option("--as", metavar="EMAIL", help=_say("votre adresse dans Visavis", "your address in Visavis")),
    ],
    client: Annotated[
        str, typer.Option("--client", metavar="ID", help=_say("c-000123 ; vide : inconnu", "c-000123; empty: unknown"))
    ] = "",
    channel: Annotated[str, typer.Option("--channel", help=_say("phone, shop, visit, mail…", "phone, shop, visit, mail…"))] = "",
    at: Annotated[
        str,
        typer.Option("--at", metavar="MOMENT", help=_say("2026-03-04T15:30+01:00 ; vide : maintenant", "2026-03-04T15:30+01:00; empty: now")),
    ] = "",
    about: Annotated[
        str, typer.Option("--about", metavar="SOURCE/KEY", help=_say("l’événement dont il parle", "the event it is about"))
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help=_say("en JSON", "as JSON"))] = False,
) -> None:  # fmt: skip
    """Note a client's words; the next run reads them and carries them to a team."""
    from visavis import database

    database.use(home())
    from visavis.voices.hearing import hear

    said = sys.stdin.read() if words == "-" else words
    noted = hear(_user(by), said, client=client, channel=channel, heard_at=_moment(at), about=about)
    if as_json:
        typer.echo(json.dumps({"id": str(noted.id), "key": noted.key}))
    else:
        typer.echo(_say("Noté ; il sera lu au prochain calcul.", "Noted; it will be read at the next run."))


@app.command(
    "reached",
    help=_say(
        "en combien de temps l’équipe en mesure d’agir voit les messages",
        "how long until the team able to act sees voices",
    ),
)
def reached(as_json: Annotated[bool, typer.Option("--json", help=_say("en JSON", "as JSON"))] = False) -> None:
    """Tell, per team, the median and the share within 24 hours, with intervals; never per person."""
    from visavis import database

    database.use(home())
    from visavis.voices.reached import reached as measure

    found = measure()
    if as_json:
        typer.echo(json.dumps([each.as_json() for each in found], ensure_ascii=False, indent=2))
        return
    if not found:
        typer.echo(_say("Aucune équipe n’est dans la liste.", "No team is in the list."))
    for each in found:
        typer.echo(_told(each))


def _told(each: "Reached") -> str:
    from visavis.mirror.tell.wording import decimal, number, percent, spaced, span

    speak = lang()
    if not each.n:
        return spaced(_say(f"{each.team} : aucun message depuis que l’équipe est là", f"{each.team}: no voice since the team is here"))  # fmt: skip
    n, unseen = number(each.n, speak), number(each.unseen, speak)
    parts = [_say(f"{each.team} : {n} messages, dont {unseen} pas encore vus", f"{each.team}: {n} voices, {unseen} of them not seen yet")]  # fmt: skip
    if each.masked:
        parts.append(_say("moins de cinq membres : pas de délai montré", "fewer than five members: no delay is shown"))
    if each.median is not None:
        hours = decimal(each.median, speak)
        parts.append(_say(f"la moitié vue en {hours} h", f"half of them seen within {hours} h"))
    if each.within_a_day is not None:
        share = percent(each.within_a_day, speak)
        between = f" ({span(*each.within_interval, speak)})" if each.within_interval else ""
        parts.append(_say(f"{share} en 24 h{between}", f"{share} within 24 h{between}"))
    return spaced(" · ".join(parts))


def _user(email: str) -> "User":
    from visavis.house.models import User

    user = User.objects.filter(email=email.strip().lower(), left_at=None).first()
    if user is None:
        raise Mistake(
            Words(fr=f"personne ne se connecte sous {email}", en=f"nobody signs in as {email}"),
            remedy=Words(fr="donnez l’adresse de votre compte", en="give the address of your account"),
        )
    return user


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise Mistake(
            Words(fr=f"« {text} » n’est pas un moment", en=f"“{text}” is no moment"),
            remedy=Words(fr="écrivez 2026-03-04T15:30+01:00", en="write 2026-03-04T15:30+01:00"),
        ) from None
