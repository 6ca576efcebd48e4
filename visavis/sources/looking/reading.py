"""How the files of a source are to be read: only the options that matter for them, each with its evidence."""

import re
from collections.abc import Collection

from visavis.mistakes import Words
from visavis.sources.looking.columns import Column
from visavis.sources.looking.dates import DateOrder
from visavis.sources.looking.kinds import Kind
from visavis.sources.looking.missing import Marks
from visavis.sources.looking.proposal import Look, Part

_PUNCTUATION = re.compile(r"[\W_]+")
_OFFSET = re.compile(r":\d{2}(?:[.,]\d+)? ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$", re.IGNORECASE)


def read_options(look: Look, order: DateOrder, day_first: bool | None, used: Collection[str]) -> dict[str, Part]:
    """The `read` of a source; `day_first` is a person's answer where the dates (`order`) do not tell."""
    read: dict[str, Part] = {}
    loaded = look.loaded
    if loaded.encoding is not None:
        read["encoding"] = Part(loaded.encoding.name, loaded.encoding.why, loaded.encoding.sure)
    if (dialect := loaded.dialect) is not None:
        read["delimiter"] = Part(dialect.delimiter, dialect.why, dialect.sure)
        if not dialect.quoted:
            read["quote"] = Part("", Words(fr="les guillemets font partie du texte", en="quotes are part of the text"))
        if dialect.header > 1:
            read["header"] = Part(dialect.header, Words(fr="ligne des titres", en="the line that names the columns"))
    if loaded.sheet is not None and len(loaded.sheets) > 1:
        why = Words(fr="première feuille qui contient un tableau", en="the first sheet that holds a table")
        read["sheet"] = Part(loaded.sheet, why, sure=False)
    if order.day_first is not None:
        read["day_first"] = Part(order.day_first, order.why)
    elif order.ask and day_first is not None:
        read["day_first"] = Part(day_first, Words(fr="répondu par une personne", en="answered by a person"))
    if (marks := marks_of(look)).texts():
        read["missing"] = Part(marks.texts(), _mark_words(marks))
    if (decimal := _decimal(look, used)) is not None:
        read["decimal"] = decimal
    return read


def marks_of(look: Look) -> Marks:
    """The missing marks that count: words and `?` anywhere, mere punctuation in texts only where it comes back."""
    found: dict[str, dict[str, int]] = {}
    for column in look.columns:
        kept = {mark: count for mark, count in column.marks.items() if count >= _fewest(column, mark)}
        if kept:
            found[column.name] = kept
    return Marks(found)


def _fewest(column: Column, mark: str) -> float:
    if column.kind is not Kind.TEXT or (mark == "?" and not column.is_free_text):
        return 1
    if column.is_free_text:
        return max(2, 0.02 * column.rows)
    return 3 if _PUNCTUATION.fullmatch(mark) else 1


def _mark_words(marks: Marks) -> Words:
    counted = [(mark, *marks.total(mark)) for mark in marks.texts()[:4]]
    return Words(
        fr="; ".join(f"« {mark} » {count} fois dans {columns} colonne(s)" for mark, count, columns in counted),
        en="; ".join(f"“{mark}” {count} times in {columns} column(s)" for mark, count, columns in counted),
    )


def _decimal(look: Look, used: Collection[str]) -> Part | None:
    """The decimal mark, where a comma stands in numbers that are used."""
    columns = [column for column in look.columns if column.name in used and column.is_number]
    commas = sum(column.commas for column in columns)
    points = sum(column.points for column in columns)
    thousands = sum(column.thousands for column in columns)
    if commas and not points:
        return Part(",", Words(fr=f"virgule décimale {commas} fois", en=f"decimal comma {commas} times"))
    if not thousands:
        return None
    why = Words(
        fr=f"« 1,234 » {thousands} fois: lu comme un millier" + (f"; point décimal {points} fois" if points else ""),
        en=f"“1,234” {thousands} times: read as a thousand" + (f"; decimal point {points} times" if points else ""),
    )
    return Part(".", why, sure=bool(points))


def needs_zone(look: Look, used: Collection[str]) -> bool:
    """Whether times are used that do not say their zone."""
    return any(
        column.dates is not None
        and column.dates.with_time > 0
        and not column.dates.is_always_midnight
        and not all(_OFFSET.search(example) for example in column.examples)
        for column in look.columns
        if column.name in used
    )


def notes_on(look: Look, used: Collection[str]) -> list[Words]:
    """What a person should know about the rows before agreeing."""
    notes = []
    if look.loaded.refused:
        notes.append(
            Words(
                fr=f"{look.loaded.refused} ligne(s) n’ont pas le bon nombre de colonnes: elles iront aux lignes écartées",
                en=f"{look.loaded.refused} row(s) have a wrong number of columns: they will go to the rejects",
            )
        )
    for column in look.columns:
        if (
            not column.odd
            or column.name not in used
            or (column.kind in (Kind.TEXT, Kind.INTEGER) and not column.is_number)
        ):
            continue
        (value, count), total = next(iter(column.odd.items())), sum(column.odd.values())
        kinds = _KINDS.get(column.kind, Words(fr=column.kind.value, en=column.kind.value))
        notes.append(
            Words(
                fr=f"{column.name}: {total} valeur(s) ne sont pas {kinds.fr}, p. ex. « {value.strip()[:40]} » ({count} fois)",
                en=f"{column.name}: {total} value(s) are no {kinds.en}, such as “{value.strip()[:40]}” ({count} times)",
            )
        )
    return notes


_KINDS = {
    Kind.DATE: Words(fr="des dates", en="dates"),
    Kind.MONTH: Words(fr="des mois", en="months"),
    Kind.INTEGER: Words(fr="des nombres entiers", en="integers"),
    Kind.DECIMAL: Words(fr="des nombres", en="numbers"),
    Kind.BOOLEAN: Words(fr="des oui ou non", en="yes or no"),
}
