"""`visavis serve`: the workspace in the browser, with a worker beside it."""

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Words

LOCAL = "127.0.0.1"


def _help(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


def serve(
    host: Annotated[
        str,
        typer.Option(
            "--host",
            help=_help(
                "l’adresse où écouter; par défaut cette machine seule", "where to listen; by default this machine alone"
            ),
        ),
    ] = LOCAL,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=_help("le port", "the port"))] = 8000,
    workers: Annotated[
        int,
        typer.Option(
            "--workers", min=1, max=64, help=_help("processus qui répondent aux pages", "processes that answer pages")
        ),
    ] = min(4, os.cpu_count() or 1),
    worker: Annotated[
        bool,
        typer.Option(
            "--worker/--no-worker",
            help=_help("faire aussi les travaux demandés", "also do the work that is asked for"),
        ),
    ] = True,
    open_browser: Annotated[
        bool, typer.Option("--open", help=_help("ouvrir le navigateur", "open the browser"))
    ] = False,
) -> None:
    """Serve the home until Ctrl-C."""
    from visavis.cli import beside, server

    place = home()
    server.refuse_unnamed(host)
    server.refuse_busy(host, port)
    server.prepare(place, host)
    address = server.address(host, port)
    link = server.first_link(address)
    typer.echo(
        _help(f"L’espace de travail: {address} (Ctrl-C pour arrêter)", f"The workspace: {address} (Ctrl-C to stop)")
    )
    if link is not None:
        typer.echo(
            _help(
                f"Personne n’a encore de compte. Premier administrateur, lien à usage unique:\n  {link}",
                f"Nobody has an account yet. First administrator, one-time link:\n  {link}",
            )
        )
    if open_browser:
        typer.launch(link or address)
    with beside.worker(place) if worker else beside.nobody():
        server.serve(host, port, workers)


def become_the_server(home: Path, port: int) -> NoReturn:
    """Turn this process into `visavis serve`; what it computed before leaves its memory."""
    sys.stdout.flush()
    program = [sys.executable, sys.argv[0], "--lang", lang(), "--home", str(home), "serve", "--port", str(port)]
    os.execv(sys.executable, program)
