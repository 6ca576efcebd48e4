"""`visavis mirror`: what we say against what clients live, in the terminal or as JSON."""

import calendar
import io
import re
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from visavis.cli.home import home
from visavis.cli.language import ask_for, lang
from visavis.mistakes import Mistake, Words

FORMATS = ("text", "json", "html", "pdf")
WIDEST = 132
"""Lines longer than this are hard to follow with the eye."""


def _help(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


def mirror(
    shape: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="text|json|html|pdf",
            help=_help("texte, ou json pour d’autres programmes", "text, or json for other programs"),
        ),
    ] = "text",
    from_day: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DAY",
            help=_help(
                "premier jour des cas: 2024-03-01, 2024-03 ou 2024",
                "first day of the cases: 2024-03-01, 2024-03 or 2024",
            ),
        ),
    ] = None,
    to_day: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="DAY",
            help=_help(
                "dernier jour des cas, compris: 2024-03-31, 2024-03 ou 2024",
                "last day of the cases, included: 2024-03-31, 2024-03 or 2024",
            ),
        ),
    ] = None,
    speak: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="fr|en",
            help=_help("la langue du texte et des raisons", "the language of text and reasons"),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help=_help("écrire dans ce fichier plutôt qu’à l’écran", "write there instead of the terminal"),
        ),
    ] = None,
) -> None:
    """Show the mirror of the last run; exit code 1 where nothing was run yet."""
    if shape not in FORMATS:
        raise typer.BadParameter(f"{shape}: {' | '.join(FORMATS)}", param_hint="--format")
    if speak not in (None, "fr", "en"):
        raise typer.BadParameter(f"{speak}: fr | en", param_hint="--lang")
    if speak is not None:
        ask_for("fr" if speak == "fr" else "en")
    if shape in ("html", "pdf"):
        raise Mistake(
            Words(
                fr=f"le miroir en {shape.upper()} viendra avec les pages du navigateur",
                en=f"the mirror as {shape.upper()} will come with the browser pages",
            ),
            remedy=Words(fr="choisissez --format text ou --format json", en="choose --format text or --format json"),
        )
    from visavis.mirror.reflect import reflect

    reflected = reflect(home(), from_day=_day(from_day, "--from"), to_day=_day(to_day, "--to"))
    if shape == "json":
        import json

        from visavis.mirror.plain import as_json

        _write(json.dumps(as_json(reflected, lang()), ensure_ascii=False, indent=2) + "\n", out)
        return
    from rich.console import Console

    from visavis.mirror.terminal import as_text

    terminal = Console()
    colours = None if out or terminal.no_color or not terminal.is_terminal else terminal.color_system
    width = 80 if out else min(terminal.width, WIDEST)
    _write(as_text(reflected, lang(), width=width, colours=colours), out)  # type: ignore[arg-type]


def _day(text: str | None, option: str) -> date | None:
    """The first day that `text` names for --from, the last one for --to."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        if option == "--to":
            month = month or 12
            return date(year, month, day or calendar.monthrange(year, month)[1])
        return date(year, month or 1, day or 1)
    except (ValueError, calendar.IllegalMonthError):
        raise typer.BadParameter(f"{text}: 2024-03-31 | 2024-03 | 2024", param_hint=option) from None


def _write(text: str, out: Path | None) -> None:
    if out is not None:
        from visavis.engine.lake import write_atomically

        write_atomically(out, text)
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a sign shows ?, and goes on
    typer.echo(text, nl=False)
