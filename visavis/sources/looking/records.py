"""Rows that say who someone is: persons and organisations."""

from visavis.mistakes import Words
from visavis.sources.looking.columns import Column
from visavis.sources.looking.keys import find_key
from visavis.sources.looking.kinds import Kind
from visavis.sources.looking.names import Idea, words_of
from visavis.sources.looking.proposal import Fact, Look, Part
from visavis.sources.looking.roles import Moments, names_in

_ONE_EACH = {
    "given_name": Idea.GIVEN_NAME,
    "family_name": Idea.FAMILY_NAME,
    "postcode": Idea.POSTCODE,
    "city": Idea.CITY,
    "country": Idea.COUNTRY,
    "language": Idea.LANGUAGE,
}
_NOT_WHO = {
    Idea.STAFF,
    Idea.TEAM,
    Idea.DEPARTURE,
    Idea.ARRIVAL,
    Idea.CHANNEL,
    Idea.STATUS,
    Idea.SENDER,
    Idea.RECIPIENT,
}
"""Names that are not the client's: of staff, of places between which one travels, of either end of a message."""
_ENOUGH = {"given_name", "family_name", "name", "emails", "phones", "birth_date", "company", "street"}


def attributes_of(look: Look) -> dict[str, Part]:
    """Which fields of a record the columns hold; empty where they say nothing about anyone."""
    fields: dict[str, Part] = {}
    for field, idea in _ONE_EACH.items():
        if (column := _first(look, idea)) is not None:
            fields[field] = Part(column.name)
    _add_names(look, fields)
    _add_addresses(look, fields)
    if (birth := _first(look, Idea.BIRTH, (Kind.DATE, Kind.INTEGER))) is not None:
        fields["birth_date"] = Part(birth.name)
    return fields


def tells_who(fields: dict[str, Part]) -> bool:
    """Whether these fields could tell one person from another."""
    return bool(_ENOUGH & set(fields)) or {"postcode", "city"} <= set(fields)


def _first(look: Look, idea: Idea, kinds: tuple[Kind, ...] = (Kind.TEXT, Kind.INTEGER)) -> Column | None:
    fitting = [
        column
        for column in look.columns
        if idea in column.ideas and column.kind in kinds and column.filled and not _is_about_staff(column)
    ]
    fitting = [column for column in fitting if not column.is_moment or idea is Idea.BIRTH]
    return min(fitting, key=lambda column: (len(column.ideas), column.place), default=None)


def _is_about_staff(column: Column) -> bool:
    return bool(column.ideas & _NOT_WHO) and not column.ideas & {Idea.EMAIL}


def _add_names(look: Look, fields: dict[str, Part]) -> None:
    whole = [
        column
        for column in look.columns
        if Idea.NAME in column.ideas
        and column.kind is Kind.TEXT
        and column.filled
        and not _is_about_staff(column)
        and not column.ideas
        & {Idea.GIVEN_NAME, Idea.FAMILY_NAME, Idea.KIND, Idea.EMAIL, Idea.CITY, Idea.COUNTRY, Idea.CASE}
        and words_of(column.name)[0]
        not in {"product", "produit", "file", "dep", "reg", "departement", "region", "category"}
    ]
    if whole:
        column = whole[0]
        alone = words_of(column.name) == ("nom",) and "given_name" in fields and "family_name" not in fields
        fields["family_name" if alone else "name"] = Part(column.name)
    company = [
        column
        for column in look.columns
        if Idea.COMPANY in column.ideas
        and column.kind is Kind.TEXT
        and Idea.ID not in column.ideas
        and column.name not in names_in(fields.values())
    ]
    if company:
        person = {"given_name", "family_name", "name"} & set(fields)
        fields["company" if person else "name"] = Part(company[0].name)


def _add_addresses(look: Look, fields: dict[str, Part]) -> None:
    emails = [
        column.name
        for column in look.columns
        if column.kind is Kind.EMAIL and not column.ideas & (_NOT_WHO - {Idea.CHANNEL})
    ]
    phones = [
        column.name
        for column in look.columns
        if (
            column.kind is Kind.PHONE
            or (Idea.PHONE in column.ideas and column.kind in (Kind.INTEGER, Kind.TEXT) and not column.is_category)
        )
        and column.filled
        and not _is_about_staff(column)
        and Idea.EMAIL not in column.ideas
    ]
    if emails:
        fields["emails"] = Part(emails if len(emails) > 1 else emails[0])
    if phones:
        fields["phones"] = Part(phones if len(phones) > 1 else phones[0])
    streets = [
        column
        for column in look.columns
        if Idea.STREET in column.ideas
        and column.kind in (Kind.TEXT, Kind.INTEGER)
        and not column.ideas & {Idea.EMAIL, Idea.POSTCODE, Idea.CITY}
        and column.filled
    ]
    numbers = [column for column in streets if set(words_of(column.name)) & {"number", "numero", "num", "no"}]
    ways = [column for column in streets if column not in numbers]
    if numbers and ways:
        fields["street"] = Part({"join": [numbers[0].name, ways[0].name], "with": " "})
    elif ways:
        fields["street"] = Part(ways[0].name)


def propose_record(look: Look, moments: Moments) -> Fact | None:
    """A record per row, if a key names it and its columns tell who it is."""
    attributes = attributes_of(look)
    if not tells_who(attributes):
        return None
    key = find_key(look, of_records=True, never=names_in(part for name, part in attributes.items() if name != "emails"))
    version = None
    if _are_suppliers(look, key):
        return None
    if key.value == "none":
        key, version = _repeated_key(look, moments)
    if key.value == "none" and not _ENOUGH & set(attributes):
        return None
    fields = _kind(attributes, look) | attributes
    other = [column for column in look.columns if _is_other_id(column, key)]
    if other:
        fields["also_known_as"] = Part(
            [column.name for column in other] if len(other) > 1 else other[0].name,
            Words(fr="autre identifiant de la même personne", en="another id of the same one"),
        )
    if (updated := next((column for column in look.columns if _is_update(column)), None)) is not None:
        fields["updated_at"] = Part(updated.name)
    return Fact("records", key, fields, version_by=version)


def _are_suppliers(look: Look, key: Part) -> bool:
    """Whether the rows are those whom the company buys from, or who sell through it: no clients."""
    keys = [column for column in look.columns if column.name in names_in([key])]
    return any(Idea.SUPPLIER in column.ideas and Idea.CLIENT not in column.ideas for column in keys)


def _is_update(column: Column) -> bool:
    return column.kind is Kind.DATE and Idea.UPDATED in column.ideas


def _repeated_key(look: Look, moments: Moments) -> tuple[Part, Part | None]:
    """An id of the client that comes back: the latest version counts."""
    ids = [
        column
        for column in look.columns
        if column.ideas >= {Idea.ID, Idea.CLIENT} and column.filled == column.rows and column.is_id_like
    ]
    when = moments.updated or moments.occurred
    if not ids or when is None:
        return Part("none", Words(fr="rien n’est unique", en="nothing is unique"), sure=False), None
    return (
        Part(ids[0].name, Words(fr="revient; la dernière version compte", en="comes back; the latest version counts")),
        Part(when.name),
    )


def _is_other_id(column: Column, key: Part) -> bool:
    if column.name in names_in([key]) or not column.is_id_like or column.kind in (Kind.EMAIL, Kind.PHONE):
        return False
    named = Idea.UNIQUE in column.ideas or (Idea.ID in column.ideas and Idea.CLIENT in column.ideas)
    return named and not column.is_constant and not column.ideas & {Idea.NAME, Idea.POSTCODE}


def _kind(attributes: dict[str, Part], look: Look) -> dict[str, Part]:
    if {"given_name", "family_name", "birth_date"} & set(attributes):
        return {"kind": Part({"value": "person"})}
    company = any(
        Idea.COMPANY in column.ideas for column in look.columns if column.name in names_in([attributes.get("name")])
    )
    siren = any({"siret", "siren", "tva", "vat"} & set(words_of(column.name)) for column in look.columns)
    return {"kind": Part({"value": "organisation"})} if company or siren else {}


def embedded_record(look: Look, client: Part | None, moments: Moments) -> Fact | None:
    """The client described inside rows that are events: keyed by the client’s id, else by e-mail; the latest row counts."""
    attributes = attributes_of(look)
    if client is None or not tells_who(attributes) or not isinstance(client.value, dict) or "of" in client.value:
        return None
    key = next((client.value[form] for form in ("record", "email") if form in client.value), None)
    if key is None or names_in(attributes.values()) <= {key}:
        return None
    if key in names_in([attributes.get("name")]) and len(attributes) == 1:
        return None
    column = look.named(key)
    when = moments.updated or moments.occurred
    if (column.filled < column.rows and "record" in client.value) or (when is None and not column.unique):
        return None
    fields = _kind(attributes, look) | attributes
    version = None if column.unique or when is None else Part(when.name)
    where = None if column.filled == column.rows else Part({key: {"not": [None]}})
    return Fact(
        "records",
        Part(key, Words(fr="le client décrit dans les mêmes lignes", en="the client described in the same rows")),
        fields,
        where=where,
        version_by=version,
    )
