"""Which texts are read, and how readings stream."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import md5

import pyarrow as pa
import pytest

from visavis.engine.reading.reader import Kept, Read, Reader
from visavis.engine.reading.selection import VERBATIMS
from visavis.engine.reading.verbatims import READINGS_SCHEMA, SAID_SCHEMA, VECTORS_SCHEMA, read_verbatims
from visavis.engine.steps import Runner, step
from visavis.engine.tables import READINGS, SAID, VECTORS


class Counting(Reader):
    """A reader that remembers what it was asked."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self.version, self.asked = reader, reader.version, list[str | None]()

    @property
    def encoder(self) -> str | None:
        return self._reader.encoder

    def read_deeply(self, texts: Sequence[str | None], kept: Mapping[str, Kept] | None = None) -> list[Read]:
        self.asked.extend(texts)
        return self._reader.read_deeply(texts, kept)


def batches(*texts: list[str | None]) -> Iterator[pa.RecordBatch]:
    number = 0
    for some in texts:
        keys = [f"k{number + i}" for i in range(len(some))]
        number += len(some)
        yield pa.RecordBatch.from_pydict(
            {
                "source": ["mails"] * len(some),
                "table": ["exchanges"] * len(some),
                "key": keys,
                "text": pa.array(some, pa.string()),
            }
        )


def test_readings_have_the_columns_of_the_lake() -> None:
    for schema, table in ((READINGS_SCHEMA, READINGS), (SAID_SCHEMA, SAID), (VECTORS_SCHEMA, VECTORS)):
        assert tuple(schema.names) == table.names


def test_blank_texts_are_skipped_and_equal_ones_read_once(words_reader: Reader) -> None:
    counting = Counting(words_reader)
    stream = read_verbatims(
        batches(
            ["Merci pour tout !", None, "  ", "Colis perdu"], ["Merci  pour tout !\n", "Merci pour tout !"], [None], []
        ),
        counting,
    )
    found = pa.Table.from_batches([each.readings for each in stream], READINGS_SCHEMA)
    assert counting.asked == ["Colis perdu", "Merci pour tout !", "Merci  pour tout !\n"]
    assert found.column("key").to_pylist() == ["k0", "k3", "k4", "k5"]
    assert found.column("sentiment").to_pylist()[0] == "positive"
    fingerprints = found.column("text_md5").to_pylist()
    assert fingerprints[0] == fingerprints[3] == md5(b"Merci pour tout !").hexdigest() != fingerprints[2]
    rows = found.drop_columns(["key", "text_md5", "evidence"]).to_pylist()
    assert rows[0] == rows[2] == rows[3]
    assert set(found.column("model").to_pylist()) == {words_reader.version}


def test_a_text_with_nothing_to_read_counts_as_read(words_reader: Reader) -> None:
    batch = next(read_verbatims(batches(["https://example.org", "\n", " "]), words_reader)).readings
    assert batch.column("key").to_pylist() == ["k0", "k1"]
    assert batch.column("sentiment").null_count == batch.column("theme_p").null_count == 2


def test_large_strings_are_read_too(words_reader: Reader) -> None:
    batch = pa.RecordBatch.from_pydict(
        {name: pa.array(["Merci !"], pa.large_string()) for name in ("source", "table", "key", "text")}
    )
    assert next(read_verbatims([batch], words_reader)).readings.schema == READINGS_SCHEMA


def test_nothing_is_asked_of_a_stream_before_it_is_needed(words_reader: Reader) -> None:
    def broken() -> Iterator[pa.RecordBatch]:
        yield from batches(["Merci !"])
        raise RuntimeError("second batch asked for")

    stream = read_verbatims(broken(), words_reader)
    assert next(stream).readings.num_rows == 1
    with pytest.raises(RuntimeError):
        next(stream)


def test_only_what_clients_wrote_is_selected(runner: Runner) -> None:
    runner.run(
        [
            step(
                "exchanges",
                """
                SELECT * FROM (VALUES ('m', '1', 'in', 'Où est mon colis ?'), ('m', '2', 'out', 'Je vous rappelle demain.'),
                ('m', '3', 'internal', 'Encore lui…'), ('m', '4', 'in', '  '), ('m', '5', 'in', NULL), ('m', '6', NULL, 'qui parle ?'))
                AS t(source, key, direction, text)
                """,
            ),
            step(
                "ratings",
                "SELECT * FROM (VALUES ('r', '1', 'Parfait'), ('r', '2', ''), ('r', '3', NULL)) AS t(source, key, text)",
            ),
            VERBATIMS,
        ]
    )
    rows = runner.rows('SELECT source, "table", key, text FROM verbatims ORDER BY source, key')
    assert [tuple(row.values()) for row in rows] == [
        ("m", "exchanges", "1", "Où est mon colis ?"),
        ("r", "ratings", "1", "Parfait"),
    ]
