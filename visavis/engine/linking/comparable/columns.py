"""Whole columns made comparable: what engine/linking/comparable/normalise.py does to one record, done to many at a time.

The meaning is that of one record; a test holds both to the same rows. Each function here reads distinct values, most of them in a
few passes over all of their letters.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from visavis.engine.linking.comparable.companies import bears_its_domain, has_legal_form, siren
from visavis.engine.linking.comparable.contact_columns import mailboxes, numbers, roles
from visavis.engine.linking.comparable.distinct import Distinct, Mask, Members, mask
from visavis.engine.linking.comparable.misplaced import mended
from visavis.engine.linking.comparable.name_columns import company_names, family_names, given_names
from visavis.engine.linking.comparable.names import given_circle, given_root, split_name, usual_name
from visavis.engine.linking.comparable.place_columns import cities, postcodes, streets
from visavis.engine.linking.comparable.plain_columns import by_hand
from visavis.vocabulary import RecordKind

Columns = dict[str, pa.Array]

_TEXTS = pa.list_(pa.string())
_NAMES = ("given_name", "family_name", "name")
_DIGIT = r"\p{Nd}"


def comparable(read: pa.Table, country: str) -> Columns:
    """The columns READ (engine/linking/comparable/normalise.py) in comparable form; `country` is assumed of phone numbers."""
    raw = _columns(_mended(read))
    written = Members.of(raw["emails"], repeated=True)
    boxes = written.read(mailboxes(written.values))
    role = roles(pc.fill_null(boxes.values, ""))
    organisation = _organisations(raw, boxes, role)
    kinds = pa.array(organisation)
    emails = boxes.kept(organisation[boxes.rows] | ~role[boxes.places])
    phones = _phones(raw, country)
    # An organisation’s name is its company.
    companies = pc.if_else(pc.and_(kinds, _told(raw["name"])), raw["name"], raw["company"])
    called = Distinct.of(companies)
    return {
        **{name: raw[name] for name in ("rid", "source", "key", "origin", "also_known_as")},
        "kind": pc.if_else(kinds, pa.scalar(str(RecordKind.ORGANISATION)), pa.scalar(str(RecordKind.PERSON))),
        **_persons(raw, kinds),
        "email": emails.first(),
        "emails": emails.lists(),
        "mailboxes": boxes.lists(),
        "phone": phones.first(),
        "phones": phones.lists(),
        **_places(raw),
        "birth_date": raw["birth_date"],
        "company": called.spread(company_names(called.values)),
        "siren": pc.coalesce(_sirens(Distinct.of(pc.if_else(kinds, raw["key"], None))), _sirens(called)),
    }


def _columns(table: pa.Table) -> Columns:
    return {name: _whole(table[name]) for name in table.column_names}


def _whole(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole


def _mended(read: pa.Table) -> pa.Table:
    """As `mended` of each record: those that may need it are few, and are read by it."""
    code, city = (_whole(read[name]) for name in ("postcode", "city"))
    # Without a digit of ASCII, which is more than without any: those few are looked at one by one.
    needy = mask(_told(city)) & mask(_told(code)) & ~mask(pc.match_substring_regex(code, "[0-9]"))
    for name in _NAMES:
        needy |= mask(pc.match_substring(_whole(read[name]), "@"))
    emails = _whole(read["emails"])
    spaced = mask(pc.match_substring(emails.flatten(), " "))
    if spaced.any():
        needy[pc.list_parent_indices(emails).to_numpy()[spaced]] = True
    if not needy.any():
        return read
    some = read.filter(pa.array(needy)).to_pydict()
    anew = pa.Table.from_pydict(mended(some), schema=read.schema)
    order = np.argsort(np.concatenate([np.flatnonzero(~needy), np.flatnonzero(needy)]), kind="stable")
    return pa.concat_tables([read.filter(pa.array(~needy)), anew]).take(pa.array(order))


def _told(column: pa.Array) -> pa.Array:
    """Where a text says something."""
    return pc.fill_null(pc.not_equal(column, ""), fill_value=False)


def _organisations(raw: Columns, boxes: Members, role: Mask) -> Mask:
    found = mask(pc.equal(raw["kind"], str(RecordKind.ORGANISATION)))
    person = mask(pc.equal(raw["kind"], str(RecordKind.PERSON)))
    open_ = ~(found | person | mask(_told(raw["given_name"])) | mask(_told(raw["family_name"])))
    if not open_.any():
        return found
    named, company = mask(_told(raw["name"])), mask(_told(raw["company"]))
    found |= open_ & company & ~named & mask(raw["birth_date"].is_null())
    names = Distinct.of(pc.if_else(pa.array(open_ & ~found), raw["name"], None))
    texts = names.texts()
    found |= mask(names.spread([has_legal_form(each) for each in texts], pa.bool_()))
    # By a function's mailbox at a domain that spells the name.
    asked = np.flatnonzero((open_ & ~found)[boxes.rows] & role[boxes.places])
    rows = boxes.rows[asked]
    for row, name, address in zip(
        rows.tolist(),
        raw["name"].take(pa.array(rows)).to_pylist(),
        boxes.values.take(pa.array(boxes.places[asked])).to_pylist(),
        strict=True,
    ):
        found[row] |= bears_its_domain(name, address)
    return found


def _persons(raw: Columns, organisation: pa.Array) -> Columns:
    given, family = (pc.if_else(organisation, None, raw[name]) for name in ("given_name", "family_name"))
    alone = mask(pc.invert(organisation)) & ~mask(_told(given)) & ~mask(_told(family)) & mask(_told(raw["name"]))
    if alone.any():
        here = pa.array(alone)
        whole = Distinct.of(raw["name"].filter(here))
        parts = [split_name(each) for each in whole.texts()]
        given = pc.replace_with_mask(given, here, whole.spread([first for first, _ in parts]))
        family = pc.replace_with_mask(family, here, whole.spread([last for _, last in parts]))
    firsts = Distinct.of(given)
    lasts = Distinct.of(family)
    known = given_names(firsts.values)
    each_given = known.to_pylist()
    root = firsts.spread([given_root(each) if each else None for each in each_given])
    own, other = family_names(lasts.values)
    families = lasts.spread(own)
    return {
        "given": firsts.spread(known),
        "root": root,
        "usual": firsts.spread([usual_name(each) or None if each else None for each in each_given]),
        "circle": firsts.spread([given_circle(each) if each else None for each in each_given], _TEXTS),
        "family": families,
        "other_family": lasts.spread(other),
        "name": pc.binary_join_element_wise(root, families, " "),
    }


def _phones(raw: Columns, country: str) -> Members:
    """Each number once in a record, read as one of the record's country."""
    written = Members.of(raw["phones"], repeated=False)
    told = Distinct.of(raw["country"])
    codes = [country_code(each) or country for each in told.texts()]
    if not codes or set(codes) == {country}:
        return written.read(numbers(written.values, country))
    every = sorted({country, *codes})
    of_row = told.spread([every.index(code) for code in codes], pa.int64()).fill_null(every.index(country)).to_numpy()
    # A number and its country, as one place among the numbers of all countries.
    places = written.places + of_row[written.rows] * len(written.values)
    used, again = np.unique(places, return_inverse=True)
    parts = []
    for place, code in enumerate(every):
        here = used[used // max(len(written.values), 1) == place] % max(len(written.values), 1)
        parts.append(numbers(written.values.take(pa.array(here)), code))
    values = pa.concat_arrays(parts)
    return Members(written.rows, again.astype(np.int64), values, written.size).read(values)


def _places(raw: Columns) -> Columns:
    written, codes, towns = (Distinct.of(raw[name]) for name in ("street", "postcode", "city"))
    number, street = streets(written.values)
    return {
        "street_number": written.spread(number),
        "street": written.spread(street),
        "postcode": codes.spread(postcodes(codes.values)),
        "city": towns.spread(cities(towns.values)),
    }


def _sirens(told: Distinct) -> pa.Array:
    """`siren` of each text; none is one without a digit."""
    digits = mask(pc.match_substring_regex(told.values, _DIGIT))
    nothing = pa.nulls(len(digits), pa.string())
    return told.spread(by_hand(told.values, ~digits, nothing, siren))


def country_code(text: str | None) -> str | None:
    """The country (ISO 3166) that `text` names by its two letters, or None."""
    code = (text or "").strip().upper()
    return code if len(code) == 2 and code.isalpha() else None
