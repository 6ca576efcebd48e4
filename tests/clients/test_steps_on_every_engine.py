"""The steps of publishing and of data quality: the same answers on every engine."""

from visavis.clients.linking.assigning import assigning_steps
from visavis.clients.publishing import description_steps
from visavis.clients.quality import quality_steps
from visavis.engine.steps import SQL_TYPES, Runner, step
from visavis.engine.tables import RECORDS


def values(names: str, *rows: str) -> str:
    """A SELECT of literal rows, the first with names."""
    aliases = names.split()
    first, *others = [row.split(", ") for row in rows]
    named = ", ".join(f"{value} AS {alias}" for value, alias in zip(first, aliases, strict=True))
    return " UNION ALL ".join([f"SELECT {named}", *(f"SELECT {', '.join(row)}" for row in others)])


def test_ids_stay_merge_split_vanish_and_are_minted(runner: Runner) -> None:
    runner.run(
        [
            step("proposed", values("source key cluster", "'a', '1', 'x'", "'a', '2', 'x'", "'b', '3', 'y'", "'b', '4', 'z'", "'c', '9', 'w'")),
            step(
                "linked",
                values(
                    "source key client standing vanished",
                    "'a', '1', 7, 7, false", "'a', '2', 5, 5, false", "'b', '3', 8, 8, false", "'b', '4', 8, 8, false", "'d', '0', 3, 3, false",
                ),
            ),
            *assigning_steps(),
        ]
    )  # fmt: skip
    assert runner.rows("SELECT source, key, client FROM assigned ORDER BY source, key") == [
        {"source": "a", "key": "1", "client": 5},
        {"source": "a", "key": "2", "client": 5},
        {"source": "b", "key": "3", "client": 8},
        {"source": "b", "key": "4", "client": -1},
        {"source": "c", "key": "9", "client": -2},
    ]
    assert runner.rows("SELECT former, client FROM merged") == [{"former": 7, "client": 5}]
    assert runner.rows("SELECT stage, key FROM changes ORDER BY stage, key NULLS FIRST") == [
        {"stage": 1, "key": None},
        {"stage": 1, "key": None},
        {"stage": 2, "key": None},
        {"stage": 3, "key": "1"},
        {"stage": 3, "key": "4"},
        {"stage": 3, "key": "9"},
        {"stage": 4, "key": "0"},
    ]


def test_quality_counts_what_is_filled_stale_and_contradictory(runner: Runner) -> None:
    given = {"source", "key", "postcode", "emails", "updated_on"}
    empty = ", ".join(f"CAST(NULL AS {SQL_TYPES[c.type]}) AS {c.name}" for c in RECORDS.columns if c.name not in given)
    rows = (
        "SELECT 'crm' AS source, '1' AS key, '69001' AS postcode, ['a@b.fr'] AS emails, DATE '2025-01-02' AS updated_on UNION ALL "
        "SELECT 'web', '7', '69002', ['A@b.fr'], DATE '2024-05-01' UNION ALL "
        "SELECT 'web', '8', NULL, NULL, NULL"
    )
    runner.run(
        [
            step("records", f"SELECT *, {empty} FROM ({rows}) AS r"),
            step(
                "links", values("source key client_id", "'crm', '1', 'c-1'", "'web', '7', 'c-1'", "'web', '8', 'c-2'")
            ),
            *quality_steps(),
        ]
    )
    fill = "SELECT source, filled, records FROM quality_fill WHERE column_name = 'postcode' ORDER BY source"
    assert [tuple(row.values()) for row in runner.rows(fill)] == [("crm", 1, 1), ("web", 1, 2)]
    differ = (
        "SELECT column_name, clients, of_clients FROM quality_contradictions WHERE of_clients > 0 ORDER BY column_name"
    )
    assert [tuple(row.values()) for row in runner.rows(differ)] == [("emails", 0, 1), ("postcode", 1, 1)]
    assert runner.rows("SELECT undated FROM quality_freshness ORDER BY source") == [{"undated": 0}, {"undated": 1}]


def test_a_name_in_capitals_stands_only_where_no_record_writes_it_otherwise(runner: Runner) -> None:
    given = {"source", "key", "kind", "name", "city", "postcode"}
    empty = ", ".join(f"CAST(NULL AS {SQL_TYPES[c.type]}) AS {c.name}" for c in RECORDS.columns if c.name not in given)
    rows = values(
        "source key kind name city postcode",
        "'books', '1', 'organisation', 'SA LAITERIE DU PRÉ', 'LYON', '69003'", "'crm', '7', 'organisation', 'Laiterie du Pré', 'Lyon', NULL",
        "'books', '2', 'organisation', 'EDF', 'PARIS', '75011'", "'mail', '8', 'organisation', 'achats@edf.example', NULL, NULL",
    )  # fmt: skip
    runner.run(
        [
            step("records", f"SELECT *, {empty} FROM ({rows}) AS r"),
            step("members", values("source key client", "'books', '1', 1", "'crm', '7', 1", "'books', '2', 2", "'mail', '8', 2")),
            *description_steps(),
        ]
    )  # fmt: skip
    assert runner.rows("SELECT client, name, city FROM described ORDER BY client") == [
        {"client": 1, "name": "Laiterie du Pré", "city": "Lyon"},
        {"client": 2, "name": "EDF", "city": "PARIS"},
    ]
