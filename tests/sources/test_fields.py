"""Fields of facts: references, keys, maps, conditions, lists, pseudonyms, types of extra fields."""

import datetime
from typing import Any

import pytest

from tests.sources.homes import SECRET, Place
from visavis.sources.names import phone_number, pseudonym


def fetch(place: Place, fact: str, content: str, read: str = "{}") -> list[dict[str, Any]]:
    """The facts of one declared fact, nulls left out."""
    place.declare(f"name: s\nfiles: exports/a.csv\nread: {read}\nfacts:\n  - {fact}\n")
    place.put("exports/a.csv", content)
    place.fetch()
    table = fact.split("table: ")[1].split(",")[0]
    rows = place.rows(f"SELECT * EXCLUDE (source) FROM {table} ORDER BY key")
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def test_references_to_records_addresses_and_facts(place: Place) -> None:
    fact = (
        "{table: events, key: [a, b], fields: {type: {value: t}, client_ref: {email: mail}, about: {key: [a, b], of: other}, "
        "extra: {who: {record: b}, call: {phone: tel}}}}"
    )
    content = "a,b,mail,tel\n1|2,x\\y, Ada@Example.ORG ,01 23 45 67 89\n,z,,\n"
    assert fetch(place, fact, content) == [
        {
            "key": "1\\|2|x\\\\y",
            "type": "t",
            "about": "other/1\\|2|x\\\\y",
            "client_ref": "email/ada@example.org",
            "extra_who": "record/s/x\\y",
            "extra_call": "phone/+33123456789",
        },
        {"key": "|z", "type": "t", "about": "other/|z", "extra_who": "record/s/z"},
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01 23 45 67 89", "+33123456789"),
        ("+44 20 7946 0958", "+442079460958"),
        ("0123", "0123"),
        ("call me", ""),
        ("01.23.45.67.89; +33 6 12 34 56 78", "+33123456789;+33612345678"),
    ],
)
def test_phone_numbers_become_e164_or_digits(text: str, expected: str) -> None:
    assert phone_number(text, "FR") == expected


def test_records_hold_several_addresses_and_other_ids(place: Place) -> None:
    fact = (
        "{table: records, key: id, fields: {kind: {value: person}, emails: [mail1, mail2], phones: tel, birth_date: born, "
        "also_known_as: [{record: loyalty, of: shop}, {record: id2, of: web}]}}"
    )
    content = (
        "id,mail1,mail2,tel,born,loyalty,id2\n1,a@b.c; d@e.f,,06 12 34 56 78;01 23 45 67 89,1899-02-01,L7,\n2,,,,,,W3\n"
    )
    assert fetch(place, fact, content) == [
        {
            "key": "1",
            "kind": "person",
            "emails": ["a@b.c", "d@e.f"],
            "phones": ["+33612345678", "+33123456789"],
            "birth_date": datetime.date(1899, 2, 1),
            "also_known_as": ["shop/L7"],
        },
        {"key": "2", "kind": "person", "also_known_as": ["web/W3"]},
    ]


def test_employees_are_pseudonyms_and_their_names_go_to_the_caller_alone(place: Place) -> None:
    place.declare(
        "name: s\nfiles: exports/a.csv\nfacts:\n  - {table: events, key: id, fields: {type: {value: t}, occurred_at: day, staff: who}}\n"
    )
    place.put(
        "exports/a.csv",
        "id,day,who\n1,2024-01-01,Zoé Martin\n2,bad,Jean Moulin\n3,2024-01-01,Zoé Martin\n4,2024,x,Zoé Martin\n5,2024-01-02,\n",
    )
    (fetched,) = place.fetch()
    zoe = pseudonym(SECRET, "s", "Zoé Martin")
    assert zoe.startswith("p-")
    assert len(zoe) == 18
    assert place.values("SELECT staff FROM events ORDER BY key") == [zoe, zoe, None]
    assert set(fetched.names) == {(zoe, "s", "Zoé Martin"), (pseudonym(SECRET, "s", "Jean Moulin"), "s", "Jean Moulin")}
    assert place.rows("SELECT line, value FROM rejects ORDER BY line") == [
        {"line": 3, "value": "bad"},
        {"line": 5, "value": None},
    ]
    everything = b"".join(
        path.read_bytes() for path in place.home.rglob("*") if path.is_file() and "exports" not in path.parts
    )
    assert "Zoé".encode() not in everything
    assert b"Moulin" not in everything


def test_maps_translate_and_what_they_leave_out_is_kept_refused_or_dropped(place: Place) -> None:
    content = "id,s\n1,a\n2,b\n3,z\n4,?\n"
    fact = "{{table: events, key: id, fields: {{type: {{value: t}}, status: {{column: s, map: {{a: one, b: two}}{more}}}}}}}"
    read = '{missing: ["?"]}'

    def statuses(more: str) -> list[str | None]:
        return [row.get("status") for row in fetch(place, fact.format(more=more), content, read)]

    assert statuses("") == ["one", "two", "z", None]
    assert statuses(", otherwise: 'null'") == ["one", "two", None, None]
    assert statuses(", otherwise: reject") == ["one", "two", None]
    assert place.rows('SELECT line, "column", reason, value FROM rejects') == [
        {"line": 4, "column": "s", "reason": "not-in-map", "value": "z"}
    ]


@pytest.mark.parametrize(
    ("where", "keys"),
    [
        ("{s: a}", ["1"]),
        ("{s: [a, b]}", ["1", "2"]),
        ("{s: {not: a}}", ["2", "3", "4"]),
        ("{s: {not: [a, b]}}", ["3", "4"]),
        ("{s: null}", ["4"]),
        ("{s: {not: null}}", ["1", "2", "3"]),
        ("{s: [a, null]}", ["1", "4"]),
        ("{s: {not: a}, id: {not: 3}}", ["2", "4"]),
        ("{n: 1}", ["1", "3"]),
        ("{flag: true}", ["2"]),
    ],
)
def test_conditions_choose_rows(place: Place, where: str, keys: list[str]) -> None:
    fact = f"{{table: events, key: id, where: {where}, fields: {{type: {{value: t}}}}}}"
    content = "id,s,n,flag\n1,a,1,false\n2,b,2,true\n3,c,1,\n4,,,\n"
    assert [row["key"] for row in fetch(place, fact, content)] == keys


def test_lines_of_refused_rows_are_right_under_a_condition(place: Place) -> None:
    fact = "{table: events, key: id, where: {s: {not: skip}}, fields: {type: {value: t}, occurred_at: day}}"
    content = "id,s,day\n" + "".join(f"{n},skip,bad\n" for n in range(5)) + "7,x,bad\n8,x,2024-01-01\n8,x,2024-01-02\n"
    fetch(place, fact, content)
    assert place.rows("SELECT line, reason FROM rejects ORDER BY line") == [
        {"line": 7, "reason": "not-a-date"},
        {"line": 9, "reason": "different-content-under-one-key"},
    ]


def test_extra_fields_have_the_type_declared_or_that_of_all_their_values(place: Place) -> None:
    fact = (
        "{table: events, key: id, fields: {type: {value: t}, extra: {n: {column: n, as: integer}, b: {column: b, as: boolean}, "
        "seen: seen, day: day, mixed: mixed, code: code, joined: {join: [n, code], with: '-'}, total: {plus: [n, 1.5]}}}}"
    )
    content = (
        "id,n,b,seen,day,mixed,code\n1,12,oui,2024-01-01T10:00:00+02:00,2024-01-01,2024-01-01,007\n"
        + "2,,non,,,,\n" * 0
        + "2,,non,2024-01-02 11:00:00,2024-01-02,soon,\n"
    )
    first, second = fetch(place, fact, content)
    assert first | {"key": "1", "type": "t"} == {
        "key": "1",
        "type": "t",
        "extra_n": 12,
        "extra_b": True,
        "extra_seen": datetime.datetime(2024, 1, 1, 8),
        "extra_day": datetime.date(2024, 1, 1),
        "extra_mixed": "2024-01-01",
        "extra_code": "007",
        "extra_joined": "12-007",
        "extra_total": 13.5,
    }
    assert (second["extra_mixed"], second["extra_b"], "extra_n" in second) == ("soon", False, False)


def test_identical_rows_of_a_source_without_key_stay_distinct(place: Place) -> None:
    fact = "{table: events, key: none, fields: {type: {value: t}, status: s}}"
    rows = fetch(place, fact, "id,s\n1,a\n2,a\n3,b\n4,a\n")
    assert sorted(row["key"][-2:] for row in rows) == ["-1", "-1", "-2", "-3"]
    assert len({row["key"] for row in rows}) == 4


def test_one_file_feeds_several_tables(place: Place) -> None:
    place.declare(
        "name: s\nfiles: exports/a.csv\nfacts:\n"
        "  - {table: records, key: client, fields: {kind: {value: person}, name: name}}\n"
        "  - {table: events, key: id, fields: {type: {value: order}, client_ref: {record: client}}}\n"
        "  - {table: ratings, key: id, where: {score: {not: null}}, fields: {score: score, low: {value: 1}, high: {value: 5}, about: {key: id}}}\n"
    )
    place.put("exports/a.csv", "id,client,name,score\n1,c,Ada,5\n2,c,Ada,\n3,d,Bo,2\n")
    (fetched,) = place.fetch()
    assert fetched.rejected == {}
    counts = {table: place.values(f"SELECT count(*) FROM {table}")[0] for table in ("records", "events", "ratings")}
    assert counts == {"records": 2, "events": 3, "ratings": 2}


@pytest.mark.parametrize(
    "alike", ["e.brindeau", "E. Brindeau", "brindeau e", "e.brindeau@orvane.example", "É. BRINDEAU"]
)
def test_an_employee_is_one_person_in_every_source(alike: str) -> None:
    """Else a team of two whom three sources name would count as six, and be shown."""
    assert pseudonym(SECRET, "desk", alike) == pseudonym(SECRET, "calls", "e.brindeau")


@pytest.mark.parametrize("code", ["12", "a12", "zoe", "contact@a.example", "x y", ""])
def test_a_code_means_somebody_in_its_own_source_alone(code: str) -> None:
    assert pseudonym(SECRET, "desk", code) != pseudonym(SECRET, "calls", code)
    assert pseudonym(SECRET, "desk", code) == pseudonym(SECRET, "desk", code)


def test_of_an_employee_with_several_spellings_one_is_kept(place: Place) -> None:
    place.declare(
        "name: s\nfiles: exports/a.csv\nfacts:\n  - {table: events, key: id, fields: {type: {value: t}, occurred_at: day, staff: who}}\n"
    )
    place.put(
        "exports/a.csv", "id,day,who\n1,2024-01-01,z.martin\n2,2024-01-01,Z. Martin\n3,2024-01-01,z.martin@us.example\n"
    )
    (fetched,) = place.fetch()
    assert fetched.names == ((pseudonym(SECRET, "s", "z.martin"), "s", "z.martin@us.example"),)
    assert place.values("SELECT count(DISTINCT staff) FROM events") == [1]
