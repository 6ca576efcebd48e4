"""One client: who they are according to which source, one timeline of all sources, and where the sources contradict."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from visavis.clients.believing.believed import believed, with_kept
from visavis.clients.believing.survivorship import rules_of
from visavis.clients.relations import relations_of
from visavis.clients.who import Found, find
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, extra_name
from visavis.engine.reading.personal.masking import masked
from visavis.engine.tables import EXTRA
from visavis.mistakes import Lang

WITHHELD = ("staff",)
"""Never shown beside a client: it would tell what single employees did (X6)."""

_NAMES = ("given_name", "family_name", "name")

COMPARED = {
    "given_name": "circle",
    "family_name": "family",
    "birth_date": "birth_date",
    "emails": "emails",
    "phones": "phones",
    "street": "street",
    "postcode": "postcode",
    "company": "company",
}
"""Field of a record → column of its normalised form, by which two writings are the same."""


def show(home: Path, who: str, *, country: str = "FR", lang: Lang = "fr") -> dict[str, Any]:
    """The page of the client called `who` (see `find`), ready for JSON.

    Keys: id, former_ids, created_at, records (source, key, vanished_run, then the fields that the source fills), timeline
    (table, source, key, at, then what the fact says, oldest first), believed, missing and sources (see
    `visavis.clients.believing.believed`; by the rules of record.yaml), contradictions (field, values: value, said_by; kept, kept_from, rule).
    relations (kind, first, other, evidence, n: see `visavis.clients.relations`).
    Personal data in words is masked, in `lang`, but for the client's own name. Raises Mistake where there is no such client.
    """
    client = find(home, who)
    with _views(client) as session:
        records = list(_records(session, client))
        names = {str(record[field]) for record in records for field in _NAMES if record.get(field)}
        timeline = _timeline(session, lang, " ".join(sorted(names)))
    found = believed((record for record in records if _is_there(record)), rules_of(home))
    return {
        "id": client.id,
        "former_ids": list(client.former_ids),
        "created_at": client.created_at,
        "records": [_without_nothing(record) for record in records],
        "timeline": timeline,
        "relations": [
            {"kind": each.kind, "first": each.first, "other": each.other, "evidence": list(each.evidence), "n": each.n}
            for each in relations_of(client)
        ],
        **found,
        "contradictions": with_kept(contradictions(records, country=country), found),
    }


def _is_there(record: dict[str, Any]) -> bool:
    """Whether a source describes the client by it: not an address alone, nor a record that is gone."""
    return "given_name" in record and record["vanished_run"] is None


@contextmanager
def _views(client: Found) -> Iterator[DuckDB]:
    session = DuckDB()
    try:
        lake: Lake = client.lake
        lake.show(session, client.manifest, ("records", "exchanges", "events", "ratings", "personal"))
        keys = [(record.source, record.key) for record in client.records]
        session.connection.register(
            "mine", pa.table({"source": [s for s, _ in keys], "key": [k for _, k in keys]}, _strings("source", "key"))
        )
        session.connection.register(
            "my_references", pa.table({"client_ref": list(client.references)}, _strings("client_ref"))
        )
        yield session
    finally:
        session.close()


def _strings(*names: str) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in names])


def _records(session: DuckDB, client: Found) -> Iterator[dict[str, Any]]:
    known = {
        (row["source"], row["key"]): row
        for row in session.rows("SELECT r.* FROM records AS r JOIN mine AS m ON r.source = m.source AND r.key = m.key")
    }
    for record in client.records:
        row = known.get((record.source, record.key), {})
        yield {
            "source": record.source,
            "key": record.key,
            "vanished_run": record.vanished_run,
            **{_named(name): value for name, value in row.items() if name not in ("source", "key")},
        }


def _timeline(session: DuckDB, lang: Lang, own: str) -> list[dict[str, Any]]:
    facts = []
    for table in ("exchanges", "events", "ratings"):
        found = session.rows(
            f"SELECT f.*, p.spans, p.subject_spans FROM {table} AS f JOIN my_references AS m ON f.client_ref = m.client_ref "
            f"LEFT JOIN personal AS p ON f.source = p.source AND f.key = p.key AND p.\"table\" = '{table}' "
            "ORDER BY coalesce(f.occurred_at, CAST(f.occurred_on AS TIMESTAMP)), f.source, f.key"
        )
        facts += [{"table": table} | _masked(row, lang, own) for row in found]
    facts.sort(key=lambda fact: (_when(fact), fact["table"], fact["source"], fact["key"]))
    return [
        {"table": fact["table"], "source": fact["source"], "key": fact["key"], "at": _when(fact) or None}
        | _without_nothing(
            {
                _named(name): value
                for name, value in fact.items()
                if name not in ("table", "source", "key", *WITHHELD) and not name.endswith("_zone")
            }
        )
        for fact in facts
    ]


def _masked(fact: dict[str, Any], lang: Lang, own: str) -> dict[str, Any]:
    spans = {"text": fact.pop("spans"), "subject": fact.pop("subject_spans")}
    return fact | {name: masked(fact[name], its, lang, own=own) for name, its in spans.items() if fact.get(name)}


def _when(fact: dict[str, Any]) -> str:
    moment, day = fact["occurred_at"], fact["occurred_on"]
    return str(moment.isoformat(sep=" ", timespec="minutes")) if moment else str(day) if day else ""


def _named(column: str) -> str:
    return extra_name(column) if column.startswith(EXTRA) else column


def _without_nothing(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items() if value is not None and value != []}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def contradictions(records: Iterable[dict[str, Any]], *, country: str = "FR") -> list[dict[str, Any]]:
    """Fields of which linked records say different things, after normalising: `Bob` and `Robert` agree, two dates do not.

    Records that are gone say nothing, nor do initials. Of lists (e-mails, phones), records contradict where they have no member in common.
    """
    from visavis.engine.linking.comparable.normalise import normalised  # imports what takes a second; pages do without

    present = [record for record in records if "given_name" in record]
    table = normalised(({**record, "rid": 0, "origin": "record"} for record in present), country=country).to_pylist()
    found = []
    for field, column in COMPARED.items():
        groups: list[tuple[set[Any], dict[str, Any]]] = []
        for record, comparable in zip(present, table, strict=True):
            value = comparable[column]
            if value is None or record[field] is None or (column == "circle" and _is_initial(value)):
                continue
            members = set(value) if isinstance(value, list) else {value}
            said = f"{record['source']}/{record['key']}"
            same = next((group for group in groups if group[0] & members), None)
            if same is None:
                groups.append((members, {"value": _plain(record[field]), "said_by": [said]}))
            else:
                same[0].update(members)
                same[1]["said_by"].append(said)
        if len(groups) > 1:
            found.append({"field": field, "values": [shown for _, shown in groups]})
    return found


def _is_initial(circle: list[str]) -> bool:
    return all(len(word) == 1 for word in circle[0].split())
