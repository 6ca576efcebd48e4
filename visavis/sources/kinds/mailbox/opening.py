"""Opens one mailbox as rows of texts: message after message into a file of the session, in bounded memory."""

import gzip
import uuid
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from visavis.engine.steps import literal
from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.kinds.files.bytes import opened
from visavis.sources.kinds.files.header import check_columns
from visavis.sources.kinds.mailbox import threads
from visavis.sources.kinds.mailbox.columns import COLUMNS
from visavis.sources.kinds.mailbox.company import Company, looks_personal
from visavis.sources.kinds.mailbox.counting import told
from visavis.sources.kinds.mailbox.declaration import Mailbox
from visavis.sources.kinds.mailbox.message import LeftAlone, Mail, Unreadable, mail_of
from visavis.sources.kinds.mailbox.splitting import Found, messages_of_maildir, messages_of_mbox
from visavis.sources.kinds.rows import Places, Rows, Unread

BATCH_ROWS, BATCH_CHARACTERS = 2000, 4 << 20
FIRST = 200
"""Messages by which a personal mailbox is told."""
OWN_SHARE = 0.6

_TEXTS = (
    "message",
    "parent",
    "root",
    "topic",
    "date",
    "moment",
    "direction",
    "client",
    "client_name",
    "colleague",
    "subject",
    "text",
    "attachments",
    "automatic",
    "print",
)
SCHEMA = pa.schema(
    [("n", pa.int64()), ("line", pa.int64()), ("reply", pa.bool_()), *((name, pa.string()) for name in _TEXTS)]
)
_SQL = {name: f"m.{name}" for name in COLUMNS} | {"reply_to": "m.parent"}


def open_mailbox(
    connection: duckdb.DuckDBPyConnection, place: Path, source: SourceDeclaration, wanted: Sequence[str], scratch: Path
) -> Rows:
    """The messages of an mbox or Maildir folder; raises Mistake for a wanted column that no mailbox has.

    A mailbox that looks like one person's, who has not chosen that it be read, gives no row and says so.
    """
    check_columns(place, tuple(COLUMNS), wanted)
    mailbox = _declared(source)
    messages = _Messages(place, Company.of(mailbox))
    if (holder := messages.holder(mailbox)) is not None:
        return Rows(tuple(COLUMNS), _nothing(), _no_lines, list, said=(_withheld(holder),))
    table = scratch / f"{uuid.uuid4().hex}.parquet"
    threads.begin(connection)
    number = threads.next_file(connection)
    messages.write(table)
    scan = f"read_parquet({literal(str(table))})"
    threads.add(connection, number, scan)
    return Rows(
        tuple(COLUMNS),
        threads.relation(number, scan, {**_SQL, "folder": literal(place.name)}),
        partial(_lines, connection, scan),
        lambda: messages.unread,
        said=(told(messages.counts),),
        together=partial(threads.tell, connection),
    )


def peek(
    connection: duckdb.DuckDBPyConnection, place: Path, source: SourceDeclaration, wanted: Sequence[str], scratch: Path
) -> Rows:
    """The columns of a mailbox without its rows; raises Mistake for a wanted column that no mailbox has."""
    check_columns(place, tuple(COLUMNS), wanted)
    _declared(source)
    return Rows(tuple(COLUMNS), _nothing(), _no_lines, list)


def found_in(place: Path) -> Iterator[Found]:
    """The messages of an mbox (gzipped or not) or a Maildir folder; raises Mistake where a gzip is broken."""
    if place.is_dir():
        yield from messages_of_maildir(place)
        return
    try:
        with opened(place) as stream:
            yield from messages_of_mbox(stream)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise Mistake(
            Words(
                "archive gzip tronquée ou abîmée: rien n’en a été repris",
                "truncated or damaged gzip: nothing was taken from it",
            ),
            remedy=Words("exportez ou copiez le fichier à nouveau", "export or copy the file again"),
            file=place,
        ) from None


class _Messages:
    """The messages of one mailbox on their way into a file; what was counted and refused is complete after `write`."""

    def __init__(self, place: Path, company: Company) -> None:
        self.counts: Counter[str] = Counter()
        self.unread: list[Unread] = []
        self._company = company
        self._coming = found_in(place)
        self._first = [self._read(found) for found in islice(self._coming, FIRST)]

    def holder(self, mailbox: Mailbox) -> str | None:
        """The person whose mailbox it seems to be, and who has not chosen that it be read; None: it may be read."""
        ends = Counter(mail.colleague for _, mail in self._first if mail is not None and mail.colleague)
        if not ends:
            return None
        address, n = ends.most_common(1)[0]
        chose = {*mailbox.shared, *([mailbox.holder.address] if mailbox.holder else [])}
        return address if n >= OWN_SHARE * ends.total() and looks_personal(address) and address not in chose else None

    def write(self, target: Path) -> None:
        """Write every message that can be told, in order."""
        rows: list[dict[str, object]] = []
        size = n = 0
        with parquet.ParquetWriter(target, SCHEMA, compression="snappy") as writer:
            for found, mail in self._all():
                if mail is not None:
                    rows.append(_row(n, found, mail))
                    n += 1
                    size += len(mail.text or "") + len(mail.attachments or "") + 500
                if len(rows) >= BATCH_ROWS or size >= BATCH_CHARACTERS:
                    writer.write_table(pa.Table.from_pylist(rows, SCHEMA))
                    rows, size = [], 0
            if rows:
                writer.write_table(pa.Table.from_pylist(rows, SCHEMA))

    def _all(self) -> Iterator[tuple[Found, Mail | None]]:
        while self._first:
            yield self._first.pop(0)
        for found in self._coming:
            yield self._read(found)

    def _read(self, found: Found) -> tuple[Found, Mail | None]:
        self.counts["all"] += 1
        try:
            if found.failed:
                raise Unreadable("mail-not-opened")
            mail = mail_of(found.content, self._company)
        except LeftAlone as left:
            self.counts[str(left.args[0])] += 1
            return _bare(found), None
        except Unreadable as why:
            self.counts["rejected"] += 1
            self.unread.append(Unread(found.line, why.args[0], found.file))
            return _bare(found), None
        self.counts[mail.automatic or ("internal" if mail.direction == "internal" else "exchange")] += 1
        self.counts["undated"] += mail.date is None
        self.counts["sealed"] += mail.sealed
        self.counts["cut"] += found.cut
        return _bare(found), mail


def _bare(found: Found) -> Found:
    """Where a message stands, without its bytes."""
    return Found(found.line, found.file, b"", found.size, found.cut, found.failed)


def _row(n: int, found: Found, mail: Mail) -> dict[str, object]:
    import datetime as dt

    row: dict[str, object] = {name: getattr(mail, name, None) for name in _TEXTS}
    row |= {"n": n, "line": found.line or -1, "reply": mail.reply, "date": None, "moment": None}
    if mail.date is not None:
        row["date"] = mail.date.isoformat(timespec="seconds").replace("+00:00", "Z")
        row["moment"] = mail.date.astimezone(dt.UTC).isoformat(timespec="seconds")
    return row


def _declared(source: SourceDeclaration) -> Mailbox:
    assert source.mailbox is not None, "the declaration of a mailbox tells its domains"
    return source.mailbox


def _nothing() -> str:
    return f"(SELECT {', '.join(f'CAST(NULL AS VARCHAR) AS c{place}' for place in range(len(COLUMNS)))} WHERE false)"


def _no_lines(places: Places) -> Places:
    return np.full(len(places), -1, dtype=np.int64)


def _lines(connection: duckdb.DuckDBPyConnection, scan: str, places: Places) -> Places:
    lines = connection.execute(f"SELECT line FROM {scan} ORDER BY n").fetchnumpy()["line"]
    return np.asarray(lines, dtype=np.int64)[places]


def _withheld(holder: str) -> Words:
    return Words(
        f"semble être la boîte personnelle de {holder}: non lue; si cette personne le choisit, écrivez-le (mailbox.holder); "
        "si la boîte est partagée, dites-le (mailbox.shared)",
        f"looks like the personal mailbox of {holder}: not read; if this person chooses so, write it down (mailbox.holder); "
        "if the mailbox is shared, say so (mailbox.shared)",
    )
