"""What batch linking knew, frozen for one record at a time: files that are mapped into memory and never change.

A folder holds the model with its trained weights, the frequencies, every comparable record, and for the digest of each key (and
of what else leads to a record) the records that bear it. Opening it reads nothing but the model; looking up a key is a binary
search. Files, for N records: `records.bin` (JSON, one after the other), `places.npy` (where each begins), `digests.npy` (sorted),
`begins.npy`, `sizes.npy`, `members.npy`; `shares-<column>.npy`; `model.json`.
"""

import json
import mmap
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from visavis.engine.linking.comparable.junk import ADDRESSES
from visavis.engine.linking.comparable.nodes import ADDRESS, RECORD
from visavis.engine.linking.kept import scan
from visavis.engine.linking.scored.scoring import Frequencies, Keys, Row, Scorer, columns_of, digest
from visavis.engine.linking.weights.frequencies import count_frequencies, counted, read_frequencies, table_of
from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import literal

IDENTITY, HOLDS, ADDRESSED, NAMES = "identity", "holds", "addressed", "names"
"""What else than a key leads to a record: its source and key; an address that it holds, or that it is; a record that it names."""

MOST_HOLDERS = 40
"""An address that more hold tells of nobody: they are counted, not listed."""

AT_ONCE = 4_000_000
"""Digests that are sorted at once."""

_U64, _I64, _I32 = np.dtype("<u8"), np.dtype("<i8"), np.dtype("<i4")


@dataclass(frozen=True, slots=True)
class Known:
    """A record as scoring reads it."""

    source: str
    key: str
    row: Row


def key_digest(name: str, kind: str, value: str) -> int:
    """Of the value of the key `name`; persons and organisations never meet."""
    return digest(name, kind, value)


def freeze(
    given: Path,
    model: Model,
    folder: Path,
    *,
    frequencies: Path | None = None,
    crowds: Path | None = None,
    memory: str = "900MB",
) -> int:
    """Write the index of the normalised records in the Parquet file (or folder) `given`; how many records it holds.

    `frequencies`: the folder of those that batch scores with; without one they are counted in `given`. `crowds`: addresses that
    identify nobody (field, value: engine/linking/comparable/junk.py), to which a record that holds one does not belong.
    """
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(folder / "spill")})
    try:
        connection.execute(
            "CREATE TABLE frozen AS SELECT row_number() OVER (ORDER BY rid) - 1 AS place, * "
            f"FROM {scan(given)} ORDER BY rid"
        )
        connection.execute(f"CREATE TABLE crowds AS {f'FROM {scan(crowds)}' if crowds else _NO_CROWDS}")
        count = _write_records(connection, model, folder)
        _write_digests(connection, model, folder)
        if frequencies:
            read_frequencies(connection, model, frequencies)
        else:
            connection.execute("CREATE TEMP VIEW linking_input AS FROM frozen")
            count_frequencies(connection, model)
        for column in counted(model):
            _write_shares(connection, column, folder)
    finally:
        connection.close()
        shutil.rmtree(folder / "spill", ignore_errors=True)
    (folder / "model.json").write_text(model.as_json(), encoding="utf-8")
    return count


def _write_records(connection: duckdb.DuckDBPyConnection, model: Model, folder: Path) -> int:
    told = ", ".join(f"CAST({column} AS VARCHAR)" if column == "birth_date" else column for column in columns_of(model))
    batches = connection.sql(
        f"SELECT CAST(json_array(source, key, {told}) AS VARCHAR) AS told FROM frozen ORDER BY place"
    ).to_arrow_reader(50_000)
    place, count = 0, 0
    with (folder / "records.bin").open("wb") as records, (folder / "places.npy").open("wb") as places:
        for batch in batches:
            texts = [text.encode() for text in batch.column(0).to_pylist()]
            records.writelines(texts)
            ends = np.cumsum([len(text) for text in texts], dtype=_I64)
            places.write((place + np.concatenate([[0], ends[:-1]])).astype(_I64).tobytes())
            place, count = place + int(ends[-1]), count + len(texts)
        places.write(np.array([place], dtype=_I64).tobytes())
    return count


_NO_CROWDS = "SELECT '' AS field, '' AS value WHERE false"
_OF_NO_CROWD = f"origin = {literal(ADDRESS)}" + "".join(
    f" AND {value.format('key')} NOT IN (SELECT value FROM crowds WHERE field = {literal(field)})"
    for field, value in ADDRESSES.items()
)


def _hashed(name: str, value: str, kind: str = "''") -> str:
    return f"md5_number_lower({literal(name)} || chr(31) || {kind} || chr(31) || {value})"


def _write_digests(connection: duckdb.DuckDBPyConnection, model: Model, folder: Path) -> None:
    parts = []
    for key in model.keys:
        of = "frozen" if key.each is None else f"(SELECT *, unnest({key.each}) AS item FROM frozen)"
        when = f" AND ({key.when})" if key.when else ""
        parts.append(
            f"SELECT DISTINCT {_hashed(key.name, key.value, 'kind')} AS digest, place, {key.cap} AS cap FROM {of} AS one "
            f"WHERE {key.value} IS NOT NULL AND origin = {literal(RECORD)}{when}"
        )
    identity = "source || chr(31) || key"
    parts.append(f"SELECT {_hashed(IDENTITY, identity)}, place, {MOST_HOLDERS} FROM frozen")
    for column in ("mailboxes", "phones"):
        for name, origin in ((HOLDS, f"origin = {literal(RECORD)}"), (ADDRESSED, _OF_NO_CROWD)):
            parts.append(
                f"SELECT DISTINCT {_hashed(name, 'item')}, place, {MOST_HOLDERS} FROM "
                f"(SELECT place, unnest({column}) AS item FROM frozen WHERE {origin}) AS one"
            )
    parts.append(
        f"SELECT DISTINCT {_hashed(NAMES, 'item')}, place, {MOST_HOLDERS} FROM "
        "(SELECT place, unnest(also_known_as) AS item FROM frozen) AS one"
    )
    connection.execute(f"CREATE TABLE digests AS {' UNION ALL '.join(parts)}")
    total = connection.execute("SELECT count(*) FROM digests").fetchall()[0][0]
    slices = total // AT_ONCE + 1
    begin = 0
    names = ("digests", "begins", "sizes", "members")
    files = {name: (folder / f"{name}.npy").open("wb") for name in names}
    try:
        for number in range(slices):
            low, high = (number << 64) // slices, ((number + 1) << 64) // slices
            table = connection.execute(
                f"SELECT digest, place, cap FROM digests WHERE digest >= {low}::UBIGINT AND "
                f"digest <= {high - 1}::UBIGINT ORDER BY digest, place"
            ).fetchnumpy()
            begin += _write_slice(table, files, begin)
        files["begins"].write(np.array([begin], dtype=_I64).tobytes())
    finally:
        for file in files.values():
            file.close()


def _write_slice(table: Mapping[str, NDArray[Any]], files: Mapping[str, Any], begin: int) -> int:
    digests = np.asarray(table["digest"], dtype=_U64)
    if not len(digests):
        return 0
    first = np.flatnonzero(np.r_[True, digests[1:] != digests[:-1]])
    sizes = np.diff(np.r_[first, len(digests)])
    # Blocks that hold more than their cap are known by their size alone: nobody is compared with so many.
    small = sizes <= np.asarray(table["cap"])[first]
    listed = np.where(small, sizes, 0)
    files["digests"].write(digests[first].tobytes())
    files["begins"].write((begin + np.cumsum(listed) - listed).astype(_I64).tobytes())
    files["sizes"].write(sizes.astype(_I32).tobytes())
    members = np.asarray(table["place"])[np.repeat(small, sizes)]
    files["members"].write(members.astype(_I32).tobytes())
    return int(listed.sum())


def _write_shares(connection: duckdb.DuckDBPyConnection, column: str, folder: Path) -> None:
    table = connection.execute(
        f"SELECT {_hashed(column, 'value')} AS digest, share FROM {table_of(column)} ORDER BY digest"
    ).fetchnumpy()
    with (folder / f"shares-{column}.npy").open("wb") as file:
        file.write(np.asarray(table["digest"], dtype=_U64).tobytes())
        file.write(np.asarray(table["share"], dtype=np.float64).tobytes())


def without_records(folder: Path, target: Path, marked: Callable[[list[str]], set[str]]) -> int:
    """Write to `target` the index in `folder` as if the records that `marked` chooses (of names, `source/key`) said nothing.

    How many they are; nothing is written where there are none. Their places stay, without source, key or contents.
    """
    places = np.array(_mapped(folder / "places.npy", _I64))
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
    """A frozen batch, opened; safe to share between threads. Raises FileNotFoundError where there is none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.model = Model.from_json((folder / "model.json").read_text(encoding="utf-8"))
        self.version = self.model.version
        """The model's, which takes longer to find than a record takes to be linked."""
        self.keys = Keys(self.model)
        self._digests, self._begins = _mapped(folder / "digests.npy", _U64), _mapped(folder / "begins.npy", _I64)
        self._sizes, self._members = _mapped(folder / "sizes.npy", _I32), _mapped(folder / "members.npy", _I32)
        self._places = _mapped(folder / "places.npy", _I64)
        self._records = _bytes(folder / "records.bin")
        shares = {column: Shares(column, folder / f"shares-{column}.npy") for column in counted(self.model)}
        frequencies: Frequencies = shares
        self.scorer = Scorer(self.model, frequencies, unseen={name: each.least for name, each in shares.items()})

    def __len__(self) -> int:
        return len(self._places) - 1

    def blocks(self, digests: Sequence[int]) -> dict[int, tuple[int, list[int]]]:
        """Of each digest that stands here: how many records bear it, and their places, none where they are too many."""
        if not len(self._digests) or not digests:
            return {}
        wanted = np.array(digests, dtype=np.int64).view(_U64)
        at = np.minimum(np.searchsorted(self._digests, wanted), len(self._digests) - 1)
        found = {}
        for each, place, there in zip(digests, at.tolist(), (self._digests[at] == wanted).tolist(), strict=True):
            if there:
                begin, end = int(self._begins[place]), int(self._begins[place + 1])
                found[each] = int(self._sizes[place]), self._members[begin:end].tolist()
        return found

    def record(self, place: int) -> Known:
        """The record at `place`."""
        begin, end = int(self._places[place]), int(self._places[place + 1])
        source, key, *row = json.loads(self._records[begin:end])
        return Known(source, key, tuple(row))

    def place_of(self, source: str, key: str) -> int | None:
        """Where the record stands, if it does."""
        found = self.blocks([digest(IDENTITY, "", source, key)])
        return next((places[0] for _, places in found.values()), None)


class Shares(Mapping[str, float]):
    """Value → its share of all values of a column, by digest; it can't tell which values it holds, only of one asked for."""

    def __init__(self, column: str, file: Path) -> None:
        self._column = column
        both = _mapped(file, _U64)
        self._digests, self._shares = both[: len(both) // 2], both[len(both) // 2 :].view(np.float64)
        self.least = float(self._shares.min()) if len(self._shares) else 1.0
        """The share of a value that stands here once: what a new value counts for."""

    def __getitem__(self, value: str) -> float:
        wanted = np.array([digest(self._column, "", value)], dtype=np.int64).view(_U64)
        at = int(np.searchsorted(self._digests, wanted)[0])
        if at < len(self._digests) and self._digests[at] == wanted[0]:
            return float(self._shares[at])
        raise KeyError(value)

    def __len__(self) -> int:
        return len(self._digests)

    def __iter__(self) -> Any:
        raise TypeError("frequencies are known by digest: ask for one value")


def _mapped(file: Path, of: "np.dtype[Any]") -> NDArray[Any]:
    if not file.stat().st_size:
        return np.empty(0, dtype=of)
    return np.asarray(np.memmap(file, dtype=of, mode="r"))


def _bytes(file: Path) -> Any:
    if not file.stat().st_size:
        return b""
    with file.open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
