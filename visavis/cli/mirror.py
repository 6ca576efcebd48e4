"""`visavis mirror`: what we say against what clients live, in the terminal, as JSON, as an HTML file or as a PDF page."""

import calendar
import io
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from visavis.cli.home import home
from visavis.cli.language import ask_for, lang
from visavis.mistakes import Mistake, Words

if TYPE_CHECKING:
    from visavis.mirror.reflection import Mirror

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
            help=_help(
                "texte ; json pour d’autres programmes ; html, un fichier qui s’ouvre partout ; pdf, une page A4",
                "text; json for other programs; html, a file that opens anywhere; pdf, one A4 page",
            ),
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
    from visavis.mirror.reflect import reflect

    reflected = reflect(home(), from_day=_day(from_day, "--from"), to_day=_day(to_day, "--to"))
    if shape == "json":
        import json

        from visavis.mirror.render.plain import as_json

        _write(json.dumps(as_json(reflected, lang()), ensure_ascii=False, indent=2) + "\n", out)
        return
    if shape in ("html", "pdf"):
        _page(reflected, shape, out)
        return
    from rich.console import Console

    from visavis.mirror.render.terminal import as_text

    terminal = Console()
    colours = None if out or terminal.no_color or not terminal.is_terminal else terminal.color_system
    width = 80 if out else min(terminal.width, WIDEST)
    _write(as_text(reflected, lang(), width=width, colours=colours), out)  # type: ignore[arg-type]


def _page(reflected: "Mirror", shape: str, out: Path | None) -> None:
    """The mirror as a file; a PDF is bytes, which a terminal can't show."""
    from visavis.mirror.tell.telling import tell

    told = tell(reflected, lang())
    if shape == "html":
        from visavis.mirror.render.standalone import as_html

        _write(as_html(told), out)
        return
    from visavis.mirror.render.board import as_pdf

    if out is None and sys.stdout.isatty():
        raise Mistake(
            Words(fr="un PDF ne se montre pas dans un terminal", en="a PDF can’t be shown in a terminal"),
            remedy=Words(fr="nommez un fichier: --out miroir.pdf", en="name a file: --out mirror.pdf"),
        )
    _write(as_pdf(told), out)


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


def _write(content: str | bytes, out: Path | None) -> None:
    if out is not None:
        from visavis.declarations.writing import write_atomically

        write_atomically(out, content)
        return
    if isinstance(content, bytes):
        sys.stdout.buffer.write(content)
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a sign shows ?, and goes on
    typer.echo(content, nl=False)
