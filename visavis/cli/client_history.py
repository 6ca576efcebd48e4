"""`visavis client history`: what happened to a client, and who it was at a date."""

import datetime
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from visavis import database
from visavis.cli.client import AsJson, Who, app
from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words

if TYPE_CHECKING:
    from visavis.running.deciding.history import Event


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


@app.command(
    "history",
    help=_say(
        "ce qui est arrivé à un client, dans l’ordre, et qui c’était à une date",
        "what happened to a client, in order, and who it was at a date",
    ),
)
def history(
    who: Who,
    at: Annotated[
        str,
        typer.Option("--at", metavar="DATE", help=_say("qui c’était ce jour-là (UTC)", "who it was on that day (UTC)")),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Tell the history of a client."""
    place = home()
    database.use(place)
    from visavis.clients.models import public_id
    from visavis.running.deciding.effects import standing
    from visavis.running.deciding.history import events_of
    from visavis.running.deciding.past import who_was

    when = _end_of(at) if at else None
    number = _asked(who)
    events = events_of(place, number)
    answer: dict[str, Any] = {
        "id": public_id(number),
        "now": public_id(standing(number)),
        "events": [each.plain() for each in events],
    }
    if when is not None:
        then = who_was(place, number, when)
        answer["then"] = {
            "at": at,
            "id": public_id(then.number) if then.number else None,
            "records": ["/".join(record) for record in then.records],
        }
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else _told(answer, events))


def _asked(who: str) -> int:
    """The number asked for, former ones and those of erased clients too; else that of the record's client."""
    from visavis.clients.models import Client, number_of
    from visavis.clients.who import find

    number = number_of(who)
    if number and number < 2**63 and Client.objects.filter(number=number).exists():
        return number
    return number_of(find(home(), who).id) or 0


def _end_of(day: str) -> datetime.datetime:
    try:
        found = datetime.date.fromisoformat(day)
    except ValueError:
        raise Mistake(
            Words(fr=f"« {day} » n’est pas une date", en=f"“{day}” is no date"),
            remedy=Words(fr="écrivez par exemple 2026-03-15", en="write for example 2026-03-15"),
        ) from None
    return datetime.datetime.combine(found, datetime.time.max, datetime.UTC)


def _told(answer: dict[str, Any], events: "list[Event]") -> str:
    from visavis.running.deciding.telling import told

    lines = [answer["id"]]
    if answer["now"] != answer["id"]:
        lines.append(_say(f"désormais {answer['now']}", f"now {answer['now']}"))
    lines.append("")
    for event in events:
        lines.append(f"  {event.at:%Y-%m-%d %H:%M}  {told(event).say(lang())}")
        lines += [f"{'':20}{each}" for each in event.records]
    if "then" in answer:
        then = answer["then"]
        if then["id"] is None:
            lines += ["", _say(f"Le {then['at']}: pas encore connu.", f"On {then['at']}: not known yet.")]
        else:
            count = len(then["records"])
            lines += [
                "",
                _say(
                    f"Le {then['at']}: {then['id']}, {count} fiche(s)",
                    f"On {then['at']}: {then['id']}, {count} record(s)",
                ),
                *(f"  {each}" for each in then["records"]),
            ]
    return "\n".join(lines)
