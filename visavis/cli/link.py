"""`visavis link`: link the facts as they are, and say what came out; a record that arrives gets its client at once."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from visavis.cli import link_review
from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words

if TYPE_CHECKING:
    from visavis.engine.linking.weights.model import Model


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


app = typer.Typer(invoke_without_command=True)
app.command(
    "review",
    help=_say(
        "les paires douteuses, dans un tableur : les exporter, puis lire les réponses",
        "the doubtful pairs, in a spreadsheet: export them, then read the answers",
    ),
)(link_review.review)


@app.callback()
def link(
    context: typer.Context,
    model: Annotated[
        Path | None,
        typer.Option(
            "--model",
            metavar="FILE",
            help=_say("lier avec ce modèle, en YAML ou JSON", "link by this model, as YAML or JSON"),
        ),
    ] = None,
    refit: Annotated[
        bool,
        typer.Option("--refit", help=_say("apprendre le modèle de nouveau", "train the model anew")),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help=_say(
                "avec --refit ou --model : dire ce qui changerait, sans le faire",
                "with --refit or --model: tell what would change, without doing it",
            ),
        ),
    ] = False,
    report: Annotated[
        bool,
        typer.Option(
            "--report",
            help=_say(
                "dire le dernier rapprochement en détail, sans lier", "tell the last linking in detail, without linking"
            ),
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_say("en JSON", "as JSON"))] = False,
) -> None:
    """Link the facts as they are; subcommands do other things."""
    if context.invoked_subcommand:
        return
    from visavis.cli import link_telling

    if dry_run and not (refit or model):
        raise Mistake(
            Words(fr="--dry-run ne va pas seul", en="--dry-run does not go alone"),
            remedy=Words(fr="ajoutez --refit, ou --model FICHIER", en="add --refit, or --model FILE"),
        )
    chosen = _model(model) if model else None
    if dry_run:
        from visavis.running.linking import refit_unapplied

        told = refit_unapplied(home(), model=chosen)
        typer.echo(_json(told.plain()) if as_json else link_telling.refit(told, lang()))
        return
    if refit or chosen or not report:
        _link_now(refit=refit, model=chosen, quiet=as_json)
    if report or as_json:
        from visavis.clients.linking.report import link_report

        found = link_report(home())
        typer.echo(_json(found) if as_json else "\n".join(link_telling.lines(found, lang())))


def _link_now(*, refit: bool, model: "Model | None", quiet: bool) -> None:
    from visavis.cli.progress import bar
    from visavis.running.linking import link_now

    with bar(lang()) as progress:
        done = link_now(home(), refit=refit, model=model, progress=progress)
    if not quiet:
        for line in done.lines():
            typer.echo(line.say(lang()))


def _model(file: Path) -> "Model":
    """The model of a file; raises Mistake with file and line."""
    from visavis.engine.linking.weights.model import Model

    remedy = Words(
        fr="vérifiez son nom: visavis link --report dit où est votre modèle",
        en="check its name: visavis link --report tells where your model stands",
    )
    return Model.from_yaml(_text(file, remedy), file=file)


def _json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2, default=str)


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
    from visavis.clients.arriving.link_record import link_record
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
    remedy = Words(fr="vérifiez son nom, ou donnez la fiche par -", en="check its name, or give the record by -")
    text = sys.stdin.read() if file is None else _text(file, remedy)
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


def _text(file: Path, remedy: Words) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        missing = Words(fr="il n’y a pas de fichier de ce nom", en="there is no file of that name")
        raise Mistake(missing, remedy=remedy, file=file) from None
    except OSError as error:
        raise Mistake(
            Words(fr=f"ce fichier ne se lit pas: {error.strerror}", en=f"this file can't be read: {error.strerror}"),
            remedy=remedy,
            file=file,
        ) from None
    except UnicodeDecodeError as error:
        raise Mistake(
            Words(
                fr=f"ce fichier ne se lit pas: il n’est pas en UTF-8 (octet {error.start})",
                en=f"this file can't be read: it is not UTF-8 (byte {error.start})",
            ),
            remedy=Words(fr="enregistrez-le en UTF-8", en="save it as UTF-8"),
            file=file,
        ) from None
