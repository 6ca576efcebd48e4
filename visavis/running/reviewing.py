"""Doubtful pairs in a spreadsheet: one row a pair, both records side by side; and the answers read back.

What leaves is what a spreadsheet of French Excel opens by itself: UTF-8 with its mark, semicolons. What comes back may have been
saved otherwise: the first line tells what parts its columns.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from visavis.clients.doubts.reviewing import Doubt, pair_of, queue, records_at
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
    """Decide what the rows of `file` answer; a row that says what stands decided already changes nothing.

    Rows that can't be are refused, each with its line, and the others hold. Raises Mistake where the file can't be read, or a
    column is missing.
    """
    from visavis.clients.decided import decided_now

    queue(home)  # raises where nothing was linked yet, and opens the database
    decided, known, empty = 0, 0, 0
    refused: list[Mistake] = []
    standing, _ = decided_now()
    together, apart = ({pair_of(*pair) for pair in pairs} for pairs in (standing.together, standing.apart))
    for line, row in list(_rows(file)):  # a file that breaks off decides nothing
        said = row[ANSWER].strip().casefold()
        if not said:
            empty += 1
            continue
        try:
            one, other = _ends(row)
            same = _same(said)
            _check_there(one, other)
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


def _check_there(*ends: End) -> None:
    """Raise Mistake where the last run no longer saw one of the records."""
    from visavis.clients.models import Link

    for source, key in ends:
        if not Link.objects.present().filter(source=source, key=key).exists():
            raise Mistake(
                Words(
                    fr=f"la fiche {source}/{key} n’est plus dans les sources",
                    en=f"the record {source}/{key} is no longer in the sources",
                ),
                remedy=Words(fr="exportez de nouveau les paires à décider", en="export the pairs to be decided again"),
            )


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
