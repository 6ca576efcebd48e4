"""Reads verbatims in a stream: batches of facts in, batches of the `readings` table out."""

from collections.abc import Iterable, Iterator
from hashlib import md5

import pyarrow as pa

from visavis.engine.reading.reader import SCHEMA, Reader
from visavis.engine.reading.texts import clean
from visavis.engine.tables import READINGS, Type

_ARROW = {Type.TEXT: pa.string(), Type.DECIMAL: pa.float64(), Type.TEXTS: pa.list_(pa.string())}
READINGS_SCHEMA = pa.schema([(column.name, _ARROW[column.type]) for column in READINGS.columns])
_REMEMBERED = 100_000
"""Different texts whose reading is remembered; the memory is emptied when it is full."""

_Reading = tuple[str | float | None, ...]


def read_verbatims(batches: Iterable[pa.RecordBatch], reader: Reader) -> Iterator[pa.RecordBatch]:
    """For each batch with the columns source, table, key, text, one of READINGS_SCHEMA; empty texts are left out.

    A text that holds nothing to read (a lone link) gets a row without answers, so that it counts as read. Texts that clean
    alike are read once, across batches too. Memory does not grow with the number of batches.
    """
    known: dict[str, _Reading] = {}
    for batch in batches:
        originals = batch.column("text").to_pylist()
        # as the selection does: what SQL trims away is no text
        places = [place for place, text in enumerate(originals) if text and text.strip(" ")]
        texts = [clean(originals[place]) for place in places]
        unknown = sorted({text for text in texts if text not in known})
        if len(known) + len(unknown) > _REMEMBERED:
            known.clear()
            unknown = sorted(set(texts))
        if unknown:
            known.update(zip(unknown, _rows(reader.read(unknown)), strict=True))
        kept = pa.array(places, pa.int64())
        columns = {name: batch.column(name).take(kept).cast(pa.string()) for name in ("source", "table", "key")}
        for place, field in enumerate(SCHEMA):
            columns[field.name] = pa.array([known[text][place] for text in texts], field.type)
        columns["text_md5"] = pa.array([md5(originals[place].encode()).hexdigest() for place in places], pa.string())
        columns["model"] = pa.array([reader.version] * len(places), pa.string())
        for field in READINGS_SCHEMA:
            columns.setdefault(field.name, pa.nulls(len(places), field.type))
        yield pa.RecordBatch.from_arrays([columns[name] for name in READINGS_SCHEMA.names], schema=READINGS_SCHEMA)


def _rows(table: pa.Table) -> Iterator[_Reading]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)
