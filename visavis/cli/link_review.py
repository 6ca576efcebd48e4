"""`visavis link review`: doubtful pairs for those who answer them in a spreadsheet."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from visavis.cli.home import here, home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words

EXPORT = Words(
    fr="écrire les paires à décider dans ce fichier CSV", en="write the pairs to be decided to this CSV file"
)
MOST_HELP = Words(fr="au plus autant de paires", en="so many pairs at most")
IMPORT = Words(fr="lire les réponses dans ce fichier CSV", en="read the answers in this CSV file")
MOST = 300


def review(
    export: Annotated[Path | None, typer.Option("--export", metavar="FILE.csv", help=EXPORT.say(lang()))] = None,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help=MOST_HELP.say(lang()))] = MOST,
    answers: Annotated[Path | None, typer.Option("--import", metavar="FILE.csv", help=IMPORT.say(lang()))] = None,
) -> None:
    """Write the doubtful pairs to a CSV file, or read the answers in one."""
    from visavis.running.reviewing import export_doubts, import_answers

    if (export is None) is (answers is None):
        raise Mistake(
            Words(fr="donnez --export ou --import", en="give --export or --import"),
            remedy=Words(
                fr="d’abord --export FICHIER.csv; répondez dans sa colonne answer; puis --import FICHIER.csv",
                en="first --export FILE.csv; answer in its column answer; then --import FILE.csv",
            ),
        )
    if export is not None:
        count = export_doubts(home(), export, most=most, lang=lang())
        said = Words(
            fr=f"Paires écrites dans {export}: {count}. Répondez oui ou non dans la colonne answer, puis: "
            f"visavis link review --import {export}",
            en=f"Pairs written to {export}: {count}. Answer yes or no in its column answer, then: "
            f"visavis link review --import {export}",
        )
        typer.echo(here(said.say(lang())))
        return
    assert answers is not None
    told = import_answers(home(), answers, actor=f"cli/{getpass.getuser()}", lang=lang())
    for mistake in told.refused:
        typer.echo(here(mistake.say(lang())), err=True)
    typer.echo(told.words().say(lang()))
    if told.refused:
        raise SystemExit(1)
