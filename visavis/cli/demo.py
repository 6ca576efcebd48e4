"""`visavis demo`: a generated company, everything computed, its mirror."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from visavis.cli.home import choose, demonstration_home
from visavis.cli.language import lang
from visavis.mistakes import Words


def _help(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


def demo(
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="operator|manufacturer",
            help=_help(
                "un opérateur et son public, ou un fabricant et ses clients professionnels",
                "an operator and its public, or a manufacturer and its business clients",
            ),
        ),
    ] = "operator",
    clients: Annotated[
        int | None,
        typer.Option(
            "--clients",
            min=20,
            help=_help(
                "combien de clients inventer (20 000, ou 400 entreprises)",
                "how many clients to invent (20,000, or 400 companies)",
            ),
        ),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            "--seed", min=0, help=_help("la même graine donne les mêmes octets", "the same seed gives the same bytes")
        ),
    ] = 7,
    serve: Annotated[
        bool,
        typer.Option(
            "--serve/--no-serve",
            help=_help("ouvrir ensuite l’espace de travail", "open the workspace afterwards"),
        ),
    ] = True,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=_help("le port", "the port"))] = 8000,
) -> None:
    """Generate a demonstration company, run everything, show its mirror, and serve it.

    Verbatims are read last. Where the workspace is served, its worker reads them while it is open.
    """
    from visavis.cli.mirror import mirror
    from visavis.cli.progress import bar
    from visavis.cli.serve import LOCAL, become_the_server
    from visavis.cli.server import refuse_busy
    from visavis.demo.actions import write_actions
    from visavis.demo.forecasts import write_forecasts
    from visavis.demo.generate import company_of, generate
    from visavis.demo.housing import take_in_house
    from visavis.running.home import make_home, settings_of
    from visavis.running.run import STEPS, run

    company = company_of(kind)
    many = company.CLIENTS if clients is None else clients
    if serve:
        refuse_busy(LOCAL, port)
    home = demonstration_home(kind)
    began = time.monotonic()
    with bar(lang()) as progress:
        generate(home, kind, many, seed, progress)
        took = {"generate": time.monotonic() - began}
        if not (home / "visavis.yaml").exists():
            make_home(home, lang=lang())
        take_in_house(home)
        typer.echo(
            Words(
                fr=f"{company.NAME}, {_count(many)} clients inventés, graine {seed}: {home}",
                en=f"{company.NAME}, {many:,} invented clients, seed {seed}: {home}",
            ).say(lang())
        )
        write_actions(home, kind, settings_of(home).language)
        write_forecasts(home, kind)
        report = run(home, only=[step for step in STEPS if step != "read" or not serve], progress=progress)
    for line in report.lines():
        typer.echo(line.say(lang()))
    choose(home)
    mirror(shape="text", from_day=None, to_day=None, speak=None, out=None)
    _tell_times({**took, **report.took})
    if serve:
        _read_meanwhile(home)
        become_the_server(home, port)
    typer.echo(
        Words(
            fr=f"Pour l’ouvrir dans le navigateur: visavis --home {home} serve",
            en=f"To open it in the browser: visavis --home {home} serve",
        ).say(lang())
    )


DONE = {
    "generate": Words(fr="inventer l’entreprise", en="invent the company"),
    "fetch": Words(fr="lire ses fichiers", en="fetch its files"),
    "link": Words(fr="rapprocher les fiches", en="link the records"),
    "read": Words(fr="lire les verbatims", en="read the verbatims"),
    "hold": Words(fr="vérifier les promesses", en="hold the promises"),
    "measure": Words(fr="mesurer", en="measure"),
    "publish": Words(fr="publier les pages", en="publish the pages"),
}
"""What was done, by step."""


def _tell_times(took: Mapping[str, float]) -> None:
    """How long each step took, in seconds, and all of them."""
    total = Words(fr="en tout", en="in all").say(lang())
    rows = [(DONE[step].say(lang()), seconds) for step, seconds in took.items()] + [(total, sum(took.values()))]
    wide = max(len(name) for name, _ in rows)
    typer.echo(Words(fr="Temps de chaque étape:", en="Time of each step:").say(lang()))
    for name, seconds in rows:
        typer.echo(f"  {name:<{wide}}  {_seconds(seconds):>8}")


def _seconds(seconds: float) -> str:
    said = f"{seconds:,.1f} s"
    return said.replace(",", "\u202f").replace(".", ",") if lang() == "fr" else said


def _count(n: int) -> str:
    return f"{n:,}".replace(",", "\u202f")


def _read_meanwhile(home: Path) -> None:
    """Leave the verbatims to the worker that is served with the pages."""
    from visavis import database
    from visavis.work.asking import ask

    database.use(home)
    ask("run")
    typer.echo(
        Words(
            fr="Les verbatims se lisent pendant que l’espace de travail est ouvert: Réglages, Calculs montre où cela en est.",
            en="Verbatims are read while the workspace is open: Settings, Runs shows how far it is.",
        ).say(lang())
    )
