"""`visavis worker`: do what was asked for in the workspace."""

import os
import sys
from typing import Annotated

import typer

from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Words

ONCE = Words(fr="s’arrêter quand plus rien n’est à faire", en="stop when nothing is left to do")


def worker(once: Annotated[bool, typer.Option("--once", help=ONCE.say(lang()))] = False) -> None:
    """Do jobs one after the other: runs, files to look at."""
    from visavis import database

    place = home()
    database.use(place)
    words = Words(fr=f"Au travail dans {place} (Ctrl-C pour arrêter)", en=f"At work in {place} (Ctrl-C to stop)")
    if not once:
        typer.echo(words.say(lang()))
    sys.stdout.flush()
    program = [sys.executable, "-m", "visavis.jobs", str(place), *(["--once"] if once else [])]
    os.execve(sys.executable, program, os.environ | {"VISAVIS_HOME": str(place)})
