"""`visavis client erase` and `visavis client export`: what a client may ask of the company that holds their data."""

import getpass
import json
from pathlib import Path
from typing import Annotated

import typer

from visavis.cli.client import AsJson, Who, app
from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Words


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


@app.command("erase", help=_say("effacer un client, pour toujours", "erase a client, for ever"))
def erase(
    who: Who,
    reason: Annotated[
        str, typer.Option("--reason", help=_say("pourquoi, sans nommer personne", "why, naming nobody"))
    ] = "",
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help=_say("montrer ce qui partirait, sans rien changer", "show what would go, change nothing")
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Erase a client from the database, the lake and whatever comes again."""
    from visavis.running.erasing.erase import erase as erase_client
    from visavis.running.erasing.erase import what_would_go

    going = what_would_go(home(), who)
    if not dry_run:
        done = erase_client(home(), going.client, actor=f"cli/{getpass.getuser()}", reason=reason)
    if as_json:
        told = going.plain() | (
            {} if dry_run else {"erased_at": f"{done.erased_at:%Y-%m-%dT%H:%M:%SZ}", "reason": done.reason}
        )
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(
        _say(f"{going.client}: partirait", f"{going.client}: would go")
        if dry_run
        else _say(f"{going.client} est effacé", f"{going.client} is erased")
    )
    for table, count in going.counts.items():
        typer.echo(f"  {_called(table):10} {count:>6}{_nameless(table)}")
    if not dry_run:
        typer.echo(_say("Mettez les chiffres à jour: visavis run", "Bring figures up to date: visavis run"))


def _called(table: str) -> str:
    from visavis.running.report import NOUNS

    return NOUNS[table][1].say(lang())


def _nameless(table: str) -> str:
    return _say("  (restent, sans le client)", "  (stay, without the client)") if table == "events" else ""


@app.command("export", help=_say("tous les faits d’un client, pour le client", "all facts of a client, for the client"))
def export(
    who: Who,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE.zip|.json", help=_say("fichier à écrire", "file to write"))
    ],
) -> None:
    """Write all facts of a client, machine-readable."""
    from visavis.running.erasing.handing_over import hand_over

    for table, count in hand_over(home(), who, out).items():
        typer.echo(f"  {_called(table):10} {count:>6}")
    typer.echo(str(out))
