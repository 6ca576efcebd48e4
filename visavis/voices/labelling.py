"""Which messages to ask people about: spread over what clients talk of, where the reader doubts, and some by pure chance.

Asking only where the reader doubts teaches no more than chance does; and only the messages drawn by chance tell, without bias,
how often the reader is right: they stay marked.
"""

import json
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from visavis.declarations.writing import write_atomically
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.reading.encoding.build import encoder_version
from visavis.engine.reading.learning.grams import columns, count, learn
from visavis.engine.reading.learning.kernels import Floats
from visavis.engine.reading.texts import clean, has_letters
from visavis.voices.correcting import SINGLE, text_md5
from visavis.voices.known_vectors import known_vectors
from visavis.voices.models import Correction, Voice

DRAWN = 1_500
"""Messages drawn by chance, among which those to ask about are chosen."""
SIZE = 60
"""Messages in a queue; a new one is made when all are answered, or after a run."""
SHARES = {Correction.Slice.SPREAD: 0.4, Correction.Slice.UNSURE: 0.3, Correction.Slice.AUDIT: 0.3}
_FEWEST_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """A message to ask about, and why it was chosen."""

    voice: uuid.UUID
    slice: str


def queue(home: Path, question: str) -> list[Asked]:
    """Messages still to be asked about, in order; empty where there are none that nobody answered."""
    lake = Lake(home / "lake")
    manifest = lake.current()
    run = manifest.run if manifest else ""
    kept = _kept(home, question, run)
    left = _unanswered(question, kept)
    if left or manifest is None:
        return left
    made = _made(lake, manifest, question)
    file = _file(home, question)
    file.parent.mkdir(parents=True, exist_ok=True)
    told = {"run": run, "asked": [[str(one.voice), one.slice] for one in made]}
    write_atomically(file, json.dumps(told))
    return made


def _file(home: Path, question: str) -> Path:
    return home / "reader" / f"queue-{question}.json"


def _kept(home: Path, question: str, run: str) -> list[Asked]:
    try:
        told = json.loads(_file(home, question).read_text(encoding="utf-8"))
        return [Asked(uuid.UUID(voice), slice) for voice, slice in told["asked"]] if told["run"] == run else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _unanswered(question: str, asked: Sequence[Asked]) -> list[Asked]:
    if not asked:
        return []
    voices = [one.voice for one in asked]
    answered = set(
        Correction.objects.filter(question=question, voice__in=voices, withdrawn_at=None).values_list(
            "voice", flat=True
        )
    )
    here = set(Voice.objects.filter(pk__in=voices, vanished_run=None).values_list("pk", flat=True))
    return [one for one in asked if one.voice in here and one.voice not in answered]


def _made(lake: Lake, manifest: Manifest, question: str) -> list[Asked]:
    voices = _drawn(question)
    if not voices:
        return []
    size = min(SIZE, len(voices))
    wanted = {slice: round(share * size) for slice, share in SHARES.items()}
    # voices come in an order of chance: the first ones are a fair sample, chosen before anything is known of them
    audit = list(range(wanted[Correction.Slice.AUDIT]))
    rest = list(range(len(audit), len(voices)))
    runner = DuckDB()
    try:
        lake.show(runner, manifest, ("readings", "vectors"))
        digests = [text_md5(voice.text) for voice in voices]
        sure = _sure(runner, question, digests)
        known = known_vectors(runner, encoder_version(), digests)
    finally:
        runner.close()
    unsure = sorted(rest, key=lambda row: (sure.get(digests[row], 2.0), row))[: wanted[Correction.Slice.UNSURE]]
    rest = [row for row in rest if row not in set(unsure)]
    spread = _spread(_places(voices, digests, known), rest, min(wanted[Correction.Slice.SPREAD], len(rest)))
    chosen = [
        *((row, Correction.Slice.AUDIT) for row in audit),
        *((row, Correction.Slice.UNSURE) for row in unsure),
        *((row, Correction.Slice.SPREAD) for row in spread),
    ]
    order = np.random.default_rng(len(voices)).permutation(len(chosen))
    return [Asked(voices[chosen[place][0]].pk, str(chosen[place][1])) for place in order]


def _drawn(question: str) -> list[Voice]:
    """Messages with something to read that nobody answered this question of, in an order of chance, one per text.

    Ids are hashes: those that follow a random one are a random sample, found through the index.
    """
    answered = Correction.objects.filter(question=question, withdrawn_at=None).values_list("voice", flat=True)
    found: dict[str, Voice] = {}
    known = set(answered)
    start = uuid.UUID(bytes=secrets.token_bytes(16))
    standing = Voice.objects.filter(vanished_run=None).order_by("pk")
    for part in (standing.filter(pk__gte=start), standing.filter(pk__lt=start)):
        for voice in part[: DRAWN + len(known) - len(found)]:
            readable = len(voice.text.strip()) >= _FEWEST_LETTERS and has_letters(voice.text) and voice.language
            if voice.pk not in known and readable:
                found.setdefault(text_md5(voice.text), voice)
    # hashes again, so that no neighbourhood of ids shows
    return sorted(found.values(), key=lambda voice: sha256(start.bytes + voice.pk.bytes).digest())[:DRAWN]


def _sure(runner: DuckDB, question: str, digests: Sequence[str]) -> dict[str, float]:
    """How sure the reader was, by text; of a mark, how far from even."""
    import pyarrow as pa

    column = (
        f"{question}_p"
        if question in SINGLE
        else f"abs(coalesce(CAST(json_extract(marks_p, '$.\"{question}\"') AS DOUBLE), 0) - 0.5)"
    )
    runner.connection.register("asked_texts", pa.table({"text_md5": pa.array(sorted(set(digests)), pa.string())}))
    rows = runner.connection.sql(
        f"SELECT r.text_md5, min({column}) FROM readings AS r SEMI JOIN asked_texts AS a ON r.text_md5 = a.text_md5 "
        "WHERE r.sentiment_p IS NOT NULL GROUP BY r.text_md5"
    ).fetchall()
    runner.connection.unregister("asked_texts")
    return {digest: float(p) for digest, p in rows if p is not None}


def _places(voices: Sequence[Voice], digests: Sequence[str], known: dict[str, Floats]) -> Floats:
    """Where each message stands among the others: vectors where all are known, else words thrown at random into few numbers."""
    if all(digest in known for digest in digests):
        found = np.array([known[digest] for digest in digests], np.float32)
    else:
        words, _ = count([clean(voice.text) for voice in voices])
        counted = columns(words, learn(words))
        found = np.asarray(
            counted @ np.random.default_rng(0).standard_normal((counted.shape[1], 64)).astype(np.float32)
        )
    found = found - found.mean(axis=0)
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6), np.float32)


def _spread(places: Floats, rows: list[int], size: int) -> list[int]:
    """The most typical message of each of `size` clusters (k-means with far-apart beginnings), the largest cluster first."""
    if size <= 0 or not rows:
        return []
    points = places[rows]
    centres = _far_apart(points, size)
    for _ in range(8):
        owner = (points @ centres.T).argmax(axis=1)
        for cluster in range(len(centres)):
            if (owner == cluster).any():
                mean = points[owner == cluster].mean(axis=0)
                centres[cluster] = mean / max(float(np.linalg.norm(mean)), 1e-6)
    near = points @ centres.T
    owner = near.argmax(axis=1)
    chosen = []
    for cluster in np.argsort(-np.bincount(owner, minlength=len(centres)), kind="stable").tolist():
        members = np.flatnonzero(owner == cluster)
        if len(members):
            chosen.append(rows[int(members[near[members, cluster].argmax()])])
    return chosen


def _far_apart(points: Floats, size: int) -> Floats:
    chance = np.random.default_rng(0)
    chosen = [int(chance.integers(len(points)))]
    distance: NDArray[np.float32] = 1 - points @ points[chosen[0]]
    while len(chosen) < min(size, len(points)):
        shares = np.maximum(distance, 0).astype(np.float64) ** 2
        following = int(chance.choice(len(points), p=shares / shares.sum())) if shares.sum() > 0 else len(chosen)
        chosen.append(following)
        distance = np.minimum(distance, 1 - points @ points[following])
    return points[chosen].copy()
