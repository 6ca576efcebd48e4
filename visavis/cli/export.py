"""`visavis export`: any table of the lake as CSV, Parquet or JSON."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from visavis.cli.home import home


def export(
    table: Annotated[str, typer.Argument(metavar="TABLE")],
    shape: Annotated[Literal["csv", "parquet", "json"], typer.Option("--format")] = "csv",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
) -> None:
    """Write `table` of the last run to `out`, or to standard output."""
    from visavis.running.export import export_table

    export_table(home(), table, shape=shape, out=out)
