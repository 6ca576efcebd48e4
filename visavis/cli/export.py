"""`visavis export`: any table of the lake as CSV, Parquet or JSON."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Words

TABLE = Words(
    fr="records, exchanges, events, ratings, tallies, rejects, links, cases, readings, measures …",
    en="records, exchanges, events, ratings, tallies, rejects, links, cases, readings, measures …",
)
SHAPE = Words(fr="format du fichier", en="format of the file")
OUT = Words(fr="fichier à écrire (sinon la sortie standard)", en="file to write (else standard output)")


def export(
    table: Annotated[str, typer.Argument(metavar="TABLE", help=TABLE.say(lang()))],
    shape: Annotated[Literal["csv", "parquet", "json"], typer.Option("--format", help=SHAPE.say(lang()))] = "csv",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=OUT.say(lang()))] = None,
) -> None:
    """Write `table` of the last run to `out`, or to standard output."""
    from visavis.running.export import export_table

    export_table(home(), table, shape=shape, out=out)
