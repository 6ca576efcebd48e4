"""The view `linked`: whose every record is, as the database says.

The lake's LINKS say most of it. They bear the *moment* at which the database said the same, and all that moves a record or renames
a client after that leaves a trace: so only what has one is read, and sums over all links must then be those of the database. Where
they are not, or nothing is known, every link is read.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.clients.linking.frozen import LINKED
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import literal
from visavis.engine.tables import LINKS, Type

AS_OF = "visavis_as_of"
"""In the metadata of a file of LINKS: the moment, as JSON."""

MOST_NUMBERS = 500
"""Clients that decisions renamed, above which every link is read."""

LINKED_COLUMNS = (
    ("source", Type.TEXT),
    ("key", Type.TEXT),
    ("client", Type.INTEGER),
    ("standing", Type.INTEGER),
    ("vanished", Type.BOOLEAN),
)
_SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("key", pa.string()),
        ("client", pa.int64()),
        ("standing", pa.int64()),
        ("vanished", pa.bool_()),
    ]
)


@dataclass(frozen=True, slots=True)
class Moment:
    """How far the database had come: numbers of the last move of a record and of the last decision; 0 where there is none."""

    move: int
    decision: int

    def others_moved_since(self, run: str) -> bool:
        """Whether anything but `run` moved a record or renamed a client after this moment."""
        from visavis.clients.models import ClientMove

        moved = ClientMove.objects.filter(id__gt=self.move).exclude(mark=run)
        return last_decision() != self.decision or moved.exists()


def last_decision() -> int:
    """The number of the last decision about identities; 0 where there is none."""
    from visavis.clients.models import Decision

    last = Decision.objects.order_by("-id").values_list("id", flat=True).first()
    return last or 0


def this_moment() -> Moment:
    """How far the database has come."""
    from visavis.clients.models import ClientMove

    last = ClientMove.objects.order_by("-id").values_list("id", flat=True).first()
    return Moment(last or 0, last_decision())


def show_linked(session: DuckDB, lake: Lake, manifest: Manifest) -> None:
    """Make the view `linked` (source, key, client, standing, vanished), from the LINKS of `manifest` where they can be trusted."""
    if not show_linked_since(session, lake, manifest):
        show_all_linked(session)


def show_all_linked(session: DuckDB) -> None:
    """Make the view `linked` of every link in the database."""
    session.let_go("linked")
    _read(session, "linked", "FROM visavis_link AS l LEFT JOIN visavis_clientalias AS a ON l.client = a.former")


def as_of(manifest: Manifest, moment: Moment) -> str:
    """What LINKS that are written at `moment` say of it, with the last arrival that the partition of `manifest` knows of."""
    return json.dumps(asdict(moment) | {"arrival": manifest.ledger.get(LINKED, 0)})


def _told(lake: Lake, manifest: Manifest) -> dict[str, int] | None:
    """What LINKS say of their moment; None where they say nothing, or are not one file."""
    files = [file for entry in manifest.of("links") for file in lake.files(entry)]
    said = (pq.read_metadata(files[0]).metadata or {}).get(AS_OF.encode()) if len(files) == 1 else None
    return dict(json.loads(said)) if said else None


def show_linked_since(session: DuckDB, lake: Lake, manifest: Manifest) -> bool:
    """Make the view `linked` of LINKS and of what left a trace since; whether the database agrees."""
    since = _told(lake, manifest)
    if since is None:
        return False
    now = this_moment()
    if now.move < since["move"] or now.decision < since["decision"]:  # the database is older than the lake
        return False
    renamed = _renamed_since(since["decision"])
    if len(renamed) > MOST_NUMBERS:
        return False
    marks = f"client IN ({', '.join(['%s'] * len(renamed))})" if renamed else "1 = 0"
    # One select each, so that each goes by its own index; CROSS JOIN, so that SQLite looks up the few among the many.
    traces = (
        "SELECT source, key FROM visavis_link WHERE vanished_run IS NOT NULL UNION "
        "SELECT source, key FROM visavis_link WHERE client IN (SELECT former FROM visavis_clientalias) UNION "
        f"SELECT source, key FROM visavis_link WHERE {marks} UNION "
        "SELECT source, key FROM visavis_clientmove WHERE id > %s UNION "
        "SELECT source, key FROM visavis_arrival WHERE id > %s"
    )
    _read(
        session,
        "linked_since",
        f"FROM ({traces}) AS t CROSS JOIN visavis_link AS l LEFT JOIN visavis_clientalias AS a ON l.client = a.former "
        "WHERE l.source = t.source AND l.key = t.key",
        (*renamed, since["move"], since["arrival"]),
    )
    session.show(
        "links", lake.pieces(manifest.of("links"), LINKS), tuple((column.name, column.type) for column in LINKS.columns)
    )
    session.connection.execute(
        "CREATE OR REPLACE TEMP VIEW linked AS FROM linked_since UNION ALL SELECT k.source, k.key, k.client, k.client, false FROM "
        "(SELECT source, key, CAST(substr(client_id, 3) AS BIGINT) AS client FROM links) AS k "
        "ANTI JOIN linked_since AS s ON k.source = s.source AND k.key = s.key"
    )
    session.hold("linked", LINKED_COLUMNS)
    if _sums(session) == _sums_of_database():
        return True
    session.let_go("linked")
    return False


def _renamed_since(decision: int) -> list[int]:
    """Numbers of the clients whom decisions after `decision` were about."""
    from visavis.clients.models import Decision
    from visavis.running.deciding.effects import effects_of

    later = Decision.objects.filter(id__gt=decision).order_by("id")
    return sorted({number for each in later for number in effects_of(each).numbers})


_SUMS = "count(*), coalesce(sum(client), 0), coalesce(sum(client * length(key)), 0)"


def _sums(session: DuckDB) -> tuple[int, ...]:
    row = session.connection.execute(f"SELECT {_SUMS}, count(*) FILTER (vanished) FROM linked").fetchall()[0]
    return tuple(int(each) for each in row)


def _sums_of_database() -> tuple[int, ...]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_SUMS}, count(vanished_run) FROM visavis_link")
        return tuple(int(each) for each in cursor.fetchone())


def _read(session: DuckDB, view: str, rows: str, parameters: tuple[Any, ...] = ()) -> None:
    """Make `view` of the links `l` with their aliases `a` that SQL gives from FROM on."""
    from django.db import connection

    target = session.scratch / f"{view}.parquet"
    with connection.cursor() as cursor, pq.ParquetWriter(target, _SCHEMA) as writer:
        cursor.execute(
            f"SELECT l.source, l.key, l.client, coalesce(a.client, l.client), l.vanished_run {rows}", parameters
        )
        while found := cursor.fetchmany(50_000):
            *columns, marks = zip(*found, strict=True)
            columns.append(tuple(mark is not None for mark in marks))
            writer.write_table(pa.table([pa.array(c, f.type) for c, f in zip(columns, _SCHEMA, strict=True)], _SCHEMA))
    session.connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS FROM read_parquet({literal(str(target))})")
