"""Many records read at once, as columns: the same as each by itself, whatever was written."""

import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from visavis.engine.linking.comparable.contact_columns import mailboxes, numbers, roles
from visavis.engine.linking.comparable.contacts import email_address, is_role_mailbox, phone_number
from visavis.engine.linking.comparable.normalise import READ, normalise, normalised, rows_of
from visavis.engine.linking.comparable.place_columns import cities, postcodes, streets
from visavis.engine.linking.comparable.places import city, postcode, street
from visavis.engine.linking.comparable.plain_columns import plain_column
from visavis.engine.linking.comparable.text import plain, plains

_LETTERS = st.text("aAeEéÉœŒßıİKſ'’.-,& \n\t12ﬁ…½Ωςда\u0301", max_size=12)
_ANY = st.text(max_size=12) | _LETTERS

_LOCALS = st.sampled_from(
    ["jean.dupont", "jean", "a.+x", "+a", "a.", ".a", "jean+promo", "contact", "sav-lyon", "no.reply", "info2", "aaa", "aaab",
     "test.test", "testa", "test.aaa", "x.test", "12", "İnfo", "jean'", "'o", "a--b", "service.client", "a" * 240]
)  # fmt: skip
_DOMAINS = st.sampled_from(
    ["gmail.com", "GoogleMail.com", "free.fr", "outlook.com", "me.com", "a..fr", "-a.fr", "a.f", "a", "a.fr2", "a.fr.", "é.fr", "a.b.co.uk"]
)  # fmt: skip
_MAILBOXES = st.builds(
    lambda before, local, domain, after, loud: f"{before}{local.upper() if loud else local}@{domain}{after}",
    st.sampled_from(["", " ", "mailto:", "Jean <"]),
    _LOCALS,
    _DOMAINS,
    st.sampled_from(["", " ", ">", "\n", ";x@y.fr"]),
    st.booleans(),
)
_SIGNS = st.text("0123456789+()-./ \u00a0", min_size=3, max_size=16)
_PHONES = _SIGNS | st.builds(
    lambda prefix, digits, sign: prefix + sign.join(digits),
    st.sampled_from(["0", "+33", "0033", "+33(0)", "+33 0", "33", "+44", "0044", "٠"]),
    st.text("12678", min_size=8, max_size=10) | st.sampled_from(["600000000", "666666666", "166666666", "٦12345678"]),
    st.sampled_from(["", " ", ".", "\u202f", "\t"]),
)


def _texts(values: list[str]) -> pa.Array:
    return pa.array(values, pa.string())


@given(st.lists(_ANY, max_size=6))
@example(["a\nb", "", "\n", "Œuf", "Ωμέγα", "d’Arc", "…", "S.A."])
def test_plain_texts(written: list[str]) -> None:
    assert plains(written) == [plain(each) for each in written]
    assert plain_column(_texts(written)).to_pylist() == plains(written)


def test_letters_read_by_their_bytes() -> None:
    letters = [chr(code) for code in range(1, 0x250)]
    written = [*letters, *(f"x{letter}Y é{letter}" for letter in letters)]
    assert plain_column(_texts(written)).to_pylist() == [plain(each) for each in written]


@given(st.lists(_ANY | st.sampled_from(["12 bis, av. de la République", "F-75001", "3200", "٣200", "St-Lô CEDEX 2"]), max_size=6))  # fmt: skip
def test_places(written: list[str]) -> None:
    read, (number, name) = [street(each) for each in written], streets(_texts(written))
    assert number.to_pylist() == [each.number or None for each in read]
    assert name.to_pylist() == [each.name or None for each in read]
    assert postcodes(_texts(written)).to_pylist() == [postcode(each) or None for each in written]
    assert cities(_texts(written)).to_pylist() == [city(each) or None for each in written]


@settings(max_examples=150)
@given(st.lists(_MAILBOXES | _ANY, max_size=8))
def test_mailboxes_and_whose_they_are(written: list[str]) -> None:
    found = [email_address(each) for each in written]
    assert mailboxes(_texts(written)).to_pylist() == found
    addresses = [each for each in found if each]
    assert roles(_texts(addresses)).tolist() == [is_role_mailbox(each) for each in addresses]


@settings(max_examples=150)
@given(st.lists(_PHONES | _ANY, max_size=8), st.sampled_from(["FR", "GB", "US"]))
def test_phone_numbers(written: list[str], country: str) -> None:
    assert numbers(_texts(written), country).to_pylist() == [phone_number(each, country) for each in written]


_WRITTEN = st.none() | st.sampled_from(
    ["", " ", "Jean", "J.-P.", "MARTIN née Dupont", "Dupont (Martin)", "de La Tour", "M.", "test", "aaa", "Bob", "Garage Martin SARL",
     "Dupont, Jean", "DUPONT Jean", "contact@garage-martin.fr", "jean.d+x@gmail.com", "JeanD@gmail.com", "06 12 34 56 78", "0612345678",
     "+33612345678", "07911 123456", "3200", "12 rue X", "12 bis, rue de l’Île\n", "GB", "fr", "Œuvre", "Garage Martin", "732829320"]
)  # fmt: skip
_RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            **dict.fromkeys(("given_name", "family_name", "name", "street", "postcode", "city", "country", "company"), _WRITTEN),
            **dict.fromkeys(("emails", "phones"), st.none() | st.lists(_WRITTEN, max_size=4)),
            "kind": st.sampled_from([None, "", "person", "organisation"]),
            "birth_date": st.none()
            | st.dates(datetime.date(1879, 12, 30), datetime.date(1880, 1, 2))
            | st.sampled_from([datetime.date(year, 1, day) for year in (1900, 1970, 1980) for day in (1, 2)]),
            "key": st.sampled_from(["1", "732829320"]),
            "also_known_as": st.none() | st.just(["crm/1"]),
        }
    ),
    max_size=10,
)  # fmt: skip

_TYPES = {
    **dict.fromkeys(READ, pa.string()),
    **dict.fromkeys(("emails", "phones", "also_known_as"), pa.list_(pa.string())),
    "rid": pa.int64(),
    "birth_date": pa.date32(),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("columns")


@settings(max_examples=80)
@given(_RECORDS)
def test_columns_read_as_records_do(folder: Path, records: list[dict[str, object]]) -> None:
    rows = [{"rid": n, "source": "crm", "origin": "record"} | each for n, each in enumerate(records)]
    table = pa.Table.from_pylist([{name: row[name] for name in READ} for row in rows], pa.schema(list(_TYPES.items())))
    pq.write_table(table, folder / "raw.parquet", row_group_size=7)
    assert normalise(rows_of(folder / "raw.parquet"), folder / "read.parquet", threads=1) == len(rows)
    assert pq.read_table(folder / "read.parquet").to_pylist() == normalised(rows).to_pylist()
