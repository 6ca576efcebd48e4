"""The line that names the columns, and the mark that separates them."""

import csv
import difflib
from collections.abc import Sequence
from pathlib import Path

from visavis.mistakes import Mistake, Words

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": ",", ";": ";", "\t": "tab", "|": "|"}


class MissingColumn(Mistake):
    """A file lacks a column that the declaration names, or has it twice."""

    def __init__(self, column: str, what: Words, *, remedy: Words, file: Path) -> None:
        super().__init__(what, remedy=remedy, file=file)
        self.column = column


def split_header(line: str, delimiter: str, quote: str) -> tuple[str, ...]:
    """Names of the columns in a header line."""
    if quote:
        return tuple(next(csv.reader([line], delimiter=delimiter, quotechar=quote), []))
    return tuple(line.split(delimiter))


def find_delimiter(line: str, quote: str, wanted: Sequence[str]) -> str:
    """The delimiter under which most of the `wanted` columns are there, then under which there are most columns."""

    def worth(delimiter: str) -> tuple[int, int]:
        names = split_header(line, delimiter, quote)
        return len(set(wanted) & set(names)), len(names)

    return max(DELIMITERS, key=worth)


def check_columns(
    file: Path, columns: Sequence[str], wanted: Sequence[str], *, header: str = "", quote: str = '"'
) -> None:
    """Raise Mistake if a wanted column is missing or there twice; near names, or another delimiter, are suggested."""
    for name in wanted:
        if columns.count(name) == 1:
            continue
        if name in columns:
            raise MissingColumn(
                name,
                Words(fr=f"deux colonnes se nomment « {name} »", en=f"two columns are named “{name}”"),
                remedy=Words(fr="renommez l’une d’elles dans le fichier", en="rename one of them in the file"),
                file=file,
            )
        raise MissingColumn(
            name,
            Words(
                fr=f"pas de colonne « {name} »; trouvées: {_shown(columns)}",
                en=f"there is no column “{name}”; found: {_shown(columns)}",
            ),
            remedy=_remedy(name, columns, wanted, header, quote),
            file=file,
        )


def _shown(columns: Sequence[str]) -> str:
    names = [f"{name:.60}" for name in columns[:30]]
    return ", ".join(names) + (" …" if len(columns) > 30 else "")


def _remedy(name: str, columns: Sequence[str], wanted: Sequence[str], header: str, quote: str) -> Words:
    near = difflib.get_close_matches(name, columns, n=3, cutoff=0.6)
    near = near or [each for each in columns if each.strip().lower() == name.strip().lower()]
    other = find_delimiter(header, quote, wanted) if header else ","
    if header and name in split_header(header, other, quote):
        return Words(
            fr=f"le séparateur du fichier semble être « {NAMES[other]} »: corrigez read.delimiter",
            en=f"the file's delimiter seems to be “{NAMES[other]}”: correct read.delimiter",
        )
    if near:
        return Words(fr=f"vouliez-vous dire: {', '.join(near)} ?", en=f"did you mean: {', '.join(near)}?")
    return Words(
        fr="corrigez la déclaration, ou indiquez read.header si les titres ne sont pas en première ligne",
        en="correct the declaration, or give read.header if the names are not on the first line",
    )
