"""`visavis teams`: who serves whom, taken in from a file and shown."""

import json
from pathlib import Path
from typing import Annotated

import typer

from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Words

app = typer.Typer(no_args_is_help=True)


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


@app.command("import", help=_say("reprendre qui sert qui d’un fichier CSV", "take in who serves whom from a CSV file"))
def take_in(
    file: Annotated[
        Path,
        typer.Argument(
            help=_say("colonnes : equipe;sert;en (et fonction)", "columns: team;serves;what (and function)")
        ),
    ],
) -> None:
    """Teams of the file join the list; services that an earlier file told of and this one does not end."""
    from visavis import database

    database.use(home())
    from visavis.house import services
    from visavis.running.reading_teams import teams_named

    found = services.take_in(file, named=teams_named())
    typer.echo(
        _say(
            f"Qui sert qui : {found.new} nouveaux services, {found.known} déjà connus, {found.ended} retirés.",
            f"Who serves whom: {found.new} new services, {found.known} known already, {found.ended} taken out.",
        )
    )
    for note in found.notes:
        typer.echo(f"- {note.say(lang())}")


@app.command("show", help=_say("les équipes, et leur distance aux clients", "the teams, and how far from the clients"))
def show(as_json: Annotated[bool, typer.Option("--json", help=_say("en JSON", "as JSON"))] = False) -> None:
    """Each team with its distance to the clients in hops, whom it serves and in what."""
    from visavis import database

    database.use(home())
    from visavis.house.map import house_map

    rows = house_map().rows
    if as_json:
        told = [
            {
                "team": row.name,
                "distance": row.distance,
                "serves": [{"served": one.served, "what": one.what} for one in row.serves],
            }
            for row in rows
        ]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    clients = _say("les clients", "the clients")
    for row in rows:
        served = "; ".join(
            f"{one.served or clients}{f' ({one.what})' if one.what else ''}" for one in row.serves
        ) or _say("personne", "nobody")
        far = "–" if row.distance is None else str(row.distance)
        typer.echo(f"{far}  {row.name} → {served}")
    if not rows:
        typer.echo(
            _say("Aucun service noté : visavis teams import FICHIER", "No service noted: visavis teams import FILE")
        )
