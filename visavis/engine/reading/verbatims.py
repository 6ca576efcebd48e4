"""Reads verbatims in a stream: batches of facts in, batches of the tables `readings`, `said` and `vectors` out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import md5
from typing import Any

import pyarrow as pa

from visavis.engine.reading.reader import COLUMNS, SAID, Kept, Read, Reader
from visavis.engine.tables import READINGS, VECTORS, Table, Type
from visavis.engine.tables import SAID as SAID_TABLE

_ARROW = {
    Type.TEXT: pa.string(),
    Type.DECIMAL: pa.float64(),
    Type.INTEGER: pa.int64(),
    Type.TEXTS: pa.list_(pa.string()),
    Type.BLOB: pa.binary(),
}


def _schema(table: Table) -> pa.Schema:
    return pa.schema([(column.name, _ARROW[column.type]) for column in table.columns])


READINGS_SCHEMA, SAID_SCHEMA, VECTORS_SCHEMA = map(_schema, (READINGS, SAID_TABLE, VECTORS))
_REMEMBERED = 50_000
"""Different texts whose reading is remembered; the memory is emptied when it is full."""


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Rows of the three tables for one batch of verbatims; `vectors` has those texts that were read for the first time."""

    readings: pa.RecordBatch
    said: pa.RecordBatch
    vectors: pa.RecordBatch


def read_verbatims(batches: Iterable[pa.RecordBatch], reader: Reader) -> Iterator[ReadBatch]:
    """For each batch with the columns source, table, key, text, rows of the three tables; empty texts are left out.

    Where batches have the columns `vector` and `inside` (vectors of the sentences), those that are not null are not made again.

    A text that holds nothing to read (a lone link) gets a row without answers, so that it counts as read. Equal texts are read
    once, across batches too. Memory does not grow with the number of batches.
    """
    known: dict[str, Read] = {}
    for batch in batches:
        originals = batch.column("text").to_pylist()
        # as the selection does: what SQL trims away is no text
        places = [place for place, text in enumerate(originals) if text and text.strip(" ")]
        texts = [originals[place] for place in places]
        unknown = sorted({text for text in texts if text not in known})
        if len(known) + len(unknown) > _REMEMBERED:
            known.clear()
            unknown = sorted(set(texts))
        digests = {text: _digest(text) for text in set(texts)}
        if unknown:
            told = _kept(batch, originals)
            known.update(zip(unknown, reader.read_deeply(unknown, told), strict=True))
            new = [(digests[text], reader.encoder, known[text].vector) for text in unknown if text not in told and known[text].vector]  # fmt: skip
        else:
            new = []
        chosen = pa.array(places, pa.int64())
        facts = [batch.column(name).take(chosen).to_pylist() for name in ("source", "table", "key")]
        rows = [
            (*fact, *known[text].row, reader.version, digests[text])
            for *fact, text in zip(*facts, texts, strict=True)
        ]  # fmt: skip
        said = [(*fact, *one) for *fact, text in zip(*facts, texts, strict=True) for one in known[text].said]
        yield ReadBatch(_batch(rows, _READING, READINGS_SCHEMA), _batch(said, _SAYING, SAID_SCHEMA), _batch(new, VECTORS.names, VECTORS_SCHEMA))  # fmt: skip


_READING = ("source", "table", "key", *COLUMNS, "model", "text_md5")
_SAYING = ("source", "table", "key", *SAID)


def _kept(batch: pa.RecordBatch, originals: Sequence[str | None]) -> dict[str, Kept]:
    if "vector" not in batch.schema.names:
        return {}
    rows = zip(originals, batch.column("vector").to_pylist(), batch.column("inside").to_pylist(), strict=True)
    return {
        text: Kept(vector, tuple(each or b"" for each in inside or ()))
        for text, vector, inside in rows
        if text and vector
    }


def _digest(text: str) -> str:
    return md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _batch(rows: Sequence[Sequence[Any]], names: Sequence[str], schema: pa.Schema) -> pa.RecordBatch:
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
    return pa.RecordBatch.from_arrays([pa.array(columns[f.name], f.type) for f in schema], schema=schema)
