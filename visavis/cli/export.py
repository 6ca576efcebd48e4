"""`visavis export`: any table of the lake as CSV, Parquet or JSON."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words

TABLE = Words(
    fr="records, exchanges, events, ratings, tallies, rejects, links, cases, readings, measures …",
    en="records, exchanges, events, ratings, tallies, rejects, links, cases, readings, measures …",
)
PURPOSE = Words(
    fr="pourquoi lire, dans les textes, e-mails, téléphones et adresses (sinon masqués): call, deliver, correct ou request; noté",
    en="why read e-mail, phone and address in texts (else masked): call, deliver, correct or request; it is noted",
)
BY = Words(fr="compte de qui le demande, avec --purpose", en="account of whoever asks, with --purpose")
SHAPE = Words(fr="format du fichier", en="format of the file")
OUT = Words(fr="fichier à écrire (sinon la sortie standard)", en="file to write (else standard output)")


def export(
    table: Annotated[str, typer.Argument(metavar="TABLE", help=TABLE.say(lang()))],
    shape: Annotated[Literal["csv", "parquet", "json"], typer.Option("--format", help=SHAPE.say(lang()))] = "csv",
    purpose: Annotated[
        Literal["", "call", "deliver", "correct", "request"], typer.Option("--purpose", help=PURPOSE.say(lang()))
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="EMAIL", help=BY.say(lang()))] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=OUT.say(lang()))] = None,
) -> None:
    """Write `table` of the last run to `out`, or to standard output."""
    from visavis.running.export import export_table
    from visavis.running.masking import MASKED

    if purpose and table in MASKED:
        _note(purpose, by)
    reaching = bool(purpose)
    export_table(home(), table, shape=shape, out=out, reaching=reaching, lang=lang())


def _note(purpose: str, by: str) -> None:
    """Write down who reads how to reach clients, and why; raises Mistake where that account is not known."""
    from visavis import database

    database.use(home())
    from visavis.clients.details import note_look
    from visavis.house.models import User

    user = User.objects.filter(email=by.strip().lower(), left_at=None).first()
    if user is None:
        raise Mistake(
            Words(fr=f"aucun compte ouvert n’a l’adresse « {by} »", en=f"no open account has the address “{by}”"),
            remedy=Words(
                fr="une raison est notée avec un compte de Visavis: ajoutez --by ADRESSE",
                en="a purpose is noted with an account of Visavis: add --by EMAIL",
            ),
        )
    note_look(user, purpose)
