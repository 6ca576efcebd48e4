"""Make the home of a demonstration company: its exports, its declarations, and the planted truths beside them."""

import json
import shutil
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol, cast, get_args

from visavis import __version__
from visavis.demo.standing import FOLDERS, MARK, is_demonstration, note_written, remove, written
from visavis.engine.progress import Progress, silent
from visavis.mistakes import Mistake, Words

Kind = Literal["operator", "manufacturer"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LEAST = 20
"""Clients without whom there is no company to tell of."""


class Company(Protocol):
    """What each package of a company offers."""

    NAME: str
    CLIENTS: int

    def make(self, home: Path, clients: int, seed: int, progress: Progress) -> None:
        """Fill `home` with a company of that many clients."""


def company_of(kind: str) -> Company:
    """The company of that kind. Raises Mistake where there is none."""
    if kind not in KINDS:
        raise Mistake(
            Words(fr=f"aucune entreprise de démonstration « {kind} »", en=f"no demonstration company “{kind}”"),
            remedy=Words(fr=f"choisissez parmi : {', '.join(KINDS)}", en=f"choose among: {', '.join(KINDS)}"),
        )
    return cast(Company, import_module(f"visavis.demo.{kind}"))


def generate(
    home: Path, kind: str = "operator", clients: int | None = None, seed: int = 7, progress: Progress = silent
) -> None:
    """Fill `home` with a company of that many clients (its own number by default); the same seed gives the same bytes.

    Raises Mistake where `home` holds something else, or another demonstration company (its lake would mix the two).
    """
    company = company_of(kind)
    many = company.CLIENTS if clients is None else clients
    if many < LEAST:
        raise Mistake(
            Words(fr=f"il faut au moins {LEAST} clients", en=f"at least {LEAST} clients are needed"),
            remedy=Words(fr="par exemple --clients 2000", en="for example --clients 2000"),
        )
    most: int | None = getattr(company, "MOST", None)
    if most is not None and many > most:
        raise Mistake(
            Words(
                fr=f"{company.NAME} a {most} entreprises clientes au plus",
                en=f"{company.NAME} has {most} companies as clients at most",
            ),
            remedy=Words(fr=f"par exemple --clients {company.CLIENTS}", en=f"for example --clients {company.CLIENTS}"),
        )
    made: dict[str, int | str] = {
        "kind": kind,
        "company": company.NAME,
        "clients": many,
        "seed": seed,
        "version": __version__,
    }
    before = written(home)
    _clear(home, made, before)
    # The mark comes first: what a killed program left is known for what it is, and made anew.
    (home / MARK).parent.mkdir(parents=True, exist_ok=True)
    (home / MARK).write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    company.make(home, many, seed, progress)
    note_written(home, before)


def _clear(home: Path, made: dict[str, int | str], before: Mapping[str, frozenset[str]]) -> None:
    """Make room: an empty or new home is taken as it is, the same company is written anew, anything else is refused."""
    if not is_demonstration(home):
        held = [name for name in FOLDERS if (home / name).is_dir() and any((home / name).iterdir())]
        if held:
            raise Mistake(
                Words(
                    fr=f"ce dossier contient déjà {', '.join(held)}: rien n’y a été écrit",
                    en=f"this folder already holds {', '.join(held)}: nothing was written",
                ),
                remedy=Words(fr="choisissez un autre dossier avec --home", en="choose another folder with --home"),
                file=home,
            )
        return
    if json.loads((home / MARK).read_text(encoding="utf-8")) != made:
        raise Mistake(
            Words(
                fr="ce dossier contient une autre entreprise de démonstration",
                en="this folder holds another demonstration company",
            ),
            remedy=Words(
                fr="supprimez-le, ou choisissez un autre dossier avec --home",
                en="delete it, or choose another folder with --home",
            ),
            file=home,
        )
    shutil.rmtree(home / "truth", ignore_errors=True)
    for name in before.get("exports", ()):
        remove(home / "exports" / name)
