"""The queue of doubtful pairs as it stands: what the last run doubted, without what was decided since."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.clusters.decided import End
from visavis.mistakes import Mistake, Words

if TYPE_CHECKING:
    from visavis.house.models import User


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair that nobody decided about. `clients` are those that its records belong to now, the oldest first: one or two.

    `records` and `facts` are how many would change client if linking is wrong, as the run counted them.
    """

    one: End
    other: End
    probability: float
    weight: float
    rule: str
    evidence: tuple[Mapping[str, Any], ...]
    records: int
    facts: int
    clients: tuple[int, ...]

    @property
    def pair(self) -> str:
        """What stands for the pair in forms, without telling its keys."""
        return pair_of(self.one, self.other)

    @property
    def together(self) -> bool:
        """Whether its records are one client now."""
        return len(self.clients) == 1


@dataclass(frozen=True, slots=True)
class Queue:
    """Pairs still to be decided, the first to be asked first, and how many of the run's pairs were decided since."""

    open: tuple[Doubt, ...]
    decided: int


def pair_of(one: End, other: End) -> str:
    """The digest of a pair, whichever comes first."""
    told = "\x1f".join(part for end in sorted((one, other)) for part in end)
    return hashlib.md5(told.encode(), usedforsecurity=False).hexdigest()


def queue(home: Path) -> Queue:
    """The queue of the current run. Raises Mistake where nothing was linked yet."""
    lake, manifest = _current(home)
    database.use(home)
    from visavis.clients.doubts.asked import times_passed

    rows = _rows(lake, manifest)
    settled = _settled()
    clients = _clients({(row[f"source_{side}"], row[f"key_{side}"]) for row in rows for side in "lr"})
    found, decided = [], 0
    for row in rows:
        one, other = (row["source_l"], row["key_l"]), (row["source_r"], row["key_r"])
        if pair_of(one, other) in settled:
            decided += 1
            continue
        its = tuple(sorted({clients[end] for end in (one, other) if end in clients}))
        # Records that are gone can't be asked about; where clients changed, another decision or run has settled it.
        if one in clients and other in clients and (len(its) == 1) == row["together"]:
            found.append(_doubt(row, one, other, its))
    passed = times_passed()
    return Queue(tuple(sorted(found, key=lambda each: passed.get(each.pair, 0))), decided)


def doubted(home: Path) -> list[tuple[End, End]]:
    """The pairs that the current run doubts, decided since or not. Raises Mistake where nothing was linked yet."""
    return [((row["source_l"], row["key_l"]), (row["source_r"], row["key_r"])) for row in _rows(*_current(home))]


def _doubt(row: Mapping[str, Any], one: End, other: End, clients: tuple[int, ...]) -> Doubt:
    evidence = tuple(json.loads(row["evidence"]))
    numbers = (row["probability"], row["weight"], row["rule"], evidence, row["records"], row["facts"])
    return Doubt(one, other, *numbers, clients)


def next_for(home: Path, user: "User") -> tuple[Doubt | None, Queue]:
    """The pair that `user` has already, else the first that nobody else has before them; and the queue."""
    now = queue(home)
    from visavis.clients.doubts.asked import held_by, hold

    mine = held_by(user)
    ordered = sorted(now.open, key=lambda each: each.pair != mine)
    return next((each for each in ordered if hold(user, each.pair)), None), now


def find_doubt(home: Path, pair: str) -> Doubt:
    """The open pair with that digest; raises Mistake where it is decided by now, or no longer in doubt."""
    for each in queue(home).open:
        if each.pair == pair:
            return each
    raise Mistake(
        Words(
            fr="cette paire n’est plus à décider: quelqu’un l’a fait, ou une mise à jour l’a réglée",
            en="this pair is no longer to be decided: somebody did, or an update settled it",
        ),
        remedy=Words(fr="passez à la suivante", en="go on to the next one"),
    )


def records_at(home: Path, ends: Iterable[End]) -> dict[End, dict[str, Any]]:
    """What each of those records says, by source and key: columns of the lake's records, extras left out."""
    lake, manifest = _current(home)
    wanted = sorted(set(ends))
    session = DuckDB()
    try:
        lake.show(session, manifest, ("records",))
        columns = {"source": [source for source, _ in wanted], "key": [key for _, key in wanted]}
        schema = pa.schema([("source", pa.string()), ("key", pa.string())])
        session.connection.register("wanted", pa.table(columns, schema))
        rows = session.rows(
            "SELECT r.* FROM records AS r SEMI JOIN wanted AS w ON r.source = w.source AND r.key = w.key"
        )
    finally:
        session.close()
    return {
        (row["source"], row["key"]): {name: value for name, value in row.items() if not name.startswith("extra_")}
        for row in rows
    }


def _current(home: Path) -> tuple[Lake, Manifest]:
    lake = Lake(home / "lake")
    manifest = lake.current()
    if manifest is None or not database.exists(home):
        raise Mistake(
            Words(fr="aucun rapprochement n’a encore été calculé ici", en="nothing was linked here yet"),
            remedy=Words(fr="lancez: visavis run", en="start: visavis run"),
        )
    return lake, manifest


def _rows(lake: Lake, manifest: Manifest) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    files = [file for entry in manifest.of("doubts") for file in lake.files(entry)]
    rows = [row for file in files for row in pq.read_table(file).to_pylist()]
    return sorted(rows, key=lambda row: row["place"])


def _settled() -> set[str]:
    """Digests of all pairs that people decided about and did not take back."""
    from visavis.clients.decided import decided_now

    decided, _ = decided_now()
    return {pair_of(one, other) for one, other in (*decided.together, *decided.apart)}


def _clients(ends: set[End]) -> dict[End, int]:
    """The client of each record that the last run saw."""
    from visavis.clients.models import ClientAlias, Link

    keys = sorted({key for _, key in ends})
    found: dict[End, int] = {}
    for first in range(0, len(keys), 500):
        rows = Link.objects.present().filter(key__in=keys[first : first + 500])
        found |= {(s, k): number for s, k, number in rows.values_list("source", "key", "client_id") if (s, k) in ends}
    aliases = dict(ClientAlias.objects.filter(former__in=set(found.values())).values_list("former", "client_id"))
    return {end: aliases.get(number, number) for end, number in found.items()}
