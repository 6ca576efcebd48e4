"""`visavis run`: the main job, with progress."""

from typing import Annotated

import typer

from visavis.cli.home import here, home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words

ENGINE = Words(
    fr="où calculer promesses et mesures: sur cette machine, ou sur un cluster Spark",
    en="where promises and measures are computed: on this machine, or on a Spark cluster",
)
ONLY = Words(
    fr="une seule étape (répétable): fetch, link, read, hold, measure, publish",
    en="one step alone (may be repeated): fetch, link, read, hold, measure, publish",
)


def run(
    engine: Annotated[
        str, typer.Option("--engine", metavar="duckdb|spark://HOST:PORT", help=ENGINE.say(lang()))
    ] = "duckdb",
    only: Annotated[list[str] | None, typer.Option("--only", metavar="STEP", help=ONLY.say(lang()))] = None,
) -> None:
    """Run the steps on the home's sources, promises and measures."""
    from visavis.cli.progress import bar
    from visavis.running.run import run as run_all

    with bar(lang()) as progress:
        report = run_all(home(), engine=engine, only=tuple(only or ()), progress=progress)
    for line in report.lines():
        typer.echo(line.say(lang()))
    if report.lost:
        names = ", ".join(report.lost)
        raise Mistake(
            Words(fr=f"aucune ligne lisible dans: {names}", en=f"no row could be read in: {names}"),
            remedy=Words(
                fr="voyez les raisons dans rejects/ et corrigez la source (ordre des dates, types, marques d’absence)",
                en="see the reasons in rejects/ and correct the source (order of dates, types, missing marks)",
            ),
        )
    typer.echo(here(Words(fr="Voyez le résultat: visavis mirror", en="See the result: visavis mirror").say(lang())))
