"""Doubtful pairs in a spreadsheet: one row a pair, both records side by side; and the answers read back.

What leaves is what a spreadsheet of French Excel opens by itself: UTF-8 with its mark, semicolons. What comes back may have been
saved otherwise: the first line tells what parts its columns.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from visavis.clients.doubts.reviewing import Doubt, doubted, pair_of, queue, records_at
from visavis.clients.reasons.phrases import compared, phrase
from visavis.engine.linking.clusters.decided import End
from visavis.engine.spreadsheets import without_formula
from visavis.mistakes import Lang, Mistake, Words
from visavis.running.answering import SIDE_BY_SIDE, answer, effect_of

ENDS = ("source_1", "key_1", "source_2", "key_2")
TOLD = ("probability", "why", "if_yes", "if_no")
ANSWER, REASON = "answer", "reason"
FIELDS = (
    "given_name", "family_name", "name", "company", "emails", "phones", "street", "postcode", "city", "birth_date",
)  # fmt: skip
COLUMNS = (ANSWER, REASON, *TOLD, *(f"{name}_{side}" for name in FIELDS for side in (1, 2)), *ENDS)
YES, NO = {"oui", "yes", "o", "y", "1"}, {"non", "no", "n", "0"}

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a file of answers came to: decided, decided so already, left empty, and the rows that were refused."""

    decided: int
    known: int
    empty: int
    refused: tuple[Mistake, ...]

    def words(self) -> Words:
        """One sentence."""
        return Words(
            fr=f"réponses retenues: {self.decided}; connues déjà: {self.known}; lignes sans réponse: {self.empty}; "
            f"refusées: {len(self.refused)}",
            en=f"answers kept: {self.decided}; known already: {self.known}; rows without an answer: {self.empty}; "
            f"refused: {len(self.refused)}",
        )


def export_doubts(home: Path, out: Path, *, most: int, lang: Lang) -> int:
    """Write the first `most` pairs of the queue to `out`; how many. Raises Mistake where nothing was linked yet, or the file
    can't be written."""
    doubts = queue(home).open[:most]
    said = records_at(home, {end for each in doubts for end in (each.one, each.other)})
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for each in doubts:
        row = _row(each, said.get(each.one, {}), said.get(each.other, {}), lang)
        writer.writerow({name: without_formula(value) for name, value in row.items()})
    try:
        out.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise Mistake(
            Words(
                fr=f"ce fichier ne s’écrit pas: {error.strerror}", en=f"this file can't be written: {error.strerror}"
            ),
            remedy=Words(fr="choisissez un autre dossier, ou fermez-le dans le tableur", en="choose another folder, or close it in the spreadsheet"),
            file=out,
        ) from None  # fmt: skip
    return len(doubts)


def _row(doubt: Doubt, one: Mapping[str, Any], other: Mapping[str, Any], lang: Lang) -> dict[str, str]:
    yes, no = effect_of(doubt)
    decimal = f"{doubt.probability:.3f}"
    row = {
        "probability": decimal.replace(".", ",") if lang == "fr" else decimal,
        "why": ", ".join(phrase(part).say(lang) for part in compared(doubt.evidence)),
        "if_yes": yes.say(lang),
        "if_no": no.say(lang),
    }
    row |= {f"{name}_{side}": _plain(said.get(name)) for name in FIELDS for side, said in ((1, one), (2, other))}
    return row | dict(zip(ENDS, (*doubt.one, *doubt.other), strict=True))


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value or "")


def import_answers(home: Path, file: Path, *, actor: str, lang: Lang) -> Answers:
    """Decide what the rows of `file` answer; a row that says what stands decided already changes nothing. Zeros that a spreadsheet
    took from the front of a key are put back.

    Rows that can't be are refused, each with its line, and the others hold. Raises Mistake where the file can't be read, or a
    column is missing.
    """
    from visavis.clients.decided import decided_now

    queue(home)  # raises where nothing was linked yet, and opens the database
    decided, known, empty = 0, 0, 0
    refused: list[Mistake] = []
    standing, _ = decided_now()
    together, apart = ({pair_of(*pair) for pair in pairs} for pairs in (standing.together, standing.apart))
    asked = _Asked((*doubted(home), *standing.together, *standing.apart))
    for line, row in list(_rows(file)):  # a file that breaks off decides nothing
        said = row[ANSWER].strip().casefold()
        if not said:
            empty += 1
            continue
        try:
            one, other = _ends(row)
            same = _same(said)
            one, other = _meant(one, other, asked)
            if pair_of(one, other) in (together if same else apart):
                known += 1
                continue
            reason = row[REASON].strip()[:1000] or SIDE_BY_SIDE.say(lang)
            answer(home, one, other, same=same, actor=actor, reason=reason)
            (together if same else apart).add(pair_of(one, other))
            decided += 1
        except Mistake as mistake:
            refused.append(Mistake(mistake.what, remedy=mistake.remedy, file=file, line=line))
    return Answers(decided, known, empty, tuple(refused))


def _ends(row: Row) -> tuple[End, End]:
    one, other = ((row[source].strip(), row[key].strip()) for source, key in (ENDS[:2], ENDS[2:]))
    if not all((*one, *other)):
        raise Mistake(
            Words(fr="il manque la source ou la clé d’une fiche", en="the source or key of a record is missing"),
            remedy=Words(
                fr="gardez les colonnes source_1, key_1, source_2 et key_2 telles qu’elles sont exportées",
                en="keep the columns source_1, key_1, source_2 and key_2 as they are exported",
            ),
        )
    return _bare(one), _bare(other)


class _Asked:
    """The pairs that people are asked about, or were: by digest, and their records by what a spreadsheet leaves of their keys."""

    def __init__(self, pairs: Iterable[tuple[End, End]]) -> None:
        every = {pair_of(*pair): pair for pair in pairs}
        self._digests = set(every)
        self._alike: dict[End, set[End]] = {}
        for end in {end for pair in every.values() for end in pair}:
            self._alike.setdefault(_without_zeros(end), set()).add(end)

    def holds(self, one: End, other: End) -> bool:
        """Whether the two are such a pair, as they are written."""
        return pair_of(one, other) in self._digests

    def alike(self, one: End, other: End) -> list[tuple[End, End]]:
        """Such pairs that a spreadsheet would write so."""
        left, right = (sorted(self._alike.get(_without_zeros(end), ())) for end in (one, other))
        return [pair for pair in product(left, right) if self.holds(*pair)]


def _without_zeros(end: End) -> End:
    source, key = end
    return (source, key.lstrip("0")) if key.isdecimal() else end


def _meant(one: End, other: End, asked: _Asked) -> tuple[End, End]:
    """The two records of a row; keys such as 00123 come back from a spreadsheet as 123. Raises Mistake where a record is gone, or
    where more than one may be meant."""
    gone = [end for end in (one, other) if not _is_there(end)]
    alike = [] if asked.holds(one, other) else asked.alike(one, other)
    if len(alike) == 1 and gone:
        one, other = alike[0]
        gone = [end for end in alike[0] if not _is_there(end)]
    elif alike:
        names = " · ".join(f"{'/'.join(left)} + {'/'.join(right)}" for left, right in alike)
        raise Mistake(
            Words(
                fr=f"ces clés peuvent désigner d’autres fiches, dont un tableur a ôté les zéros: {names}",
                en=f"these keys may mean other records, whose zeros a spreadsheet left out: {names}",
            ),
            remedy=Words(
                fr="écrivez ici les clés entières, colonnes en format texte, ou répondez dans l’application",
                en="write the whole keys here, columns formatted as text, or answer in the application",
            ),
        )
    if gone:
        name = "/".join(gone[0])
        raise Mistake(
            Words(
                fr=f"la fiche {name} n’est plus dans les sources", en=f"the record {name} is no longer in the sources"
            ),
            remedy=Words(fr="exportez de nouveau les paires à décider", en="export the pairs to be decided again"),
        )
    return one, other


def _is_there(end: End) -> bool:
    """Whether the last run saw the record."""
    from visavis.clients.models import Link

    return Link.objects.present().filter(source=end[0], key=end[1]).exists()


def _bare(end: End) -> End:
    """Without the apostrophe that kept a spreadsheet from computing it."""
    source, key = (text[1:] if text[:1] == "'" and without_formula(text[1:]) == text else text for text in end)
    return source, key


def _same(said: str) -> bool:
    if said in YES or said in NO:
        return said in YES
    raise Mistake(
        Words(fr=f"« {said} » n’est pas une réponse", en=f"“{said}” is no answer"),
        remedy=Words(fr="écrivez oui ou non, ou laissez vide", en="write yes or no, or leave it empty"),
    )


def _rows(file: Path) -> Iterator[tuple[int, Row]]:
    """Each row and the line where it begins, all columns of COLUMNS there."""
    text = _text(file)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = [name.strip().casefold() for name in next(reader, [])]
    needed = (ANSWER, *ENDS)
    if missing := [name for name in needed if name not in header]:
        raise Mistake(
            Words(fr=f"il manque la colonne {missing[0]}", en=f"the column {missing[0]} is missing"),
            remedy=Words(
                fr="partez du fichier que --export a écrit, sans renommer ses colonnes",
                en="start from the file that --export wrote, without renaming its columns",
            ),
            file=file,
            line=1,
        )
    line = reader.line_num + 1
    while (cells := _next(reader, file, line)) is not None:
        row = dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=False))
        if any(cell.strip() for cell in cells):
            yield line, row
        line = reader.line_num + 1


def _next(reader: Iterator[list[str]], file: Path, line: int) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:  # a quotation mark that is never closed takes the rest of the file for one cell
        raise Mistake(
            Words(fr=f"cette ligne ne se lit pas: {error}", en=f"this line can't be read: {error}"),
            remedy=Words(
                fr="cherchez-y un guillemet qui n’est pas fermé", en="look for a quotation mark that is not closed"
            ),
            file=file,
            line=line,
        ) from None


def _text(file: Path) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise Mistake(
            Words(fr=f"ce fichier ne se lit pas: {error.strerror}", en=f"this file can't be read: {error.strerror}"),
            remedy=Words(fr="vérifiez son nom", en="check its name"),
            file=file,
        ) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")  # as Excel saves a plain CSV in France
