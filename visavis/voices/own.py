"""The part of reading where the company's own heads answer: over vectors and words known already, so in seconds.

Each row of `readings` tells which heads answered it: the reader's version, and `+question:version` for each own head. Only
rows that tell otherwise than what is in use now are answered anew, and of them only the questions whose head changed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.progress import Progress, silent
from visavis.engine.reading.compact import packed
from visavis.engine.reading.learning.encoders import Encoding, encoding_of, shipped_encoding
from visavis.engine.reading.learning.keeping import Kept, kept
from visavis.engine.reading.learning.kernels import Floats, material
from visavis.engine.reading.learning.shipped import shipped_says, shipped_threshold
from visavis.engine.reading.reader import Reader, load_reader
from visavis.engine.reading.selection import VERBATIMS
from visavis.engine.reading.texts import clean
from visavis.engine.reading.verbatims import READINGS_SCHEMA
from visavis.engine.steps import Step, literal, step
from visavis.mistakes import Mistake, Words
from visavis.voices.choosing import choices, own_part
from visavis.voices.correcting import NOWHERE, SINGLE, YES
from visavis.voices.known_vectors import known_vectors, vectors_for

PART = 4_096
SAME = 'r.source = v.source AND r."table" = v."table" AND r.key = v.key AND r.text_md5 = md5(v.text)'


def own_steps(part: str) -> list[Step]:
    """Views `answered_so` (readings whose heads are those in use) and `to_answer` (the others, with text and sentences' themes)."""
    now = f"r.model = split_part(r.model, '+', 1) || {literal(part)}"
    return [
        VERBATIMS,
        step("answered_so", f"SELECT r.* FROM readings AS r WHERE {now}"),
        step(
            "themes_said",
            """SELECT source, "table", key, string_agg(theme, ',' ORDER BY theme_p DESC, theme) AS said_themes FROM said
            GROUP BY source, "table", key HAVING count(*) > 1""",
        ),
        step(
            "to_answer",
            f"""SELECT r.*, v.text AS said_text, s.said_themes FROM readings AS r JOIN verbatims AS v ON {SAME}
            LEFT JOIN themes_said AS s ON s.source = r.source AND s."table" = r."table" AND s.key = r.key
            WHERE NOT ({now})""",
        ),
    ]


@dataclass
class _Heads:
    """Own heads that can be used here and now, and all they need, loaded when first asked for."""

    home: Path
    heads: Mapping[str, Kept]
    encodings: Mapping[str, Encoding]
    shipped: Encoding | None

    @cached_property
    def reader(self) -> Reader:
        return load_reader()

    @property
    def part(self) -> str:
        """What they add to the version of the reader."""
        return own_part((question, head.version) for question, head in self.heads.items())


def heads_in_use(home: Path) -> tuple[_Heads, list[str]]:
    """The own heads that can be used, and the questions whose head can't (its file or its encoder is missing)."""
    shipped = shipped_encoding()
    heads: dict[str, Kept] = {}
    encodings: dict[str, Encoding] = {shipped.version: shipped} if shipped else {}
    lost = []
    for question, version in choices().items():
        known = kept(home, question, version)
        if known is not None and known.model and known.encoder not in encodings:
            try:
                other = encoding_of(Path(known.model))
                encodings[other.version] = other
            except Mistake:
                known = None
        if known is None or (known.encoder and known.encoder not in encodings):
            lost.append(question)
        else:
            heads[question] = known
    return _Heads(home, heads, encodings, shipped), lost


def answer_anew(
    home: Path, runner: DuckDB, lake: Lake, manifest: Manifest, run: str, progress: Progress = silent
) -> tuple[Manifest, list[str]]:
    """The manifest with every reading answered by the heads in use; the questions whose own head could not be used."""
    if not manifest.of("readings"):
        return manifest, []
    heads, lost = heads_in_use(home)
    lake.show(runner, manifest, ("readings", "said", "vectors", "exchanges", "ratings"))
    runner.run(own_steps(heads.part))
    todo = _count(runner, "to_answer")
    if not todo:
        return manifest, lost
    entries: list[Entry] = []
    if _count(runner, "answered_so"):
        target = lake.new_file("readings", run)
        entries.append(lake.entry("readings", target, runner.write("answered_so", target)))
    added: list[Entry] = []
    done = 0
    for table, encoded in _answered(runner, heads):
        told = Words(fr="Lecture avec vos corrections", en="Reading with your corrections")
        progress(told, done / todo)
        done += table.num_rows
        target = lake.new_file("readings", run)
        pq.write_table(table, target)
        entries.append(lake.entry("readings", target, table.num_rows))
        if encoded is not None:
            target = lake.new_file("vectors", run)
            pq.write_table(encoded, target)
            added.append(lake.entry("vectors", target, encoded.num_rows))
    manifest = manifest.replaced("readings", entries)
    return manifest.replaced("vectors", [*manifest.of("vectors"), *added]), lost


def _count(runner: DuckDB, view: str) -> int:
    return int(runner.rows(f"SELECT count(*) AS n FROM {view}")[0]["n"])


def _answered(runner: DuckDB, heads: _Heads) -> Iterator[tuple[pa.Table, pa.Table | None]]:
    """Parts of readings answered by the heads in use, each with the vectors that had to be made for it."""
    # a table of DuckDB's own: texts that do not fit into memory go to its disk
    runner.connection.execute(
        "CREATE OR REPLACE TEMP TABLE answering AS SELECT t.*, row_number() OVER (ORDER BY text_md5, source, key) AS turn "
        "FROM to_answer AS t"
    )
    for begin in range(1, _count(runner, "answering") + 1, PART):
        query = f"SELECT * EXCLUDE (turn) FROM answering WHERE turn >= {begin} AND turn < {begin + PART} ORDER BY turn"
        batch = _Batch(runner, heads, runner.connection.sql(query).to_arrow_table().to_pylist())
        batch.answer()
        yield pa.Table.from_pylist(batch.rows, schema=READINGS_SCHEMA), batch.encoded
    runner.connection.execute("DROP TABLE answering")


class _Batch:
    """Some readings, answered anew in place."""

    def __init__(self, runner: DuckDB, heads: _Heads, rows: list[dict[str, Any]]) -> None:
        self.runner, self.heads, self.rows = runner, heads, rows
        self.texts = [clean(row.pop("said_text")) for row in rows]
        self.said = [row.pop("said_themes") for row in rows]
        self.digests = [row["text_md5"] for row in rows]
        self.encoded: pa.Table | None = None
        self._vectors: dict[str, Floats] = {}

    def answer(self) -> None:
        """Ask every question whose head changed, of the rows for which it did."""
        now = {question: head.version for question, head in self.heads.heads.items()}
        then = [_own_heads(row["model"]) for row in self.rows]
        for question in sorted(set(now).union(*then)):
            rows = [
                place
                for place, row in enumerate(self.rows)
                if then[place].get(question) != now.get(question) and self.texts[place] and _was_read(row, question)
            ]
            if rows:
                self._ask(question, np.array(rows))
        for row in self.rows:
            row["model"] = row["model"].partition("+")[0] + self.heads.part

    def _ask(self, question: str, rows: np.ndarray[Any, Any]) -> None:
        cleaned = [self.texts[place] for place in rows]
        known = self.heads.heads.get(question)
        needed = known is None or known.base
        said = self._shipped_says(question, cleaned, rows) if needed else None
        if known is not None and not (known.base and (said is None or said[0] != known.head.labels)):
            vectors = self._of(self.heads.encodings[known.encoder], rows) if known.encoder else None
            labels, threshold = known.head.labels, float(known.head.thresholds[0])
            sure = known.head.probabilities(material(cleaned, vectors, said[1] if said else None))
        elif said is not None:
            labels, threshold = said[0], shipped_threshold(self.heads.reader, question)
            sure = np.asarray(said[1], np.float64)
        else:
            return
        for place, values in zip(rows, sure, strict=True):
            best = int(values.argmax())
            if question in SINGLE:
                self._single(
                    int(place), question, labels[best] if values[best] >= threshold else None, float(values[best])
                )
            else:
                yes = float(values[labels.index(YES)]) if YES in labels else 0.0
                _mark(self.rows[place], question, yes, given=labels[best] == YES and yes >= threshold)

    def _shipped_says(
        self, question: str, cleaned: list[str], rows: np.ndarray[Any, Any]
    ) -> tuple[tuple[str, ...], Floats] | None:
        return shipped_says(self.heads.reader, question, cleaned, self._of(self.heads.shipped, rows))

    def _single(self, place: int, question: str, answer: str | None, sure: float) -> None:
        row = self.rows[place]
        if answer != row[question]:
            evidence = json.loads(row["evidence"]) if row["evidence"] else {}
            evidence.pop(question, None)
            row["evidence"] = json.dumps(evidence, ensure_ascii=False)
        row[question], row[f"{question}_p"] = None if answer == NOWHERE else answer, sure
        if question == "theme":
            said = [theme for theme in (self.said[place] or "").split(",") if theme and theme != answer]
            row["themes"] = [*([answer] if answer else []), *dict.fromkeys(said)]

    def _of(self, encoding: Encoding | None, rows: np.ndarray[Any, Any]) -> Floats | None:
        if encoding is None:
            return None
        if encoding.version not in self._vectors:
            known = known_vectors(self.runner, encoding.version, self.digests)
            found = vectors_for(self.digests, self.texts, encoding, known)
            self._vectors[encoding.version] = found
            self._remember(encoding, found, set(known))
        return self._vectors[encoding.version][rows]

    def _remember(self, encoding: Encoding, found: Floats, known: set[str]) -> None:
        """Vectors of a larger model are kept too: the next head that reads with it makes none anew."""
        fresh = {digest: place for place, digest in enumerate(self.digests) if digest not in known}
        if fresh and encoding != self.heads.shipped:
            made = {
                "text_md5": list(fresh),
                "model": [encoding.version] * len(fresh),
                "vector": [vector.tobytes() for vector in packed(found[list(fresh.values())])],
            }
            table = pa.table(
                made, schema=pa.schema([("text_md5", pa.string()), ("model", pa.string()), ("vector", pa.binary())])
            )
            self.encoded = table if self.encoded is None else pa.concat_tables([self.encoded, table])


def _own_heads(model: str) -> dict[str, str]:
    """Versions of the own heads that a reading tells of, by question."""
    return dict(part.split(":", 1) for part in model.split("+")[1:])


def _was_read(row: dict[str, Any], question: str) -> bool:
    """Whether there was anything to read: no text in a language that is not ours gets an answer."""
    return bool(row[f"{question}_p"] is not None if question in SINGLE else row["sentiment_p"] is not None)


def _mark(row: dict[str, Any], mark: str, sure: float, *, given: bool) -> None:
    marks = [each for each in row["marks"] or [] if each != mark]
    row["marks"] = sorted([*marks, mark]) if given else marks
    told = json.loads(row["marks_p"]) if row["marks_p"] else {}
    told.pop(mark, None)
    if sure >= 0.05:
        told[mark] = round(sure, 4)
    row["marks_p"] = json.dumps(told)
    if not given and row["evidence"]:
        evidence = json.loads(row["evidence"])
        evidence.pop(mark, None)
        row["evidence"] = json.dumps(evidence, ensure_ascii=False)
