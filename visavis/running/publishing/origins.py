"""What rows are made of, one by one: where little of that changed, only those rows are computed again.

An origin is a view (place, digest). A row of its tables comes from what one place tells alone, and bears that place; so where
the digests of a place are the same as last time, its rows are. Places are hashes: two may share one, and are then looked at
together. A change goes unseen where place and digest, 128 bits, are those of another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from visavis.clients.publishing import place_of
from visavis.engine.duckdb import DuckDB
from visavis.engine.steps import Step, literal, quoted, step
from visavis.running.publishing import kept
from visavis.running.publishing.kept import BASE

if TYPE_CHECKING:
    from visavis.running.publishing.tables import Computed


@dataclass(frozen=True, slots=True)
class Origin:
    """`view` tells of all that rows of `models` are made of; they come `through` another view, that bears places, too.

    `place` is the SQL of the place of a row by its keys alone, where they tell it.
    """

    view: str
    through: str
    models: tuple[str, ...]
    place: str | None = None


ORIGINS = (
    Origin("fact_origins", "told_facts", ("TimelineItem", "Voice")),
    Origin("name_origins", "placed_members", ("SearchTerm",), place_of("client")),
)


def origin_steps() -> list[Step]:
    """`fact_origins` out of `placed_facts`, `readings`, `routes`, `personal`, `alike`, `topics` and `fates`; `name_origins` out of `placed_members` and `records_of_clients`."""
    return [
        step(
            "fact_origins",
            f"""SELECT place, hash(f) AS digest FROM placed_facts AS f
            UNION ALL SELECT {place_of('"table"', "source", "key")}, hash(r) FROM readings AS r
            UNION ALL SELECT {place_of('"table"', "source", "key")}, hash(o) FROM routes AS o
            UNION ALL SELECT {place_of('"table"', "source", "key")}, hash(spans, subject_spans) FROM personal
            UNION ALL SELECT {place_of('"table"', "source", "key")}, hash("group") FROM alike WHERE size > 1
            UNION ALL SELECT {place_of('"table"', "source", "key")}, hash(topic, topic_p) FROM topics
            UNION ALL SELECT {place_of('"table"', "source", "key")}, hash(state, stage, lost) FROM fates""",
            "what timelines and voices are made of",
        ),
        step(
            "name_origins",
            f"""SELECT place, hash(m) AS digest FROM placed_members AS m
            UNION ALL SELECT {place_of("client")}, hash(r) FROM records_of_clients AS r""",
            "what the words by which clients are found are made of",
        ),
    ]


def find_touched(
    session: DuckDB, origin: Origin, before: Path | None, folder: Path, doubtful: Sequence[str] = ()
) -> str | None:
    """Keep the origin in `folder`; the table of the places that changed since `before`, to which it is narrowed, or None
    where nothing is known of before, or much changed: then every row is computed. `doubtful` select places to look at
    in any case."""
    file, known = folder / f"{origin.view}{BASE}", before / f"{origin.view}{BASE}" if before else None
    done = session.connection.execute(
        f"COPY (SELECT place, digest FROM {origin.view}) TO {literal(str(file))} (FORMAT parquet)"
    ).fetchall()
    if known is None or not known.exists():
        return None
    touched, narrowed, through = f"touched_{origin.view}", f"narrowed_{origin.through}", quoted(origin.through)
    new, old = (f"(FROM read_parquet({literal(str(each))}))" for each in (file, known))
    differing = (
        f"SELECT DISTINCT coalesce(a.place, b.place) AS place FROM {new} AS a FULL JOIN {old} AS b "
        "ON a.place = b.place AND a.digest = b.digest WHERE a.place IS NULL OR b.place IS NULL"
    )
    session.connection.execute(f"CREATE OR REPLACE TEMP TABLE {touched} AS {' UNION '.join((differing, *doubtful))}")
    if session.rows(f"SELECT count(*) AS n FROM {touched}")[0]["n"] > kept.MOST * int(done[0][0]):
        return None
    session.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {narrowed} AS SELECT f.* FROM {through} AS f SEMI JOIN {touched} AS t ON f.place = t.place"
    )
    session.connection.execute(f"CREATE OR REPLACE TEMP VIEW {through} AS FROM {narrowed}")
    return touched


def places_of(origin: Origin, table: "Computed", known: str, keys: Path) -> str:
    """SELECT the places of the rows of `table` that have one of `keys`, a file; `known` selects the rows known."""
    listed = f"read_parquet({literal(str(keys))})"
    if origin.place:
        return f"SELECT {origin.place} FROM {listed}"
    same = " AND ".join(f"k.{quoted(field.name)} = u.{quoted(field.name)}" for field in table.keys)
    return f"SELECT k.place FROM ({known}) AS k SEMI JOIN {listed} AS u ON {same}"


def origin_of(model: str) -> Origin | None:
    """What the rows of `model` are made of one by one, if so."""
    return next((origin for origin in ORIGINS if model in origin.models), None)
