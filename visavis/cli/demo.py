"""`visavis demo`: a generated company, everything computed, its mirror."""

from typing import Annotated

import typer

from visavis.cli.home import choose, demonstration_home
from visavis.cli.language import lang
from visavis.mistakes import Words


def _help(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


def demo(
    clients: Annotated[
        int, typer.Option("--clients", min=20, help=_help("combien de clients inventer", "how many clients to invent"))
    ] = 2000,
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
    """Generate the demonstration company, run everything, show its mirror, and serve it."""
    from visavis.cli.mirror import mirror
    from visavis.cli.progress import bar
    from visavis.cli.serve import LOCAL, become_the_server
    from visavis.cli.server import refuse_busy
    from visavis.demo.generate import generate
    from visavis.running.home import make_home
    from visavis.running.run import run

    if serve:
        refuse_busy(LOCAL, port)
    home = demonstration_home()
    generate(home, clients=clients, seed=seed)
    if not (home / "visavis.yaml").exists():
        make_home(home, lang=lang())
    typer.echo(
        Words(
            fr=f"Orvane, {clients} clients inventés, graine {seed}: {home}",
            en=f"Orvane, {clients} invented clients, seed {seed}: {home}",
        ).say(lang())
    )
    with bar(lang()) as progress:
        report = run(home, progress=progress)
    for line in report.lines():
        typer.echo(line.say(lang()))
    choose(home)
    mirror(shape="text", from_day=None, to_day=None, speak=None, out=None)
    if serve:
        become_the_server(home, port)
    typer.echo(
        Words(
            fr=f"Pour l’ouvrir dans le navigateur: visavis --home {home} serve",
            en=f"To open it in the browser: visavis --home {home} serve",
        ).say(lang())
    )
