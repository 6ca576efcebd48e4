"""A record as a program hands it in: checked, and as the lake would hold it."""

import datetime
import unicodedata
from collections.abc import Mapping
from typing import Any

from visavis.engine.linking.comparable.nodes import ADDRESS_SOURCES
from visavis.mistakes import Mistake, Words
from visavis.vocabulary import RecordKind

TEXTS = (*("given_name", "family_name", "name", "street", "postcode", "city", "country", "company", "language"),)
LISTS = ("emails", "phones", "also_known_as")
FIELDS = ("source", "key", "kind", *TEXTS, *LISTS, "birth_date")
"""What a record may say, named as the lake's columns."""

LONGEST = {"source": 200, "key": 2000}
LONGEST_TEXT, MOST = 1_000, 50


def arrived(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with every one of FIELDS, plain JSON, null where it says nothing; empty texts say nothing.

    `emails`, `phones` and `also_known_as` may be one text or a list. Raises Mistake, naming the field, for what can't be read.
    """
    if unknown := sorted(set(record) - set(FIELDS)):
        raise Mistake(
            Words(fr=f"champ inconnu: {unknown[0]}", en=f"unknown field: {unknown[0]}"),
            remedy=Words(fr=f"champs possibles: {', '.join(FIELDS)}", en=f"fields: {', '.join(FIELDS)}"),
        )
    told: dict[str, Any] = {name: _text(name, record.get(name)) for name in ("source", "key", "kind", *TEXTS)}
    told |= {name: _list(name, record.get(name)) for name in LISTS}
    told["birth_date"] = _day(record.get("birth_date"))
    for name in ("source", "key"):
        if told[name] is None:
            raise _wrong(name, Words(fr="est obligatoire", en="is needed"))
    if _is_odd(told["source"]):
        raise Mistake(
            Words(
                fr="le champ « source » ne peut contenir ni barre oblique, ni caractère invisible",
                en="the field “source” can hold neither a slash nor an invisible character",
            ),
            remedy=Words(
                fr="un nom court et lisible, par exemple: formulaire", en="a short, legible name, such as: form"
            ),
        )
    if told["source"] in ADDRESS_SOURCES:
        raise _wrong("source", Words(fr="est un nom réservé", en="is a name that is taken"))
    if told["kind"] not in (None, *RecordKind):
        raise _wrong("kind", Words(fr="vaut person ou organisation", en="is person or organisation"))
    return told


def raw_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """The record as normalisation reads it."""
    day = told["birth_date"]
    return {
        **told,
        "rid": 0,
        "origin": "record",
        "birth_date": datetime.date.fromisoformat(day) if day else None,
    }


def _is_odd(source: str) -> bool:
    """Whether records of that source could not be named: `source/key` is read up to the first slash."""
    return any(each == "/" or unicodedata.category(each) in ("Cc", "Cf", "Zl", "Zp") for each in source)


def _text(name: str, value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _wrong(name, Words(fr="doit être un texte", en="must be a text"))
    # No database takes NUL; half a pair of surrogates is no character.
    text = value.replace("\0", "").encode("utf-8", "ignore").decode().strip()
    if len(text) > LONGEST.get(name, LONGEST_TEXT):
        raise _wrong(name, Words(fr="est trop long", en="is too long"))
    return text or None


def _list(name: str, value: Any) -> list[str] | None:
    values = value if isinstance(value, list) else [value]
    if len(values) > MOST:
        raise _wrong(name, Words(fr=f"compte plus de {MOST} valeurs", en=f"has more than {MOST} values"))
    return [text for each in values if (text := _text(name, each))] or None


def _day(value: Any) -> str | None:
    text = _text("birth_date", value)
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise _wrong("birth_date", Words(fr="s’écrit 1980-02-03", en="is written 1980-02-03")) from None


def _wrong(name: str, what: Words) -> Mistake:
    return Mistake(Words(fr=f"le champ « {name} » {what.fr}", en=f"the field “{name}” {what.en}"))
