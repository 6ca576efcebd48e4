"""Client ids: the proposed partition becomes clients and links in the database, and the LINKS table in the lake.

The plan is computed once and written down before anything changes; applying it is idempotent and goes in short transactions, so
a run that is killed anywhere is finished by the next one, with the same result.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.clients.decided import DECISIONS, moves_of
from visavis.clients.linking.assigning import assigning_steps
from visavis.engine.duckdb import FEW_REPEAT, DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.clusters.partition import IN_ORDER
from visavis.engine.steps import literal
from visavis.engine.tables import CLUSTERS, LINKS, Type
from visavis.engine.threads import beside
from visavis.running.arriving import show_late_arrivals
from visavis.running.publishing.applying import FILE
from visavis.running.publishing.applying import apply_ids as apply_ids
from visavis.running.publishing.linked import AS_OF, Moment, as_of, show_all_linked, show_linked, this_moment
from visavis.running.publishing.linked import last_decision as last_decision
from visavis.running.publishing.tables import show_steps
from visavis.running.publishing.writing import take_turns

if TYPE_CHECKING:
    from visavis.running.models import Run

_PLAN = tuple(
    (name, Type.TEXT if name in ("source", "key") else Type.INTEGER)
    for name in ("stage", "source", "key", "client", "former")
)
_ASSIGNED = (
    *((name, Type.INTEGER) for name in ("place", "client", "former", "standing")),
    *((name, Type.TEXT) for name in ("source", "key")),
    ("vanished", Type.BOOLEAN),
)
_PLACED = (*((name, Type.TEXT) for name in ("source", "key", "cluster")), ("place", Type.INTEGER))
_MET = (*(each for each in _ASSIGNED if each[0] != "former"), ("first", Type.INTEGER))
_HELD: tuple[tuple[str, tuple[tuple[str, Type], ...]], ...] = (
    ("gathered", (("cluster", Type.TEXT), ("first", Type.INTEGER))),
    ("met", _MET),
    *((name, (("cluster", Type.INTEGER), ("client", Type.INTEGER))) for name in ("owned", "kept", "minted")),
    ("assigned", _ASSIGNED),
)
"""Views of the plan that several others read: computed once, one after the other."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What `run`, which has begun, is to change, as of the `moment` before."""

    run: "Run"
    moment: Moment


def plan_ids(session: DuckDB, lake: Lake, manifest: Manifest, run: str) -> Plan:
    """Compute what has to change, write it down, and reserve the numbers that it mints: then the run has begun.

    It knows of what people decided up to now (`decided` of the run); what they decide from now on is to be carried out again.
    """
    moment = this_moment()
    _show_proposed(session, lake, manifest)
    show_linked(session, lake, manifest)
    heeded = _heed(session, manifest, moment.decision)
    _assign(session, None if heeded else _in_order(lake, manifest))
    show_late_arrivals(session, manifest)
    file = lake.folder / "publishing" / run / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    session.connection.execute(
        f"COPY (SELECT {', '.join(f'CAST({n} AS {"BIGINT" if t == Type.INTEGER else "VARCHAR"}) AS {n}' for n, t in _PLAN)} "
        "FROM changes AS c ANTI JOIN late_arrivals AS a ON c.stage = 4 AND c.source = a.source AND c.key = a.key "
        f"ORDER BY stage, place) TO {literal(str(file))} (FORMAT parquet, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1)"
    )
    mints = session.rows("SELECT count(*) AS n FROM minted")[0]["n"]
    for view, _ in _HELD[:-1]:
        session.let_go(view)
    begun = begin(lake, run, mints)
    begun.decided = moment.decision
    return Plan(begun, moment)


def _in_order(lake: Lake, manifest: Manifest) -> Path | None:
    """The file of CLUSTERS, where it is one that says that it is in order, as linking writes it."""
    files = [file for entry in manifest.of("clusters") for file, stale in lake.counted(entry) if stale is None]
    told = pq.read_metadata(files[0]).metadata if len(files) == len(manifest.of("clusters")) == 1 else None
    return files[0] if told and IN_ORDER.encode() in told else None


def _assign(session: DuckDB, in_order: Path | None) -> None:
    """Make the views of `assigning_steps`, those that several others read with their rows. `in_order`: a file of what is `proposed`, in
    order of (source, key)."""
    for view, _ in _HELD:
        session.let_go(view)
    show_steps(session, assigning_steps)
    if in_order:
        session.connection.execute(
            "CREATE OR REPLACE TEMP VIEW ranked AS SELECT source, key, cluster, file_row_number AS place "
            f"FROM read_parquet({literal(str(in_order))}, file_row_number = true)"
        )
    else:
        session.hold("ranked", _PLACED)
    for view, columns in _HELD:
        session.hold(view, columns)
        if view == "met":
            session.let_go("ranked")
            session.let_go("linked")


def begin(lake: Lake, run: str, mints: int = 0) -> "Run":
    """Reserve numbers for `mints` new clients: then the run has begun."""
    from django.db import transaction

    from visavis.running.models import Run

    folder = lake.folder / "publishing" / run
    folder.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        counter = take_turns()
        first = counter.next
        counter.next = first + mints
        counter.save()
        plan = {
            "plan": folder.relative_to(lake.folder).as_posix(),
            "first_number": first,
            "published": None,
            "finished_at": None,
        }
        return Run.objects.update_or_create(id=run, defaults=plan)[0]


def _heed(session: DuckDB, manifest: Manifest, upto: int) -> bool:
    """Change the view `proposed` by what people decided while the partition was computed, which it can't know of; whether they did.

    They moved records at once: those stand with the others of their client, wherever the partition has these.
    """
    from visavis.clients.models import Decision

    later = Decision.objects.filter(id__gt=manifest.ledger.get(DECISIONS, 0), id__lte=upto).order_by("id")
    moved = sorted({(move[0], move[1]) for decision in later for move in moves_of(decision)})
    if not moved:
        return False
    columns = {"source": [source for source, _ in moved], "key": [key for _, key in moved]}
    schema = pa.schema([(name, pa.string()) for name in columns])
    session.connection.register("moved_records", pa.table(columns, schema))
    session.connection.execute("CREATE OR REPLACE TEMP TABLE proposed_before AS FROM proposed")
    session.connection.execute(
        "CREATE OR REPLACE TEMP TABLE decided_records AS "
        "WITH whose AS (SELECT l.standing, p.source, p.key, p.cluster, m.key IS NOT NULL AS moved FROM proposed_before AS p "
        "JOIN linked AS l ON p.source = l.source AND p.key = l.key "
        "LEFT JOIN moved_records AS m ON p.source = m.source AND p.key = m.key), "
        "others AS (SELECT standing, arg_min(cluster, ROW(source, key)) AS cluster FROM whose WHERE NOT moved GROUP BY standing) "
        "SELECT w.source, w.key, coalesce(o.cluster, 'decided/' || w.standing) AS cluster "
        "FROM whose AS w LEFT JOIN others AS o ON w.standing = o.standing WHERE w.moved"
    )
    session.connection.execute(
        "CREATE OR REPLACE TEMP VIEW proposed AS SELECT p.source, p.key, coalesce(d.cluster, p.cluster) AS cluster "
        "FROM proposed_before AS p LEFT JOIN decided_records AS d ON p.source = d.source AND p.key = d.key"
    )
    return True


def _show_proposed(session: DuckDB, lake: Lake, manifest: Manifest) -> None:
    columns = tuple((column.name, column.type) for column in CLUSTERS.columns)
    session.show("proposed", lake.pieces(manifest.of("clusters"), CLUSTERS), columns)


_PUBLIC_ID = "'c-' || CASE WHEN {0} < 1000000 THEN lpad(CAST({0} AS VARCHAR), 6, '0') ELSE CAST({0} AS VARCHAR) END"
"""What visavis.clients.models.public_id does, for many rows."""


def carry_out(session: DuckDB, lake: Lake, manifest: Manifest, plan: Plan) -> Manifest:
    """Do what the plan says that `session` made of `manifest`; the manifest with LINKS as the database says then, the former file where
    nothing changed.

    Unless others moved anything meanwhile, they are what was planned, and written beside where the plan moves nobody: LINKS bear
    the number of the last move, which is known then.
    """
    from django.db import transaction

    try:
        ahead = None
        if _moves_somebody(session):
            apply_ids(lake, plan.run)
        else:
            with beside(_as_planned, session, lake, manifest, plan, plan.moment) as writing:
                apply_ids(lake, plan.run)
            ahead = writing.result()
        with transaction.atomic():
            take_turns()
            moment = this_moment()
            alone = not plan.moment.others_moved_since(plan.run.id)
        if alone:
            return ahead or _as_planned(session, lake, manifest, plan, moment)
        for entry in set(ahead.of("links") if ahead else ()) - set(manifest.of("links")):
            (lake.folder / entry.path).unlink()
        return _from_database(session, lake, manifest, plan, moment)
    finally:
        session.let_go("assigned")


def _moves_somebody(session: DuckDB) -> bool:
    """Whether the plan links a record otherwise that is linked."""
    known = "SELECT 1 FROM assigned WHERE standing IS NOT NULL AND (former <> client OR vanished) LIMIT 1"
    return bool(session.rows(known))


def _as_planned(session: DuckDB, lake: Lake, manifest: Manifest, plan: Plan, moment: Moment) -> Manifest:
    """The manifest with LINKS as they are once the plan is carried out, which is at `moment`. Asks the database nothing."""
    number = f"CASE WHEN client > 0 THEN client ELSE {plan.run.first_number} - client - 1 END"
    rows = f"(SELECT source, key, {number} AS client, place FROM assigned)"
    return _written(session, lake, manifest, plan, rows, moment)


def _from_database(session: DuckDB, lake: Lake, manifest: Manifest, plan: Plan, moment: Moment) -> Manifest:
    """The manifest with LINKS as the database has them at `moment`."""
    _show_proposed(session, lake, manifest)
    show_all_linked(session)
    rows = (
        "(SELECT p.source, p.key, l.standing AS client, NULL AS place FROM proposed AS p "
        "JOIN linked AS l ON p.source = l.source AND p.key = l.key)"
    )
    return _written(session, lake, manifest, plan, rows, moment)


def _written(session: DuckDB, lake: Lake, manifest: Manifest, plan: Plan, rows: str, moment: Moment) -> Manifest:
    """The manifest with LINKS of those rows (source, key, client; place, their order where it is known), as of `moment`, if they are
    others."""
    select = f"SELECT source, key, {_PUBLIC_ID.format('client')} AS client_id FROM {rows} AS r"
    columns = tuple((column.name, column.type) for column in LINKS.columns)
    session.show("links", lake.pieces(manifest.of("links"), LINKS), columns)
    standing = sum(entry.rows for entry in manifest.of("links"))
    as_many = standing > 0 and session.rows("SELECT count(*) AS n FROM proposed")[0]["n"] == standing
    if as_many and session.rows(f"SELECT NOT EXISTS ({select} EXCEPT FROM links) AS same")[0]["same"]:
        return manifest
    # What is decided from the plan on is carried out again after this: LINKS do not know all of it.
    known = as_of(manifest, Moment(moment.move, plan.moment.decision))
    target = lake.new_file("links", plan.run.id)
    done = session.connection.execute(
        f"COPY ({select} ORDER BY place, source, key) TO {literal(str(target))} "
        f"(FORMAT parquet, {FEW_REPEAT}, KV_METADATA {{{AS_OF}: {literal(known)}}})"
    ).fetchall()
    return manifest.replaced("links", [lake.entry("links", target, int(done[0][0]))])
