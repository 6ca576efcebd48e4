"""`visavis init`: an empty home."""

from pathlib import Path
from typing import Annotated

import typer

from visavis.cli.language import lang
from visavis.mistakes import Words

Place = Annotated[
    Path, typer.Argument(metavar="HOME", help=Words(fr="où créer le dossier", en="where to create it").say(lang()))
]


def init(path: Place) -> None:
    """Create an empty home at `path`."""
    from visavis.running.home import make_home

    make_home(path.expanduser().absolute(), lang=lang())
    typer.echo(
        Words(
            fr=f"{path} est prêt. Ajoutez vos fichiers: visavis --home {path} source add FICHIER…",
            en=f"{path} is ready. Add your files: visavis --home {path} source add FILE…",
        ).say(lang())
    )
