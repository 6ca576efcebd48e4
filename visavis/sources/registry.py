"""The kinds of sources: one entry for each folder of `kinds`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from visavis.declarations import Declared
from visavis.mistakes import Words
from visavis.sources.declaration import Read, SourceDeclaration
from visavis.sources.kinds.documents import delivery as documents
from visavis.sources.kinds.documents.opening import open_document
from visavis.sources.kinds.files.delivery import arrived
from visavis.sources.kinds.files.opening import open_rows
from visavis.sources.kinds.mailbox import delivery as mailboxes
from visavis.sources.kinds.mailbox.opening import open_mailbox, peek
from visavis.sources.kinds.rows import Arrival, Rows

Opening = Callable[[duckdb.DuckDBPyConnection, Path, SourceDeclaration, Sequence[str], Path], Rows]
Arrived = tuple[list[tuple[Path, Arrival]], list[Words]]


@dataclass(frozen=True, slots=True)
class Connector:
    """How a kind of source is read.

    `arrived(home, declared)` gives the deliveries, in order, with what there is to say of them; `open(session, delivery,
    declaration, wanted columns, scratch folder)` the rows of one; `peek`, called likewise, what is needed to check the
    declaration: the columns, and rows or not. All raise Mistake.
    """

    arrived: Callable[[Path, Declared[SourceDeclaration]], Arrived]
    open: Opening
    peek: Opening


def _told_by_read(opening: Callable[[duckdb.DuckDBPyConnection, Path, Read, Sequence[str], Path], Rows]) -> Opening:
    """An opening to which `read` tells all that it needs of a declaration."""
    return lambda session, path, source, wanted, scratch: opening(session, path, source.read, wanted, scratch)


_file, _document = _told_by_read(open_rows), _told_by_read(open_document)
KINDS = {
    "files": Connector(arrived, _file, _file),
    "documents": Connector(documents.arrived, _document, _document),
    "mailbox": Connector(mailboxes.arrived, open_mailbox, peek),
}
