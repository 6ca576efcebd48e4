"""An index written whole: every comparable record, and for each digest those that bear it (engine/linking/index.py)."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import numpy as np
from numpy.typing import NDArray

from visavis.engine.duckdb import memory_allowed
from visavis.engine.linking.comparable.junk import ADDRESSES
from visavis.engine.linking.comparable.nodes import ADDRESS, RECORD
from visavis.engine.linking.index import ADDRESSED, CROWDS, HOLDS, I32, I64, IDENTITY, MODEL, NAMES, U64
from visavis.engine.linking.kept import scan
from visavis.engine.linking.scored.scoring import columns_of
from visavis.engine.linking.weights.frequencies import count_frequencies, counted, read_frequencies, table_of
from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import literal

MOST_HOLDERS = 40
"""An address that more hold tells of nobody: they are counted, not listed."""

AMPLE = 2
"""Blocks that hold up to so many times their cap are listed, for a patch that takes some away; beyond, they are but counted."""

AT_ONCE = 4_000_000
"""Digests that are sorted at once."""


def freeze(
    given: Path,
    model: Model,
    folder: Path,
    *,
    frequencies: Path | None = None,
    crowds: Path | None = None,
    memory: str | None = None,
) -> int:
    """Write the index of the normalised records in the Parquet file (or folder) `given`; how many records it holds.

    `frequencies`: the folder of those that batch scores with; without one they are counted in `given`. `crowds`: addresses that
    identify nobody (field, value: engine/linking/comparable/junk.py), to which a record that holds one does not belong.
    """
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        config={"memory_limit": memory or memory_allowed("900MB"), "temp_directory": str(folder / "spill")}
    )
    try:
        connection.execute(
            "CREATE TABLE frozen AS SELECT row_number() OVER (ORDER BY rid) - 1 AS place, * "
            f"FROM {scan(given)} ORDER BY rid"
        )
        show_crowds(connection, crowds, "crowds")
        connection.execute(f"COPY crowds TO {literal(str(folder / CROWDS))} (FORMAT parquet)")
        count = _write_records(connection, model, folder)
        connection.execute(f"CREATE TABLE digests AS {digests_of(model, 'frozen', crowds='crowds')}")
        _write_digests(connection, folder)
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
    (folder / MODEL).write_text(model.as_json(), encoding="utf-8")
    return count


def _write_records(connection: duckdb.DuckDBPyConnection, model: Model, folder: Path) -> int:
    with (folder / "records.bin").open("wb") as records, (folder / "places.npy").open("wb") as places:
        return write_records(connection, model, "frozen", records, places, 0)


def write_records(
    connection: duckdb.DuckDBPyConnection, model: Model, table: str, records: BinaryIO, places: BinaryIO, place: int
) -> int:
    """Write the rows of `table`, in the order of `place`, behind the `place` bytes that `records` has; how many they are."""
    told = ", ".join(f"CAST({column} AS VARCHAR)" if column == "birth_date" else column for column in columns_of(model))
    batches = connection.sql(
        f"SELECT CAST(json_array(source, key, {told}) AS VARCHAR) AS told FROM {table} ORDER BY place"
    ).to_arrow_reader(50_000)
    count = 0
    for batch in batches:
        texts = [text.encode() for text in batch.column(0).to_pylist()]
        records.writelines(texts)
        ends = np.cumsum([len(text) for text in texts], dtype=I64)
        places.write((place + np.concatenate([[0], ends[:-1]])).astype(I64).tobytes())
        place, count = place + int(ends[-1]), count + len(texts)
    places.write(np.array([place], dtype=I64).tobytes())
    return count


def show_crowds(connection: duckdb.DuckDBPyConnection, crowds: Path | None, table: str) -> None:
    """Make `table` (field, value) of the addresses of crowds."""
    some = (
        f"SELECT DISTINCT field, value FROM {scan(crowds)}" if crowds else "SELECT '' AS field, '' AS value WHERE false"
    )
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS {some} ORDER BY ALL")


def of_no_crowd(crowds: str) -> str:
    """The condition that a node is an address, and none of those in the table `crowds`."""
    return f"origin = {literal(ADDRESS)}" + "".join(
        f" AND {value.format('key')} NOT IN (SELECT value FROM {crowds} WHERE field = {literal(field)})"
        for field, value in ADDRESSES.items()
    )


def digests_of(model: Model, table: str, *, crowds: str, names: str = "place") -> str:
    """SQL of all that leads to the records of `table`: digest, `names` (the column that names records), cap and rule (the position
    of the key in the model; null of what is no key); each once."""
    parts = [keys_of(model, table, names=names)]
    identity = "source || chr(31) || key"
    parts.append(f"SELECT {_hashed(IDENTITY, identity)}, {names}, {MOST_HOLDERS}, NULL FROM {table}")
    for column in ("mailboxes", "phones"):
        for name, origin in ((HOLDS, f"origin = {literal(RECORD)}"), (ADDRESSED, of_no_crowd(crowds))):
            parts.append(
                f"SELECT DISTINCT {_hashed(name, 'item')}, {names}, {MOST_HOLDERS}, NULL FROM "
                f"(SELECT {names}, unnest({column}) AS item FROM {table} WHERE {origin}) AS one"
            )
    parts.append(
        f"SELECT DISTINCT {_hashed(NAMES, 'item')}, {names}, {MOST_HOLDERS}, NULL FROM "
        f"(SELECT {names}, unnest(also_known_as) AS item FROM {table}) AS one"
    )
    return " UNION ALL ".join(parts)


def keys_of(model: Model, table: str, *, names: str = "place") -> str:
    """As `digests_of`, of keys alone."""
    parts = []
    for rule, key in enumerate(model.keys):
        of = table if key.each is None else f"(SELECT *, unnest({key.each}) AS item FROM {table})"
        when = f" AND ({key.when})" if key.when else ""
        # Only a list can hold one value twice.
        once = "" if key.each is None else "DISTINCT "
        parts.append(
            f"SELECT {once}{_hashed(key.name, key.value, 'kind')} AS digest, {names}, {key.cap} AS cap, {rule} AS rule "
            f"FROM {of} AS one WHERE {key.value} IS NOT NULL AND origin = {literal(RECORD)}{when}"
        )
    return " UNION ALL ".join(parts)


def _hashed(name: str, value: str, kind: str = "''") -> str:
    # As md5_number_lower() gives it, in less than half the time.
    return f"CAST(md5_number({literal(name)} || chr(31) || {kind} || chr(31) || {value}) >> 64 AS UBIGINT)"


def _write_digests(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    total = connection.execute("SELECT count(*) FROM digests").fetchall()[0][0]
    slices = total // AT_ONCE + 1
    with BlockFiles(folder) as files:
        for number in range(slices):
            low, high = (number << 64) // slices, ((number + 1) << 64) // slices
            table = connection.execute(
                f"SELECT digest, place, cap FROM digests WHERE digest >= {low}::UBIGINT AND "
                f"digest <= {high - 1}::UBIGINT ORDER BY digest, place"
            ).fetchnumpy()
            _write_slice(table, files)


def _write_slice(table: Mapping[str, NDArray[Any]], files: "BlockFiles") -> None:
    digests = np.asarray(table["digest"], dtype=U64)
    if not len(digests):
        return
    first = np.flatnonzero(np.r_[True, digests[1:] != digests[:-1]])
    sizes = np.diff(np.r_[first, len(digests)])
    caps = np.asarray(table["cap"])[first]
    counts = np.where(sizes <= AMPLE * caps, sizes, 0)
    members = np.asarray(table["place"])[np.repeat(counts > 0, sizes)]
    files.write(digests[first], np.where(sizes <= caps, sizes, -sizes), counts, members)


class BlockFiles:
    """The files of blocks (engine/linking/index.py), written in the order of digests."""

    def __init__(self, folder: Path) -> None:
        names = ("digests", "begins", "sizes", "members")
        self._files = {name: (folder / f"{name}.npy").open("wb") for name in names}
        self._begin = 0

    def __enter__(self) -> "BlockFiles":
        return self

    def __exit__(self, *_: object) -> None:
        self._files["begins"].write(np.array([self._begin], dtype=I64).tobytes())
        for file in self._files.values():
            file.close()

    def write(self, digests: NDArray[Any], sizes: NDArray[Any], counts: NDArray[Any], members: NDArray[Any]) -> None:
        """Blocks that come after those written before: `counts` of `members` are listed of each; sizes beyond the cap negative."""
        self._files["digests"].write(digests.astype(U64).tobytes())
        self._files["begins"].write((self._begin + np.cumsum(counts) - counts).astype(I64).tobytes())
        self._files["sizes"].write(sizes.astype(I32).tobytes())
        self._files["members"].write(members.astype(I32).tobytes())
        self._begin += int(counts.sum())


def _write_shares(connection: duckdb.DuckDBPyConnection, column: str, folder: Path) -> None:
    table = connection.execute(
        f"SELECT {_hashed(column, 'value')} AS digest, share FROM {table_of(column)} ORDER BY digest"
    ).fetchnumpy()
    with (folder / f"shares-{column}.npy").open("wb") as file:
        file.write(np.asarray(table["digest"], dtype=U64).tobytes())
        file.write(np.asarray(table["share"], dtype=np.float64).tobytes())
