"""The part *routes* of reading: each voice, and the team able to act on it. A person's word stands above all of it."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import batched
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.progress import Progress, silent
from visavis.engine.reading.routing import Asked, Known, Route, Router, learn_router
from visavis.engine.reading.texts import clean
from visavis.mistakes import Words
from visavis.voices.acting import acting_steps
from visavis.voices.thanking import spread, teams_named
from visavis.voices.vectors import vectors_of

LEDGER = "routes"
READ = ("exchanges", "events", "ratings", "readings", "vectors")
AT_ONCE = 4_096
VERSION = 5
"""Of the way in which routes are computed: another one computes all of them again."""

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("source", "table", "key", "team")),
        ("p", pa.float64()),
        ("reason", pa.string()),
        ("thanked", pa.string()),
    ]
)
Called = list[tuple[str, tuple[str, ...]]]
"""Teams, each with how clients call it."""


def carry(
    home: Path, runner: DuckDB, lake: Lake, manifest: Manifest, run: str, *, progress: Progress = silent
) -> Manifest:
    """The manifest with `routes` of every voice; as it was, where nothing changed that they come from.

    Takes in what `teams.yaml` declares. Without a team there are no routes. Raises Mistakes where that file can't be read.
    """
    database.use(home)
    from visavis.house.teams import active, remits, take_in_declared

    take_in_declared(home)
    teams: Called = [(team.name, tuple(team.words)) for team in active()]
    able, said = remits(), corrections()
    inputs = [VERSION, teams, able, sorted(said.items()), [sorted(e.path for e in manifest.of(name)) for name in READ]]
    print_of_inputs = hashlib.sha256(json.dumps(inputs, default=str).encode()).hexdigest()
    if manifest.ledger.get(LEDGER) == print_of_inputs:
        return manifest
    done = replace(manifest, ledger=manifest.ledger | {LEDGER: print_of_inputs})
    if not teams:
        return done.replaced("routes", [])
    progress(Words(fr="Orientation des messages", en="Carrying voices to teams"))
    target = lake.new_file("routes", run)
    written = _write(target, route_all(runner, lake, manifest, teams, able, said))
    return done.replaced("routes", [lake.entry("routes", target, written)] if written else [])


def corrections() -> dict[str, tuple[str, str]]:
    """What people said of voices, and did not take back: by voice (32 hexadecimal digits) where to, and where from."""
    from visavis.voices.models import Rerouting

    standing = Rerouting.objects.filter(withdrawn_at=None).order_by("id")
    return {voice.hex: (team, was) for voice, team, was in standing.values_list("voice", "team", "was")}


def route_all(
    runner: DuckDB,
    lake: Lake,
    manifest: Manifest,
    teams: Called,
    able: Sequence[tuple[str, str, str]],
    said: dict[str, tuple[str, str]],
) -> Iterator[pa.RecordBatch]:
    """Routes of all voices, in batches of SCHEMA."""
    lake.show(runner, manifest, READ)
    rows, asked = voices_to_carry(runner, teams)
    vectors = vectors_for(runner, rows)
    router = router_of(teams, able, rows, asked, said, vectors)
    for part in batched(range(len(rows)), AT_ONCE):
        routes = router.routes([asked[i] for i in part], None if vectors is None else vectors[list(part)])
        yield _batch([rows[i] for i in part], [asked[i] for i in part], routes)


def voices_to_carry(runner: DuckDB, teams: Called) -> tuple[list[dict[str, Any]], list[Asked]]:
    """Every verbatim over the views READ: its row of `to_carry` without the text, and as routing takes it; in a fixed order."""
    runner.run(acting_steps([name for name, _ in teams]))
    rows = runner.rows('SELECT * FROM to_carry ORDER BY source, "table", key')
    asked, usual = [], _usual(runner)
    for row in rows:
        text = row.pop("text")
        named = teams_named(text, teams, directly=not row["thanks"]) if row["thanks"] or row["may_thank"] else ()
        asked.append(
            Asked(
                clean(text), row["theme"], row["step"], row["kind"], row["acting"], row["answering"], row["received"], tuple(named),
                _elsewhere(usual.get(row["client_ref"], {}), row),
            )
        )  # fmt: skip
    return rows, asked


def _usual(runner: DuckDB) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in runner.rows("SELECT client_ref, team, n FROM teams_of_clients ORDER BY client_ref, team"):
        found.setdefault(row["client_ref"], {})[row["team"]] = row["n"]
    return found


def _elsewhere(cases: dict[str, int], row: dict[str, Any]) -> tuple[tuple[str, float], ...]:
    """Shares of the client's other cases by team; few cases settle little."""
    others = cases | ({row["acting"]: cases[row["acting"]] - 1} if row["acting"] in cases else {})
    whole = sum(others.values()) + 1
    return tuple((team, n / whole) for team, n in others.items() if n)


def vectors_for(runner: DuckDB, rows: Sequence[dict[str, Any]]) -> NDArray[np.float32] | None:
    """The encoder's vectors of the texts of `rows`, zero where one has none; None without encoder."""
    digests, vectors = vectors_of(runner)
    if not digests:
        return None
    place = {digest: i for i, digest in enumerate(digests)}
    found = np.array([place.get(row["text_md5"], -1) for row in rows], dtype=np.int64)
    return np.where((found >= 0)[:, None], vectors[found], np.float32(0))


def router_of(
    teams: Called,
    able: Sequence[tuple[str, str, str]],
    rows: Sequence[dict[str, Any]],
    asked: Sequence[Asked],
    said: dict[str, tuple[str, str]],
    vectors: NDArray[np.float32] | None = None,
) -> Router:
    """Learnt from what people corrected, and from the cases that teams closed."""
    names = {name for name, _ in teams}
    known = [_known(row, said, names) for row in rows]
    chosen = [i for i, each in enumerate(known) if each is not None]
    return learn_router(
        [name for name, _ in teams],
        able,
        [asked[i] for i in chosen],
        [each for each in known if each is not None],
        None if vectors is None else vectors[chosen],
    )


def _known(row: dict[str, Any], said: dict[str, tuple[str, str]], names: set[str]) -> Known | None:
    if row["id"] in said:
        to, away = said[row["id"]]
        return Known(to or None, away or None)
    team = row["acting"] or row["answering"]
    return Known(team, by_hand=False) if team in names else None


def _batch(rows: Sequence[dict[str, Any]], asked: Sequence[Asked], routes: Sequence[Route]) -> pa.RecordBatch:
    columns: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in ("source", "table", "key")}
    columns["team"] = [route.team for route in routes]
    columns["p"] = [round(route.p, 4) for route in routes]
    columns["reason"] = [as_reason(route) for route in routes]
    columns["thanked"] = [spread(each.thanked) for each in asked]
    return pa.record_batch([pa.array(columns[field.name], field.type) for field in SCHEMA], schema=SCHEMA)


def as_reason(route: Route) -> str:
    """JSON: the likeliest team, the signs that speak for it, the next teams with their probability."""
    others = [[team, round(p, 4)] for team, p in route.others if p >= 0.02]
    told = {"likeliest": route.likeliest, "signs": [list(sign) for sign in route.signs[:4]], "others": others}
    return json.dumps(told, ensure_ascii=False)


def _write(target: Path, batches: Iterator[pa.RecordBatch]) -> int:
    written = 0
    with pq.ParquetWriter(target, SCHEMA) as writer:
        for batch in batches:
            writer.write_batch(batch)
            written += batch.num_rows
    return written
