"""What changed since an index was frozen, written over it instead of a new one: engine/linking/index.py tells what a patch is.

Places stay: a record that changed or came gets one behind all others, so that neither the base nor former blocks are written again.
A patch takes in the one before it; there is one at most.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from visavis.engine.linking.freezing import AMPLE, BlockFiles, digests_of, of_no_crowd, show_crowds, write_records
from visavis.engine.linking.index import CROWDS, I64, STALE, Digests, Index, Listed, Numbers, mapped, ranges
from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import literal

MOST_PATCHED = 0.3
"""A patch of more than this share of the base's records, those that are stale counted, is laid into a new base."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The blocks that a record entered or left, sorted by digest: the `rule` by which each is a key (-1: none), how many it holds
    and how many `came`, whether it is `open` (no more than its cap) and was; and the members of those where they are known, one of
    the block at `of` (in order) being at `place`."""

    digests: Digests
    rule: Numbers
    sizes: Numbers
    came: Numbers
    open: NDArray[np.bool_]
    was_open: NDArray[np.bool_]
    of: Numbers
    place: Numbers


def outgrown(index: Index, late: int, gone: int) -> bool:
    """Whether an index with a patch of so many more records is better made anew."""
    patched = len(index) - index.in_base + late + len(index.stale) + gone
    return patched > MOST_PATCHED * index.in_base


def write_patch(
    connection: duckdb.DuckDBPyConnection,
    model: Model,
    index: Index,
    target: Path,
    *,
    late: str,
    gone: str,
    every: str,
    crowds: Path,
) -> Touched:
    """Write to the folder `target` the patch of `index` after a change, its former patch laid in; the blocks that it touched.

    Tables of normalised records with their `place`: `late` ones (places from len(index) on), `gone` ones as they were, and
    `every` one as it is now. `crowds`: those of now, as `freeze` takes them.
    """
    target.mkdir(parents=True, exist_ok=True)
    show_crowds(connection, crowds, "index_crowds")
    show_crowds(connection, index.folders[-1] / CROWDS, "index_former_crowds")
    connection.execute(f"COPY index_crowds TO {literal(str(target / CROWDS))} (FORMAT parquet)")
    _append_records(connection, model, index, target, late)
    _show_turned(connection, len(index), every)
    came = _digests(connection, model, late, "index_crowds")
    went = _digests(connection, model, gone, "index_former_crowds")
    touched, listed = _touched(connection, model, index, came, went, every)
    _write_blocks(index, target, touched, listed)
    stale = np.concatenate([index.stale, _places(connection, gone)])
    (target / STALE).write_bytes(np.sort(stale).astype(I64).tobytes())
    return touched


@dataclass(frozen=True, slots=True)
class _Digests:
    digest: Digests
    place: Numbers
    cap: Numbers
    rule: Numbers


def _append_records(connection: duckdb.DuckDBPyConnection, model: Model, index: Index, target: Path, late: str) -> None:
    former = index.folders[1] if len(index.folders) > 1 else None
    begins = mapped(former / "places.npy", I64) if former else np.zeros(1, dtype=I64)
    with (target / "records.bin").open("wb") as records, (target / "places.npy").open("wb") as places:
        if former:
            with (former / "records.bin").open("rb") as before:
                shutil.copyfileobj(before, records)
        places.write(begins[:-1].astype(I64).tobytes())
        write_records(connection, model, late, records, places, int(begins[-1]))


def _show_turned(connection: duckdb.DuckDBPyConnection, known: int, every: str) -> None:
    """Make `index_turned`: addresses that stayed and that are a crowd's now, or are no longer."""
    other = "(FROM {0} EXCEPT FROM {1})"
    both = [
        other.format(*pair)
        for pair in (("index_crowds", "index_former_crowds"), ("index_former_crowds", "index_crowds"))
    ]
    same = not connection.execute(f"FROM ({' UNION ALL '.join(both)}) AS c LIMIT 1").fetchall()
    turned = f"({of_no_crowd('index_crowds')}) <> ({of_no_crowd('index_former_crowds')})"
    connection.execute(
        f"CREATE OR REPLACE TABLE index_turned AS SELECT * FROM {every} "
        f"WHERE {'false' if same else f'place < {known} AND {turned}'}"
    )


def _digests(connection: duckdb.DuckDBPyConnection, model: Model, table: str, crowds: str) -> _Digests:
    """All that leads to the records of `table`, and to the addresses that turned."""
    both = f"(FROM {table} UNION ALL BY NAME FROM index_turned)"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW index_moved AS FROM {both} AS b")
    found = connection.execute(
        f"SELECT digest, place, cap, coalesce(rule, -1) AS rule FROM ({digests_of(model, 'index_moved', crowds=crowds)}) AS d"
    ).fetchnumpy()
    numbers = (np.asarray(found[name], dtype=np.int64) for name in ("place", "cap", "rule"))
    return _Digests(np.asarray(found["digest"], dtype=np.uint64), *numbers)


def _places(connection: duckdb.DuckDBPyConnection, table: str) -> Numbers:
    return np.asarray(connection.execute(f"SELECT place FROM {table}").fetchnumpy()["place"], dtype=np.int64)


def _touched(
    connection: duckdb.DuckDBPyConnection, model: Model, index: Index, came: _Digests, went: _Digests, every: str
) -> tuple[Touched, NDArray[np.bool_]]:
    """The blocks that changed, and which of them are listed in the patch."""
    digests, first, block = np.unique(
        np.concatenate([came.digest, went.digest]), return_index=True, return_inverse=True
    )
    cap, rule = (np.concatenate([getattr(came, name), getattr(went, name)])[first] for name in ("cap", "rule"))
    entered, left = block[: len(came.digest)], block[len(came.digest) :]
    former = index.listed(digests)
    many = np.bincount(entered, minlength=len(digests))
    sizes = former.sizes + many - np.bincount(left, minlength=len(digests))
    open_ = sizes <= cap
    pairs = _members(former, (entered, came.place), (left, went.place))
    told = former.told
    if len(opened := np.flatnonzero(open_ & ~told)):
        pairs = _with_opened(connection, model, digests, opened, pairs, every)
        told = told | open_
    of, place = pairs
    known = told[of]
    touched = Touched(digests, rule, sizes, many, open_, former.open, of[known], place[known])
    return touched, told & (sizes <= AMPLE * cap)


def _members(former: Listed, came: tuple[Numbers, Numbers], went: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    """Pairs of block and place, sorted: the former ones without those that went, and those that came."""
    width = 1 + max((int(each.max(initial=0)) for each in (former.members, came[1], went[1])), default=0)
    before, entered, left = (of * width + place for of, place in ((former.of, former.members), came, went))
    now = np.sort(np.concatenate([before[~np.isin(before, left)], entered]))  # np.union1d takes ten times as long
    now = now[np.r_[True, now[1:] != now[:-1]][: len(now)]]
    return now // width, now % width


def _with_opened(
    connection: duckdb.DuckDBPyConnection,
    model: Model,
    digests: Digests,
    opened: Numbers,
    pairs: tuple[Numbers, Numbers],
    every: str,
) -> tuple[Numbers, Numbers]:
    """Pairs with the members of blocks that held too many to be listed: looked for among all records."""
    wanted = ", ".join(map(str, digests[opened].tolist()))
    found = connection.execute(
        f"SELECT digest, place FROM ({digests_of(model, every, crowds='index_crowds')}) AS d WHERE digest IN ({wanted})"
    ).fetchnumpy()
    of = np.searchsorted(digests, np.asarray(found["digest"], dtype=np.uint64))
    others = ~np.isin(pairs[0], opened)
    both = (np.concatenate([pairs[0][others], of]), np.concatenate([pairs[1][others], found["place"].astype(np.int64)]))
    order = np.lexsort(both[::-1])
    return both[0][order], both[1][order]


def _write_blocks(index: Index, target: Path, touched: Touched, listed: NDArray[np.bool_]) -> None:
    """Write the blocks that were touched, and those of the former patch that were not."""
    every = np.bincount(touched.of, minlength=len(touched.digests))
    begins, counts = np.cumsum(every) - every, np.where(listed, every, 0)
    digests, members = touched.digests, touched.place
    sizes = np.where(touched.open, touched.sizes, -touched.sizes)
    for former in index.blocks_of[1:]:
        stay = np.flatnonzero(~np.isin(former.digests, touched.digests))
        theirs = np.diff(former.begins)[stay]
        digests, counts = np.concatenate([digests, former.digests[stay]]), np.concatenate([counts, theirs])
        begins = np.concatenate([begins, former.begins[stay] + len(members)])
        sizes, members = np.concatenate([sizes, former.sizes[stay]]), np.concatenate([members, former.members])
    order = np.argsort(digests)
    with BlockFiles(target) as files:
        files.write(digests[order], sizes[order], counts[order], members[ranges(begins[order], counts[order])])
