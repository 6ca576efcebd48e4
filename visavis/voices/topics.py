"""The part *topics* of reading: which subject each verbatim is on; subjects learnt anew only where the texts moved enough."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.progress import Progress, silent
from visavis.engine.reading.topics.clusters import Vectors
from visavis.engine.reading.topics.learning import LOOKED_AT, Topic, Topics, learn, name, split
from visavis.engine.reading.topics.words import hashed
from visavis.engine.steps import literal
from visavis.mistakes import Words
from visavis.voices.decided_topics import Decided

LEDGER = "topics"
WORDS = "words"
"""The space of hashed words, where there is no encoder."""

MOVED = 0.3
"""Share by which the number of different texts changes before subjects are learnt anew; new texts find their place meanwhile."""

_VERSION = 1
_CENTRE = 0
_BATCH = 8_192

_FACTS = """SELECT source, 'exchanges' AS "table", key, text FROM exchanges WHERE direction = 'in' AND trim(text) <> ''
    UNION ALL SELECT source, 'ratings', key, text FROM ratings WHERE trim(text) <> ''"""
_READ = f"""CREATE OR REPLACE TEMP TABLE read_texts AS SELECT r.source, r."table", r.key, r.text_md5, r.language, v.text
    FROM readings AS r JOIN ({_FACTS}) AS v ON r.source = v.source AND r."table" = v."table" AND r.key = v.key"""

SCHEMA = pa.schema(
    [(each, pa.string()) for each in ("source", "table", "key")]
    + [("topic", pa.int64()), ("topic_p", pa.float64()), ("text_md5", pa.string())]
)
KINDS_SCHEMA = pa.schema(
    [
        ("topic", pa.int64()),
        ("name", pa.string()),
        ("language", pa.string()),
        ("phrases", pa.list_(pa.string())),
        ("texts", pa.int64()),
        ("parent", pa.int64()),
        ("centroid", pa.binary()),
    ]
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the last run knew: the subjects and the centre of their space; nothing before the first."""

    topics: Topics | None
    centre: Vectors | None


def find_topics(
    runner: DuckDB,
    lake: Lake,
    manifest: Manifest,
    run: str,
    *,
    decided: Decided,
    progress: Progress = silent,
) -> Manifest:
    """The manifest with `topics` and `topic_kinds` of all that was read; as it is where nothing of that changed."""
    told = _print(manifest, decided)
    if manifest.ledger.get(LEDGER, {}).get("print") == told:
        return manifest
    lake.show(runner, manifest, ("exchanges", "ratings", "readings", "vectors", "topics", "topic_kinds", "alike"))
    runner.connection.execute(_READ)
    texts = runner.rows("SELECT count(DISTINCT text_md5) AS n FROM read_texts")[0]["n"]
    space = _space(runner, texts)
    known = known_topics(runner, manifest)
    topics, centre = known.topics, known.centre
    if topics is None or topics.space != space or abs(texts - topics.learnt_from) > MOVED * topics.learnt_from:
        progress(Words(fr="Sujets : ce dont parlent les messages", en="Topics: what messages are about"))
        topics, centre = _learn(runner, space, texts, known, decided)
    if topics is not None:
        topics = _as_decided(runner, topics, centre, decided)
    manifest = _assign(runner, lake, manifest, run, topics, centre, known, progress)
    kinds = _write_kinds(lake, run, topics, centre) if topics else []
    about: dict[str, Any] = {"print": told}
    if topics:
        about |= {
            name: getattr(topics, name) for name in ("space", "floor", "sharpness", "learnt_from", "next", "alike")
        }
    return replace(manifest.replaced("topic_kinds", kinds), ledger=manifest.ledger | {LEDGER: about})


def known_topics(runner: DuckDB, manifest: Manifest) -> Known:
    """The subjects of the manifest; its views must stand in `runner`."""
    about = manifest.ledger.get(LEDGER, {})
    rows = runner.rows("SELECT * FROM topic_kinds ORDER BY topic")
    if "space" not in about or not rows:
        return Known(None, None)
    read = {row["topic"]: np.frombuffer(row["centroid"], np.float16).astype(np.float32) for row in rows}
    topics = tuple(
        Topic(
            row["topic"], row["name"], row["language"] or "", tuple(row["phrases"] or ()), read[row["topic"]],
            row["texts"], row["parent"],
        )
        for row in rows
        if row["topic"] != _CENTRE
    )  # fmt: skip
    given = {each: about[each] for each in ("space", "floor", "sharpness", "learnt_from", "next", "alike")}
    return Known(Topics(topics=topics, **given), read.get(_CENTRE))


def _print(manifest: Manifest, decided: Decided) -> str:
    paths = [e.path for table in ("readings", "vectors", "exchanges", "ratings", "alike") for e in manifest.of(table)]
    told = json.dumps([_VERSION, sorted(paths), sorted(decided.split), sorted(decided.pinned)])
    return hashlib.md5(told.encode(), usedforsecurity=False).hexdigest()


def _space(runner: DuckDB, texts: int) -> str:
    """The encoder's version where it has read nearly all texts, else that of hashed words."""
    sql = """SELECT v.model, count(DISTINCT t.text_md5) AS n FROM read_texts AS t JOIN vectors AS v ON t.text_md5 = v.text_md5
        GROUP BY v.model ORDER BY n DESC, v.model"""
    found = runner.rows(sql)
    return found[0]["model"] if found and found[0]["n"] >= 0.9 * texts else WORDS


def _learn(
    runner: DuckDB, space: str, texts: int, known: Known, decided: Decided
) -> tuple[Topics | None, Vectors | None]:
    """Subjects learnt from different texts, near-duplicates once; of many, a sample that stays the same from run to run."""
    join, vector = ("", "NULL")
    if space != WORDS:
        join, vector = (
            f"JOIN vectors AS v ON t.text_md5 = v.text_md5 AND v.model = {literal(space)}",
            "any_value(v.vector)",
        )
    rows = runner.rows(
        f"""SELECT arg_min(t.text, t.text_md5) AS text, arg_min(t.language, t.text_md5) AS language,
        {vector.replace("any_value(v.vector)", "arg_min(v.vector, t.text_md5)")} AS vector, min(t.text_md5) AS text_md5
        FROM read_texts AS t {join}
        LEFT JOIN alike AS a ON t.source = a.source AND t."table" = a."table" AND t.key = a.key
        GROUP BY coalesce(a."group", t.text_md5) ORDER BY min(t.text_md5) LIMIT {LOOKED_AT}"""
    )
    centre: Vectors | None = None
    said, languages = [row["text"] for row in rows], [row["language"] for row in rows]
    if space == WORDS:
        vectors: Any = hashed(said)
    else:
        unit = _unit([row["vector"] for row in rows])
        former = known.topics is not None and known.topics.space == space
        centre = known.centre if former and known.centre is not None else unit.mean(axis=0)
        vectors = _centred(unit, centre)
    found = learn(said, languages, vectors, space, former=known.topics, pinned=decided.pinned)
    return (replace(found, learnt_from=texts) if found else None), centre


def _as_decided(runner: DuckDB, topics: Topics, centre: Vectors | None, decided: Decided) -> Topics:
    """The subjects with those parts that people want: parts of splits undone go, new splits are made."""
    kept = tuple(topic for topic in topics.topics if topic.parent is None or topic.parent in decided.split)
    topics = replace(topics, topics=kept)
    numbers = {topic.number for topic in kept if topic.parent is None}
    missing = (decided.split & numbers) - {topic.parent for topic in kept}
    for number in sorted(missing):
        texts, languages, parts = list[str](), list[str | None](), list[Any]()
        for rows, vectors in _batches(runner, topics.space, centre, "SELECT DISTINCT text_md5 FROM read_texts"):
            own = [place for place, each in enumerate(topics.place(vectors)[0]) if each == number]
            texts += [rows[place]["text"] for place in own]
            languages += [rows[place]["language"] for place in own]
            parts.append(vectors[own])
            if len(texts) >= LOOKED_AT:
                break
        if len(texts) < 2:
            continue
        whole = _stacked(parts)
        topics = split(topics, number, whole)
        topics = replace(topics, topics=_named_parts(topics, texts, languages, whole, number))
    return topics


def _named_parts(
    topics: Topics, texts: Sequence[str], languages: Sequence[str | None], vectors: Any, number: int
) -> tuple[Topic, ...]:
    named = name(topics, texts, languages, topics.place(vectors)[0])
    by_number = {topic.number: topic for topic in named.topics if topic.parent == number}
    return tuple(by_number.get(topic.number, topic) for topic in topics.topics)


def _assign(
    runner: DuckDB,
    lake: Lake,
    manifest: Manifest,
    run: str,
    topics: Topics | None,
    centre: Vectors | None,
    known: Known,
    progress: Progress,
) -> Manifest:
    """`topics` of all texts; those that the same subjects placed before keep their place."""
    if topics is None:
        return manifest.replaced("topics", [])
    connection = runner.connection
    same = known.topics is not None and _same(known.topics, topics)
    former = "SELECT text_md5, any_value(topic) AS topic, any_value(topic_p) AS topic_p FROM topics GROUP BY text_md5"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE placed AS {former}{'' if same else ' LIMIT 0'}")
    wanted = "SELECT DISTINCT text_md5 FROM read_texts ANTI JOIN placed USING (text_md5)"
    for rows, vectors in _batches(runner, topics.space, centre, wanted):
        numbers, sure = topics.place(vectors)
        # two words speak of nothing yet
        given = [number if len(row["text"].split()) > 2 else None for row, number in zip(rows, numbers, strict=True)]
        found = pa.table(
            {"text_md5": [row["text_md5"] for row in rows], "topic": pa.array(given, pa.int64()), "topic_p": sure}
        )
        connection.register("found_places", found)
        connection.execute("INSERT INTO placed SELECT text_md5, topic, topic_p FROM found_places")
        progress(Words(fr="Sujets des messages", en="Topics of messages"))
    target = lake.new_file("topics", run)
    reader = connection.sql(
        'SELECT source, "table", key, topic, CASE WHEN topic IS NULL THEN NULL ELSE topic_p END AS topic_p, text_md5 '
        'FROM read_texts LEFT JOIN placed USING (text_md5) ORDER BY source, "table", key'
    ).to_arrow_reader(_BATCH)
    written = 0
    with pq.ParquetWriter(target, SCHEMA) as writer:
        for batch in reader:
            writer.write_batch(batch.cast(SCHEMA))
            written += batch.num_rows
    return manifest.replaced("topics", [lake.entry("topics", target, written)] if written else [])


def _same(one: Topics, other: Topics) -> bool:
    def content(topics: Topics) -> list[tuple[int, int | None, bytes]]:
        return [(each.number, each.parent, each.centroid.astype(np.float16).tobytes()) for each in topics.topics]

    return (one.space, one.floor) == (other.space, other.floor) and content(one) == content(other)


def _batches(
    runner: DuckDB, space: str, centre: Vectors | None, wanted: str
) -> Iterator[tuple[list[dict[str, Any]], Any]]:
    """Different texts among `wanted` (a query of text_md5), with their vectors, a few thousand at a time."""
    runner.connection.execute(f"CREATE OR REPLACE TEMP TABLE wanted AS {wanted}")
    join, vector = ("", "NULL")
    if space != WORDS:
        join, vector = (
            f"JOIN vectors AS v ON t.text_md5 = v.text_md5 AND v.model = {literal(space)}",
            "any_value(v.vector)",
        )
    runner.connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE wanted_texts AS SELECT t.text_md5, any_value(t.text) AS text,
        any_value(t.language) AS language, {vector} AS vector, row_number() OVER (ORDER BY t.text_md5) - 1 AS place
        FROM read_texts AS t SEMI JOIN wanted AS w ON t.text_md5 = w.text_md5
        {join} GROUP BY t.text_md5"""
    )
    many = runner.rows("SELECT count(*) AS n FROM wanted_texts")[0]["n"]
    for first in range(0, many, _BATCH):
        rows = runner.rows(
            f"SELECT * FROM wanted_texts WHERE place >= {first} AND place < {first + _BATCH} ORDER BY place"
        )
        if space == WORDS:
            yield rows, hashed([row["text"] for row in rows])
        else:
            yield rows, _centred(_unit([row["vector"] for row in rows]), centre)


def _unit(vectors: Sequence[bytes]) -> Vectors:
    """Rows of length 1 out of signed bytes."""
    raw = np.frombuffer(b"".join(vectors), np.int8).reshape(len(vectors), -1).astype(np.float32)
    return np.asarray(raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9), np.float32)


def _centred(unit: Vectors, centre: Vectors | None) -> Vectors:
    """Directions as seen from the centre: cosines of the encoder lie close together without that."""
    apart = unit if centre is None else unit - centre
    return np.asarray(apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-9), np.float32)


def _stacked(parts: Sequence[Any]) -> Any:
    if all(isinstance(part, np.ndarray) for part in parts):
        return np.concatenate(parts)
    from scipy.sparse import vstack

    return vstack(parts, format="csr")


def _write_kinds(lake: Lake, run: str, topics: Topics, centre: Vectors | None) -> list[Entry]:
    rows: list[dict[str, Any]] = [
        {
            "topic": each.number, "name": each.name, "language": each.language, "phrases": list(each.phrases),
            "texts": each.texts, "parent": each.parent, "centroid": each.centroid.astype(np.float16).tobytes(),
        }
        for each in topics.topics
    ]  # fmt: skip
    if centre is not None:
        rows.append(
            {
                "topic": _CENTRE, "name": "", "language": "", "phrases": [], "texts": 0, "parent": None,
                "centroid": np.asarray(centre).astype(np.float16).tobytes(),
            }
        )  # fmt: skip
    target = lake.new_file("topic_kinds", run)
    pq.write_table(pa.Table.from_pylist(rows, KINDS_SCHEMA), target)
    return [lake.entry("topic_kinds", target, len(rows))]
