"""The kinds of sources: one entry for each folder of `kinds`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from visavis.declarations import Declared
from visavis.mistakes import Words
from visavis.sources.declaration import Read, SourceDeclaration
from visavis.sources.kinds.files.delivery import arrived
from visavis.sources.kinds.files.opening import open_rows
from visavis.sources.kinds.rows import Arrival, Rows

Arrived = tuple[list[tuple[Path, Arrival]], list[Words]]


@dataclass(frozen=True, slots=True)
class Connector:
    """How a kind of source is read.

    `arrived(home, declared)` gives the deliveries, in order, with what there is to say of them; `open(session, delivery, read,
    wanted columns, scratch folder)` the rows of one. Both raise Mistake.
    """

    arrived: Callable[[Path, Declared[SourceDeclaration]], Arrived]
    open: Callable[[duckdb.DuckDBPyConnection, Path, Read, Sequence[str], Path], Rows]


KINDS = {"files": Connector(arrived, open_rows)}
