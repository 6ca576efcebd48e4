"""Opens a document: what people send may be broken or hostile, so that another process reads it, and may die of it."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb

from visavis.sources.declaration import Read
from visavis.sources.kinds.documents.pages import LARGEST, Document, Missing, is_document, refused
from visavis.sources.kinds.rows import Places, Rows, Unread

PATIENCE = 180.0
"""Seconds that one document may take."""


def read_document(file: Path, *, patience: float = PATIENCE) -> Document:
    """The text of a PDF or HTML file, page by page. Never raises for what stands in it: what can't be read says why."""
    size = file.stat().st_size
    if size == 0:
        return refused("document-empty")
    if size > LARGEST:
        return refused("document-too-large")
    if not is_document(file.name):
        with file.open("rb") as stream:
            if b"%PDF-" not in stream.read(1024):
                return refused("not-a-document")
    command = [sys.executable, "-m", "visavis.sources.kinds.documents.child", str(file.absolute())]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    ) as child:
        try:
            printed, _ = child.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            child.kill()
            return refused("document-too-slow")
    with contextlib.suppress(ValueError, KeyError, TypeError):
        told = json.loads(printed)
        return Document(tuple(told["pages"]), tuple(Missing(**each) for each in told["unread"]))
    return refused("document-too-slow" if child.returncode in (-9, -24) else "document-unreadable")


def open_document(
    connection: duckdb.DuckDBPyConnection, file: Path, read: Read, wanted: Sequence[str], scratch: Path
) -> Rows:
    """A document has no rows; it has pages that could not be read, or is refused as a whole (their number in place of a line)."""
    unread = [Unread(each.page, each.reason, None) for each in read_document(file).unread]

    def lines(places: Places) -> Places:
        return places

    return Rows(("sentence",), "(SELECT NULL::VARCHAR AS c0 WHERE FALSE)", lines, lambda: unread)
