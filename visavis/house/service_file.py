"""Who serves whom, as a file tells: a column for the team, one for whom it serves, and, if there are, in what, and its function."""

import csv
import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from visavis.mistakes import Mistake, Mistakes, Words

NAMES = {
    "team": ("equipe", "service", "team", "department"),
    "served": ("sert", "client interne", "serves", "served"),
    "what": ("en", "en quoi", "quoi", "what", "in what"),
    "function": ("fonction", "metier", "function"),
}
"""How files head each column, without capitals and accents."""
CLIENTS = ("les clients", "clients", "le client", "client", "the clients", "the client")
"""How files name the clients."""
LONGEST = 200
LONGEST_FUNCTION = 100
LARGEST = 2_000_000
"""Bytes: a house has hundreds of teams, not millions."""


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One line: `team` serves `served` (None: the clients) in `what`; `function` is the team's, where the file tells it."""

    line: int
    team: str
    served: str | None
    what: str = ""
    function: str = ""


def read_services(body: bytes, file: Path | str) -> list[ServiceLine]:
    """The lines of a CSV (comma, semicolon or tab; UTF-8, else cp1252), each pair and matter once.

    A line that names a team and nobody served tells of the team alone. Raises Mistakes with file, line and remedy for all that
    is wrong; nothing is taken then.
    """
    if len(body) > LARGEST:
        raise _wrong(
            file, None, "ce fichier est trop grand pour une liste d’équipes", "this file is too large for teams"
        )
    text = _text(body)
    if not text.strip():
        raise _wrong(file, None, "ce fichier est vide", "this file is empty")
    first = text.lstrip("\r\n").splitlines()[0]
    delimiter = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    places = _places(next(row for row in rows if any(row)), file)
    found: dict[tuple[str, str | None, str], ServiceLine] = {}
    mistakes: list[Mistake] = []
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                try:
                    line = _line(row, places, rows.line_num, file)
                except Mistake as mistake:
                    mistakes.append(mistake)
                else:
                    found.setdefault((line.team, line.served, line.what), line)
    except csv.Error:
        mistakes.append(_wrong(file, rows.line_num, "cette ligne ne se lit pas", "this line can’t be read"))
    if not found and not mistakes:
        mistakes.append(_wrong(file, None, "ce fichier n’a que ses titres", "this file has its headings alone"))
    if mistakes:
        raise Mistakes(mistakes)
    return list(found.values())


def _text(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(bare.lower().replace("_", " ").split())


def _places(head: list[str], file: Path | str) -> dict[str, int]:
    titles = [_plain(cell) for cell in head]
    places = {
        column: next(titles.index(name) for name in names if name in titles)
        for column, names in NAMES.items()
        if any(name in titles for name in names)
    }
    missing = [column for column in ("team", "served") if column not in places]
    if missing:
        raise Mistakes(
            [
                Mistake(
                    Words(
                        fr=f"il manque la colonne « {NAMES[missing[0]][0]} »",
                        en=f"the column “{NAMES[missing[0]][2]}” is missing",
                    ),
                    remedy=Words(
                        fr="titrez les colonnes : equipe;sert;en (et fonction, si vous voulez)",
                        en="head the columns: team;serves;what (and function, if you like)",
                    ),
                    file=file,
                    line=1,
                )
            ]
        )
    return places


def _line(row: list[str], places: dict[str, int], number: int, file: Path | str) -> ServiceLine:
    def cell(column: str) -> str:
        place = places.get(column, len(row))
        return " ".join(row[place].replace("\0", "").split()) if place < len(row) else ""

    team, served = cell("team"), cell("served")
    if not team:
        raise _wrong(file, number, "l’équipe n’est pas nommée", "the team is not named")
    if _plain(team) in CLIENTS:
        raise _wrong(
            file,
            number,
            "les clients ne sont pas une équipe",
            "the clients are no team",
            Words(fr="mettez-les dans la colonne « sert »", en="put them in the column “serves”"),
        )
    if max(map(len, (team, served, cell("what")))) > LONGEST or len(cell("function")) > LONGEST_FUNCTION:
        raise _wrong(file, number, "un nom est trop long", "a name is too long")
    if team == served:
        raise _wrong(
            file,
            number,
            f"« {team} » se sert elle-même",
            f"“{team}” serves itself",
            Words(fr="nommez qui reçoit son travail", en="name who receives its work"),
        )
    return ServiceLine(number, team, None if _plain(served) in CLIENTS else served, cell("what"), cell("function"))


def _wrong(file: Path | str, line: int | None, fr: str, en: str, remedy: Words | None = None) -> Mistake:
    todo = remedy or Words(
        fr="une ligne par service rendu : equipe;sert;en", en="one line for each service: team;serves;what"
    )
    return Mistake(Words(fr=fr, en=en), remedy=todo, file=file, line=line)
