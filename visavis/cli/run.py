"""`visavis run`: the main job, with progress."""

from typing import Annotated

import typer

from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Words


def run(
    engine: Annotated[str, typer.Option("--engine", metavar="duckdb|spark://HOST:PORT")] = "duckdb",
    only: Annotated[list[str] | None, typer.Option("--only", metavar="STEP")] = None,
) -> None:
    """Run the steps on the home's sources, promises and measures."""
    from visavis.cli.progress import bar
    from visavis.running.run import run as run_all

    with bar(lang()) as progress:
        report = run_all(home(), engine=engine, only=tuple(only or ()), progress=progress)
    for line in report.lines():
        typer.echo(line.say(lang()))
    typer.echo(Words(fr="Voyez le résultat: visavis mirror", en="See the result: visavis mirror").say(lang()))
