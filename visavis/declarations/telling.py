"""What pydantic found wrong in a written file, told to a person: file, line, remedy, in both languages."""

import difflib
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from visavis.mistakes import Mistake, Words

Location = tuple[str | int, ...]


class SpokenError(ValueError):
    """A ValueError for validators whose reason is said in both languages."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)


def mistakes_of(
    errors: list[ErrorDetails], model: type[BaseModel], file: Path, lines: dict[Location, int]
) -> list[Mistake]:
    """One mistake per telling error; `lines` gives the line of each node of the file by its location."""
    return [_mistake(error, model, file, lines) for error in _telling(errors)]


def line_of(at: Sequence[str | int], lines: dict[Location, int]) -> int:
    """The line of the nearest enclosing node whose line is known (pydantic adds names of union members to locations)."""
    known = tuple(at)
    while known:
        if known in lines:
            return lines[known]
        known = known[:-1]
    return lines.get((), 1)


def _telling(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Of the errors of a union, those of the member that was probably meant: the deepest ones."""
    by_top: dict[str | int | None, list[ErrorDetails]] = {}
    for error in errors:
        by_top.setdefault((error["loc"][0] if error["loc"] else None), []).append(error)
    telling = []
    for group in by_top.values():
        unknown = [error for error in group if error["type"] == "extra_forbidden"]
        telling += unknown or group[:3]
    return telling


def _mistake(error: ErrorDetails, model: type[BaseModel], file: Path, lines: dict[Location, int]) -> Mistake:
    place = ".".join(str(part) for part in error["loc"]) or model.__name__
    key, line = str(error["loc"][-1]) if error["loc"] else "", line_of(_written(error["loc"], lines), lines)
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, sorted(known_keys(model)), n=1, cutoff=0.6)
        return Mistake(
            Words(fr=f"clé inconnue: {place}", en=f"unknown key: {place}"),
            remedy=Words(fr=f"vouliez-vous dire « {near[0]} » ?", en=f"did you mean “{near[0]}”?")
            if near
            else Words(fr="retirez-la: aucune clé ne porte ce nom", en="remove it: no key has that name"),
            file=file,
            line=line,
        )
    if error["type"] == "missing":
        return Mistake(
            Words(fr=f"il manque la clé: {place}", en=f"a key is missing: {place}"),
            remedy=Words(fr=f"ajoutez « {key}: … »", en=f"add “{key}: …”"),
            file=file,
            line=line,
        )
    inner = error.get("ctx", {}).get("error")
    if isinstance(inner, SpokenError):
        return Mistake(Words(fr=f"{place}: {inner.words.fr}", en=f"{place}: {inner.words.en}"), file=file, line=line)
    reason, read = _reason(error), f"{error['input']!r:.80}"
    return Mistake(
        Words(fr=f"{place}: {reason.fr}; lu: {read}", en=f"{place}: {reason.en}; read: {read}"),
        file=file,
        line=line,
    )


EXPECTED = {
    "literal_error": "une de ces valeurs est attendue: {expected}",
    "enum": "une de ces valeurs est attendue: {expected}",
    "string_type": "un texte est attendu",
    "string_pattern_mismatch": "le texte doit suivre le modèle {pattern}",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "float_type": "un nombre est attendu",
    "float_parsing": "un nombre est attendu",
    "bool_type": "true ou false est attendu",
    "bool_parsing": "true ou false est attendu",
    "list_type": "une liste est attendue",
    "dict_type": "un bloc de clés est attendu",
    "model_type": "un bloc de clés est attendu",
    "date_type": "une date (AAAA-MM-JJ) est attendue",
    "date_from_datetime_parsing": "une date (AAAA-MM-JJ) est attendue",
    "greater_than": "un nombre plus grand que {gt} est attendu",
    "greater_than_equal": "un nombre d’au moins {ge} est attendu",
    "too_short": "il en faut au moins {min_length}",
}


def _reason(error: ErrorDetails) -> Words:
    english = error["msg"].removeprefix("Value error, ")
    try:
        french = EXPECTED[error["type"]].format(**error.get("ctx", {})).replace(" or ", " ou ")
    except KeyError:
        french = f"valeur refusée ({english})"
    return Words(fr=french, en=english)


def _written(location: Location, lines: dict[Location, int]) -> Location:
    """The location without the names of union members that pydantic puts in between."""
    known: Location = ()
    for part in location:
        if (*known, part) in lines:
            known = (*known, part)
    return known


def known_keys(model: type[BaseModel]) -> set[str]:
    """Every key that `model` or an object inside it accepts."""
    schema = model.model_json_schema(by_alias=True)
    shapes = [schema, *schema.get("$defs", {}).values()]
    return {key for shape in shapes for key in shape.get("properties", {})}
