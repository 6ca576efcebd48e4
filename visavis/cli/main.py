"""The command `visavis`: global options, the commands, and how mistakes are told (exit codes 0, 1, 2)."""

import difflib
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from visavis.cli import action, client, demo, export, forecast, home, init, link, mirror, promise, reader, source
from visavis.cli import client_deciding as client_deciding  # these add their commands to those of `client`
from visavis.cli import client_erasing as client_erasing
from visavis.cli import client_history as client_history
from visavis.cli import doctor as doctor_command
from visavis.cli import run as run_command
from visavis.cli import serve as serve_command
from visavis.cli import teams as teams_command
from visavis.cli import voice as voice_command
from visavis.cli import voices as voices_command
from visavis.cli import words as words_command
from visavis.cli import worker as worker_command
from visavis.cli.language import ask_for, lang
from visavis.mistakes import Mistake, Words, of_the_machine


def _help(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


class Commands(TyperGroup):
    """The commands; one that does not exist is told in the language of whoever typed it, with the closest that does."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that `args` begin with; ends with exit code 2 where there is none."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            _no_such_command(args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def _no_such_command(typed: str, known: list[str]) -> NoReturn:
    close = difflib.get_close_matches(typed, known, n=1)
    unknown = Mistake(
        Words(fr=f"il n’y a pas de commande « {typed} »", en=f"there is no command “{typed}”"),
        remedy=Words(
            fr=f"vouliez-vous dire: visavis {close[0]} ?" if close else f"choisissez parmi: {', '.join(known)}",
            en=f"did you mean: visavis {close[0]}?" if close else f"choose among: {', '.join(known)}",
        ),
    )
    print(unknown.say(lang()), file=sys.stderr)
    raise SystemExit(2)


app = typer.Typer(
    name="visavis",
    cls=Commands,
    help=_help(
        "Ce que nous disons face à ce que vivent les clients: des fichiers de l’entreprise au miroir.",
        "What we say against what clients live: from a company’s files to the mirror.",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(asked: bool) -> None:
    if asked:
        from visavis import __version__

        typer.echo(f"visavis {__version__}")
        raise typer.Exit


@app.callback()
def options(
    home_path: Annotated[
        Path | None,
        typer.Option(
            "--home",
            help=_help(
                "le dossier Visavis (sinon VISAVIS_HOME, sinon ici)", "the Visavis home (else VISAVIS_HOME, else here)"
            ),
        ),
    ] = None,
    speak: Annotated[
        str | None,
        typer.Option("--lang", metavar="fr|en", help=_help("la langue de l’affichage", "the language to speak")),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_help("la version", "the version"))
    ] = False,
) -> None:
    """Options that stand before the command."""
    if speak not in (None, "fr", "en"):
        raise typer.BadParameter(f"{speak}: fr | en")
    home.choose(home_path)
    ask_for("fr" if speak == "fr" else "en" if speak == "en" else None)


app.command("init", help=_help("créer un dossier Visavis vide", "create an empty Visavis home"))(init.init)
app.add_typer(source.app, name="source", help=_help("les sources: ajouter, vérifier", "sources: add, check"))
app.add_typer(
    promise.app, name="promise", help=_help("les promesses: proposer, essayer à blanc", "promises: propose, dry-run")
)
app.command(
    "run",
    help=_help(
        "tout calculer: lire les fichiers, rapprocher, lire, vérifier, mesurer, publier",
        "compute everything: fetch, link, read, hold, measure, publish",
    ),
)(run_command.run)
app.command(
    "mirror", help=_help("ce que nous disons face à ce que vivent les clients", "what we say against what clients live")
)(mirror.mirror)
app.command("voices", help=_help("ce que disent les clients, et ce qui monte", "what clients say, and what rises"))(
    voices_command.voices
)
app.command("words", help=_help("les mots de nos propres textes", "the words of our own texts"))(words_command.words)
app.add_typer(link.app, name="link", help=_help("quelles fiches sont un même client", "which records are one client"))
app.add_typer(client.app, name="client", help=_help("une fiche client", "one client’s page"))
app.add_typer(
    voice_command.app,
    name="voice",
    help=_help("ce qu’un client a dit, et qui l’a vu", "what a client said, and who saw it"),
)
app.add_typer(
    teams_command.app,
    name="teams",
    help=_help("qui sert qui, jusqu’aux clients", "who serves whom, down to the clients"),
)
app.add_typer(
    action.app,
    name="action",
    help=_help("les actions, et si elles ont amélioré quelque chose", "actions, and whether they improved anything"),
)
app.command("export", help=_help("exporter une table du lac", "export a table of the lake"))(export.export)
app.add_typer(
    forecast.app,
    name="forecast",
    help=_help("pronostics de ce que répondront les clients", "forecasts of what clients will answer"),
)
app.add_typer(reader.app, name="reader", help=_help("le lecteur de verbatims", "the reader of verbatims"))
app.command("doctor", help=_help("qualité des données et état du dossier", "data quality and state of the home"))(
    doctor_command.doctor
)
app.command(
    "demo",
    help=_help(
        "créer l’entreprise de démonstration et tout calculer", "make the demonstration company and compute everything"
    ),
)(demo.demo)

app.command("serve", help=_help("ouvrir l’espace de travail dans le navigateur", "open the workspace in the browser"))(
    serve_command.serve
)
app.command(
    "worker",
    help=_help("faire les travaux demandés dans l’espace de travail", "do the work asked for in the workspace"),
)(worker_command.worker)


def run() -> None:
    """Run the command line; a mistake is told on standard error with its remedy, and ends with exit code 1."""
    try:
        app()
    except Mistake as mistake:
        _tell(mistake.say(lang()))
    except Exception as error:
        known = of_the_machine(error)
        if known is None:
            raise
        known.file = error.filename if isinstance(error, OSError) else None
        _tell(known.say(lang()))


def _tell(text: str) -> None:
    print(home.here(text), file=sys.stderr)
    raise SystemExit(1)
