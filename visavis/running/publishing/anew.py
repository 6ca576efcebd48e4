"""Some clients published anew, at once, out of what the database holds: after people decided whose records are whose."""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from visavis.clients.believing.survivorship import RecordRules, rules_of
from visavis.clients.publishing import reference_steps
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import Step, literal, step
from visavis.running.publishing.changes import keep_new_rows, write_changes
from visavis.running.publishing.standing import write_unsure
from visavis.running.publishing.tables import Computed, Kind, computed_tables, show_steps, summary_steps
from visavis.running.publishing.writing import write_tables, writer

_ARROW = {
    Kind.INTEGER: pa.int64(),
    Kind.DECIMAL: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.DATE: pa.date32(),
    Kind.TIMESTAMP: pa.timestamp("us"),
}
_MOVED = (
    step(
        "new_timeline",
        "SELECT t.* EXCLUDE (client), r.client FROM stored_new_timeline AS t JOIN client_refs AS r ON t.ref = r.ref",
        "facts, each at the client that its reference means now",
    ),
    step(
        "new_voices",
        "SELECT v.* EXCLUDE (client), t.client FROM stored_new_voices AS v JOIN new_timeline AS t ON v.id = t.id",
        "voices go with their fact",
    ),
    step(
        "new_cases",
        "SELECT c.* EXCLUDE (client), coalesce(t.client, c.client) AS client FROM stored_new_cases AS c "
        "LEFT JOIN new_timeline AS t ON c.item = t.id",
        "so do cases",
    ),
)


def _moved() -> tuple[Step, ...]:
    return _MOVED


@contextmanager
def with_records(lake: Lake, manifest: Manifest, clients: Collection[int]) -> Iterator[DuckDB]:
    """A session with what cards need of the lake, for `clients`: read before anything is locked, for it takes the longest."""
    with TemporaryDirectory(prefix="visavis-") as scratch:
        session = DuckDB(Path(scratch))
        try:
            _show_members(session, clients)
            lake.show(session, manifest, ["records", "exchanges"])
            session.connection.execute(
                "CREATE TEMP TABLE held AS SELECT r.* FROM records AS r SEMI JOIN members AS m ON r.source = m.source AND r.key = m.key"
            )
            session.connection.execute("CREATE OR REPLACE TEMP VIEW records AS FROM held")
            session.connection.execute("CREATE TEMP TABLE spoken AS SELECT DISTINCT source, direction FROM exchanges")
            session.connection.execute("CREATE OR REPLACE TEMP VIEW exchanges AS FROM spoken")
            rules = rules_of(lake.folder.parent).model_dump_json(by_alias=True)
            session.connection.execute(f"CREATE TEMP TABLE declared AS SELECT {literal(rules)} AS rules")
            yield session
        finally:
            session.close()


def publish_anew(session: DuckDB, clients: Collection[int], mark: str) -> None:
    """Give every row of `clients` to whom it belongs by their links now, and write cards, terms and who waits anew.

    `clients` are all that a record left or joined; rows that are gone are marked with `mark`. Call it in a transaction.
    """
    _show_members(session, clients)
    show_steps(session, reference_steps)
    tables = computed_tables()
    for table in tables[:3]:
        session.connection.register(f"stored_{table.view}", _stored(table, clients))
    show_steps(session, _moved)
    rules = RecordRules.model_validate_json(session.rows("SELECT rules FROM declared")[0]["rules"])
    show_steps(session, summary_steps, rules)
    to, folder = writer(), session.scratch / uuid.uuid4().hex
    folder.mkdir()
    for table in tables:
        keep_new_rows(session, table, folder)
        unsure = write_unsure(table, folder / f"unsure-{table.name}.parquet", tuple(clients))
        write_changes(session, table, known=None, unsure=unsure, formatted=to.formatted, into=folder)
    write_tables(folder, tables, mark)


def _show_members(session: DuckDB, clients: Collection[int]) -> None:
    from visavis.clients.models import ClientAlias, Link

    links = list(Link.objects.present().filter(client_id__in=clients).values_list("source", "key", "client_id"))
    former = list(ClientAlias.objects.filter(client_id__in=clients).values_list("former", "client_id"))
    text, number = pa.string(), pa.int64()
    for view, rows, schema in (
        ("members", links, pa.schema([("source", text), ("key", text), ("client", number)])),
        ("former_clients", former, pa.schema([("former", number), ("client", number)])),
    ):
        columns = list(zip(*rows, strict=True)) or [()] * len(schema)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        session.connection.register(view, pa.table(arrays, schema=schema))


def _stored(table: Computed, clients: Collection[int]) -> pa.Table:
    """The rows that the database has of `clients`, as the view of new rows would show them."""
    from django.apps import apps

    names = [field.name for field in table.fields]
    model: Any = apps.get_model("visavis", table.model)
    rows = list(model.objects.filter(client__in=clients, vanished_run=None).values_list(*names))
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    arrays = []
    for field, column in zip(table.fields, columns, strict=True):
        if field.kind is Kind.ID:
            column = tuple(each and each.hex for each in column)
        elif field.kind is Kind.TIMESTAMP:
            column = tuple(each and each.replace(tzinfo=None) for each in column)
        arrays.append(pa.array(column, _ARROW.get(field.kind, pa.string())))
    return pa.table(arrays, names=names)
