"""What batch linking knew, frozen for one record at a time: files that are mapped into memory and never change.

A *base* holds the model with its trained weights, the frequencies, every comparable record, and for the digest of each key (and of
what else leads to a record) the records that bear it (engine/linking/freezing.py). A *patch* lies over it and holds whole what
changed since: records that came or changed, and every block that any of them entered or left (engine/linking/patching.py). Opening
both reads nothing but the model; looking up a key is a binary search in each. Files, for N records: `records.bin` (JSON, one after
the other), `places.npy` (where each begins), `digests.npy` (sorted), `begins.npy`, `sizes.npy`, `members.npy`, `crowds.parquet`;
of a base also `shares-<column>.npy` and `model.json`, of a patch `stale.npy` (places of records that say something else now, or
are gone).

A record is named by its place: those of a base come first, in the order of (source, key), then those of its patch as they came.
"""

import json
import mmap
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.linking.scored.scoring import Frequencies, Keys, Row, Scorer, digest
from visavis.engine.linking.weights.frequencies import counted
from visavis.engine.linking.weights.model import Model

IDENTITY, HOLDS, ADDRESSED, NAMES = "identity", "holds", "addressed", "names"
"""What else than a key leads to a record: its source and key; an address that it holds, or that it is; a record that it names."""

MODEL, STALE, CROWDS = "model.json", "stale.npy", "crowds.parquet"

U64, I64, I32 = np.dtype("<u8"), np.dtype("<i8"), np.dtype("<i4")

Digests = NDArray[np.uint64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Known:
    """A record as scoring reads it."""

    source: str
    key: str
    row: Row


def key_digest(name: str, kind: str, value: str) -> int:
    """Of the value of the key `name`; persons and organisations never meet."""
    return digest(name, kind, value)


@dataclass(frozen=True, slots=True)
class Listed:
    """What an index knows of given blocks: how many records each holds (`sizes`, 0 where it does not stand there), whether it is
    `open` (no more than its cap) and whether all its members are `told`: `members`, of the block at `of`, in its order."""

    sizes: Numbers
    open: NDArray[np.bool_]
    told: NDArray[np.bool_]
    of: Numbers
    members: Numbers


class Blocks:
    """Sorted digests, and who bears them. The size of a block that holds more than its cap is written as a negative number."""

    def __init__(self, folder: Path) -> None:
        self.digests, self.begins = mapped(folder / "digests.npy", U64), mapped(folder / "begins.npy", I64)
        self.sizes, self.members = mapped(folder / "sizes.npy", I32), mapped(folder / "members.npy", I32)

    def find(self, wanted: Digests) -> Numbers:
        """Where each stands; -1 where it does not."""
        if not len(self.digests):
            return np.full(len(wanted), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.digests, wanted), len(self.digests) - 1)
        return np.where(self.digests[at] == wanted, at, -1)

    def block(self, at: int) -> tuple[int, list[int]]:
        """How many bear the digest that stands there, and their places, none where they are too many."""
        size = int(self.sizes[at])
        if size < 0:
            return -size, []
        return size, self.members[int(self.begins[at]) : int(self.begins[at + 1])].tolist()


def without_records(folder: Path, target: Path, marked: Callable[[list[str]], set[str]]) -> int:
    """Write to `target` the base or patch in `folder` as if the records that `marked` chooses (of names, `source/key`) said nothing.

    How many they are; nothing is written where there are none. Their places stay, without source, key or contents.
    """
    places = np.array(mapped(folder / "places.npy", I64))
    records, chosen = _bytes(folder / "records.bin"), []
    for start in range(0, len(places) - 1, 50_000):
        ends = places[start : start + 50_001].tolist()
        names = ["/".join(json.loads(records[begin:end])[:2]) for begin, end in pairwise(ends)]
        wanted = marked(names)
        chosen += [start + at for at, name in enumerate(names) if name in wanted]
    if not chosen:
        return 0
    shutil.copytree(folder, target)
    with (target / "records.bin").open("r+b") as out:
        for place in chosen:
            begin, end = int(places[place]), int(places[place + 1])
            empty = json.dumps(["", "", *([None] * (len(json.loads(records[begin:end])) - 2))], separators=(",", ":"))
            out.seek(begin)
            out.write(empty.encode().ljust(end - begin))
    return len(chosen)


class Index:
    """A frozen batch, opened, with what changed since; safe to share between threads. Raises FileNotFoundError where there is none."""

    def __init__(self, base: Path, patch: Path | None = None) -> None:
        self.folders = (base, patch) if patch else (base,)
        self.blocks_of = tuple(map(Blocks, self.folders))
        """Of the base, and of the patch, which counts where it knows a block."""
        self._records = tuple(map(_Records, self.folders))

    def read(self) -> "Index":
        """The index, with the model read and compiled: nothing is opened later, when another run may have taken its place."""
        self.keys, self.scorer, self.version  # noqa: B018 (each is made when it is first asked for)
        return self

    @cached_property
    def model(self) -> Model:
        """The model that batch scored by."""
        return Model.from_json((self.folders[0] / MODEL).read_text(encoding="utf-8"))

    @cached_property
    def version(self) -> str:
        """The model's, which takes longer to find than a record takes to be linked."""
        return self.model.version

    @cached_property
    def keys(self) -> Keys:
        """The model's keys, of one record."""
        return Keys(self.model)

    @cached_property
    def scorer(self) -> Scorer:
        """Scores as batch does."""
        shares = {column: Shares(column, self.folders[0] / f"shares-{column}.npy") for column in counted(self.model)}
        frequencies: Frequencies = shares
        return Scorer(self.model, frequencies, unseen={name: each.least for name, each in shares.items()})

    def __len__(self) -> int:
        """How many places there are, those of records that changed or went since among them."""
        return sum(map(len, self._records))

    @property
    def in_base(self) -> int:
        """How many places the base has."""
        return len(self._records[0])

    @property
    def stale(self) -> Numbers:
        """Places where a record stood that says something else now, or is gone; in order."""
        return stale_of(self.folders)

    def blocks(self, digests: Sequence[int]) -> dict[int, tuple[int, list[int]]]:
        """Of each digest that stands here: how many records bear it, and their places, none where they are too many."""
        wanted = np.array(digests, dtype=np.int64).view(U64)
        found = {}
        for blocks in self.blocks_of:
            for each, at in zip(digests, blocks.find(wanted).tolist(), strict=True):
                if at >= 0:
                    found[each] = blocks.block(at)
        return {each: block for each, block in found.items() if block[0]}

    def fits(self, wanted: Digests) -> NDArray[np.bool_]:
        """Which blocks hold no more than their cap."""
        sizes = np.zeros(len(wanted), dtype=np.int64)
        for blocks in self.blocks_of:
            at = blocks.find(wanted)
            here = np.flatnonzero(at >= 0)
            sizes[here] = blocks.sizes[at[here]]
        return sizes >= 0

    def listed(self, wanted: Digests) -> Listed:
        """What is known of many blocks at once, for batch: the members also of blocks that hold a little more than their cap."""
        sizes, counts = np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=np.int64)
        begins, source = np.zeros_like(sizes), np.full(len(wanted), -1)
        for number, blocks in enumerate(self.blocks_of):
            at = blocks.find(wanted)
            here = np.flatnonzero(at >= 0)
            sizes[here], begins[here] = blocks.sizes[at[here]], blocks.begins[at[here]]
            counts[here] = blocks.begins[at[here] + 1] - begins[here]
            source[here] = number
        of, members = [], []
        for number, blocks in enumerate(self.blocks_of):
            chosen = np.flatnonzero(source == number)
            of.append(np.repeat(chosen, counts[chosen]))
            members.append(blocks.members[ranges(begins[chosen], counts[chosen])].astype(np.int64))
        told = np.abs(sizes) == counts
        return Listed(np.abs(sizes), sizes >= 0, told, np.concatenate(of), np.concatenate(members))

    def record(self, place: int) -> Known:
        """The record at `place`."""
        base = self._records[0]
        held, at = (base, place) if place < len(base) else (self._records[1], place - len(base))
        source, key, *row = json.loads(held.told(at))
        return Known(source, key, tuple(row))

    def place_of(self, source: str, key: str) -> int | None:
        """Where the record stands, if it does."""
        found = self.blocks([digest(IDENTITY, "", source, key)])
        return next((places[0] for _, places in found.values()), None)


def ranges(begins: Numbers, counts: Numbers) -> Numbers:
    """The numbers `begin`, `begin + 1`, … of each range, `count` of them, one range after the other."""
    before = np.cumsum(counts) - counts
    return np.repeat(begins - before, counts) + np.arange(int(counts.sum()))


def stale_of(folders: Sequence[Path]) -> Numbers:
    """Places of a base and its patch that no longer count."""
    found = [mapped(folder / STALE, I64) for folder in folders if (folder / STALE).exists()]
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


class _Records:
    """The records of a base or a patch, as texts."""

    def __init__(self, folder: Path) -> None:
        self._places, self._told = mapped(folder / "places.npy", I64), _bytes(folder / "records.bin")

    def __len__(self) -> int:
        return len(self._places) - 1

    def told(self, at: int) -> bytes:
        """Source, key and row, JSON."""
        found: bytes = self._told[int(self._places[at]) : int(self._places[at + 1])]
        return found


class Shares(Mapping[str, float]):
    """Value → its share of all values of a column, by digest; it can't tell which values it holds, only of one asked for."""

    def __init__(self, column: str, file: Path) -> None:
        self._column = column
        both = mapped(file, U64)
        self._digests, self._shares = both[: len(both) // 2], both[len(both) // 2 :].view(np.float64)
        self.least = float(self._shares.min()) if len(self._shares) else 1.0
        """The share of a value that stands here once: what a new value counts for."""

    def __getitem__(self, value: str) -> float:
        wanted = np.array([digest(self._column, "", value)], dtype=np.int64).view(U64)
        at = int(np.searchsorted(self._digests, wanted)[0])
        if at < len(self._digests) and self._digests[at] == wanted[0]:
            return float(self._shares[at])
        raise KeyError(value)

    def __len__(self) -> int:
        return len(self._digests)

    def __iter__(self) -> Any:
        raise TypeError("frequencies are known by digest: ask for one value")


def mapped(file: Path, of: "np.dtype[Any]") -> NDArray[Any]:
    """The numbers that a file holds."""
    if not file.stat().st_size:
        return np.empty(0, dtype=of)
    return np.asarray(np.memmap(file, dtype=of, mode="r"))


def _bytes(file: Path) -> Any:
    if not file.stat().st_size:
        return b""
    with file.open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
