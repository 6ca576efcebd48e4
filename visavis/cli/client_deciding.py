"""`visavis client merge`, `split`, `must-link`, `cannot-link`, `undo`: what people decide about identities."""

import getpass
import json
from typing import TYPE_CHECKING, Annotated

import typer

from visavis import database
from visavis.cli.client import AsJson, app
from visavis.cli.home import here, home
from visavis.cli.language import lang
from visavis.engine.linking.clusters.decided import End
from visavis.mistakes import Mistake, Words

if TYPE_CHECKING:
    from visavis.clients.models import Decision


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


Reason = Annotated[
    str, typer.Option("--reason", help=_say("pourquoi; vos collègues le liront", "why; colleagues will read it"))
]
Record = Annotated[str, typer.Argument(metavar="SOURCE/KEY", help=_say("une fiche", "a record"))]


@app.command(
    "merge",
    help=_say(
        "réunir des clients: le plus ancien identifiant reste, les autres y mènent",
        "merge clients: the oldest id stays, the others lead to it",
    ),
)
def merge(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID ID…", help=_say("deux clients ou plus", "two clients or more"))
    ],
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Merge clients."""
    from visavis.running.deciding import merge as merge_clients

    _twice(ids)
    _tell(merge_clients(home(), [_number(each) for each in ids], actor=_actor(), reason=reason), as_json)


@app.command("split", help=_say("séparer des fiches d’un client", "part records from a client"))
def split(
    client: Annotated[str, typer.Argument(metavar="ID", help=_say("le client", "the client"))],
    records: Annotated[
        list[str], typer.Argument(metavar="SOURCE/KEY…", help=_say("les fiches à séparer", "the records to part"))
    ],
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Part records from a client."""
    from visavis.running.deciding import part

    parted = [_record(each) for each in records]
    _tell(part(home(), _number(client), parted, actor=_actor(), reason=reason), as_json)


@app.command("must-link", help=_say("dire que deux fiches sont un même client", "say that two records are one client"))
def must_link(one: Record, other: Record, reason: Reason = "", as_json: AsJson = False) -> None:
    """Say that two records are one client."""
    from visavis.running.deciding import must_link as say_one

    _tell(say_one(home(), _record(one), _record(other), actor=_actor(), reason=reason), as_json)


@app.command("cannot-link", help=_say("dire que deux fiches sont deux clients", "say that two records are two clients"))
def cannot_link(one: Record, other: Record, reason: Reason = "", as_json: AsJson = False) -> None:
    """Say that two records are two clients."""
    from visavis.running.deciding import cannot_link as say_two

    _tell(say_two(home(), _record(one), _record(other), actor=_actor(), reason=reason), as_json)


@app.command(
    "undo",
    help=_say(
        "annuler une décision, ou la réunion qui a repris un identifiant",
        "undo a decision, or the merge that took an id over",
    ),
)
def undo(
    what: Annotated[
        str,
        typer.Argument(
            metavar="DECISION|ID",
            help=_say("numéro de la décision, ou ancien identifiant", "number of the decision, or former id"),
        ),
    ],
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Undo a decision or a merge."""
    from visavis.running.deciding import undo as undo_decision
    from visavis.running.deciding import undo_merge

    if what.isdecimal() and len(what) <= 18:
        _tell(undo_decision(home(), int(what), actor=_actor(), reason=reason), as_json)
    else:
        _tell(undo_merge(home(), _number(what), actor=_actor(), reason=reason), as_json)


def _actor() -> str:
    return f"cli/{getpass.getuser()}"


def _number(public: str) -> int:
    database.use(home())
    from visavis.clients.models import number_of

    number = number_of(public)
    if number is None or number >= 2**63:
        raise Mistake(
            Words(fr=f"« {public} » n’est pas un identifiant de client", en=f"“{public}” is no client’s id"),
            remedy=Words(fr="écrivez par exemple c-000123", en="write for example c-000123"),
        )
    return number


def _record(written: str) -> End:
    source, slash, key = written.removeprefix("record/").partition("/")
    if not (source and slash and key):
        raise Mistake(
            Words(fr=f"« {written} » n’est pas une fiche", en=f"“{written}” is no record"),
            remedy=Words(fr="écrivez SOURCE/CLÉ, par exemple crm/1042", en="write SOURCE/KEY, for example crm/1042"),
        )
    return source, key


def _twice(ids: list[str]) -> None:
    if len({_number(each) for each in ids}) < len(ids):
        raise Mistake(
            Words(fr="le même client est donné deux fois", en="the same client is given twice"),
            remedy=Words(fr="donnez deux clients différents", en="give two different clients"),
        )


def _tell(decision: "Decision", as_json: bool) -> None:
    """What was decided: its number, the clients concerned as they stand now, and how to undo it."""
    from visavis.clients.decided import moves_of
    from visavis.running.deciding.outcome import clients_of

    clients = clients_of(decision)
    moved = [f"{source}/{key}" for source, key, *_ in moves_of(decision)]
    if as_json:
        answer = {"decision": decision.pk, "kind": decision.kind, "reason": decision.reason}
        typer.echo(json.dumps(answer | {"clients": clients, "moved": moved}, ensure_ascii=False, indent=2))
        return
    typer.echo(_say(f"Décision n° {decision.pk} prise.", f"Decision {decision.pk} is made."))
    for name, count in clients.items():
        typer.echo(f"  {name}  {count} {_say('fiche(s)', 'record(s)')}")
    undoing = _say(
        f"Pour l’annuler: visavis client undo {decision.pk} --reason …",
        f"To undo it: visavis client undo {decision.pk} --reason …",
    )
    typer.echo(here(undoing))
