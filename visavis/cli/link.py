"""`visavis link`: give a record that arrives its client at once."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


app = typer.Typer(no_args_is_help=True)


@app.callback()
def link() -> None:
    """Which records are one client."""


@app.command(
    "record",
    help=_say(
        "donner tout de suite son client à une fiche qui arrive : du JSON entre, du JSON sort",
        "give a record that arrives its client at once: JSON in, JSON out",
    ),
)
def record(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-",
            help=_say(
                "une fiche en JSON, ou une par ligne ; - lit l’entrée",
                "a record as JSON, or one a line; - reads the input",
            ),
        ),
    ],
) -> None:
    """Link each record; one answer a line, written as soon as the record has its client."""
    from visavis.clients.link_record import link_record
    from visavis.running.home import settings_of

    place = home()
    country = settings_of(place).country
    name = None if file == "-" else Path(file)
    for line, each in _records(name):
        try:
            placed = link_record(place, each, country=country)
        except Mistake as mistake:
            raise Mistake(mistake.what, remedy=mistake.remedy, file=name or "-", line=line) from None
        typer.echo(json.dumps(placed.plain(), ensure_ascii=False))


def _records(file: Path | None) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each record and the line where it begins; raises Mistake where the file can't be read, or is no JSON."""
    try:
        text = sys.stdin.read() if file is None else file.read_text(encoding="utf-8")
    except OSError as error:
        raise Mistake(
            Words(fr=f"ce fichier ne se lit pas: {error.strerror}", en=f"this file can't be read: {error.strerror}"),
            remedy=Words(fr="vérifiez son nom, ou donnez la fiche par -", en="check its name, or give the record by -"),
            file=file or "-",
        ) from None
    except UnicodeDecodeError as error:
        raise Mistake(
            Words(
                fr=f"ce fichier ne se lit pas: il n’est pas en UTF-8 (octet {error.start})",
                en=f"this file can't be read: it is not UTF-8 (byte {error.start})",
            ),
            remedy=Words(fr="enregistrez-le en UTF-8", en="save it as UTF-8"),
            file=file or "-",
        ) from None
    decoder, at = json.JSONDecoder(), 0
    while rest := text[at:].lstrip():
        at = len(text) - len(rest)
        line = text.count("\n", 0, at) + 1
        try:
            found, at = decoder.raw_decode(text, at)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise Mistake(
                Words(fr="ce n’est pas une fiche en JSON", en="this is no record as JSON"),
                remedy=Words(
                    fr='écrivez {"source": "form", "key": "1", "name": "…", "emails": "…"}',
                    en='write {"source": "form", "key": "1", "name": "…", "emails": "…"}',
                ),
                file=file or "-",
                line=line,
            )
        yield line, found
