"""Reads texts: language, feeling, theme, step, marks, each with a calibrated probability, or an abstention; and what carried it."""

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from visavis.engine.reading.asked import Answers, Asked, ask
from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.card import card, described
from visavis.engine.reading.compact import Floats, packed, unpacked
from visavis.engine.reading.encoding.build import encoder_folder, encoder_version, is_built
from visavis.engine.reading.encoding.encoder import DIMENSIONS, Encoder
from visavis.engine.reading.heads import Head, Numbers
from visavis.engine.reading.languages import OTHER, letters
from visavis.engine.reading.parting import Parted, part
from visavis.engine.reading.storing import heads_version, load_heads, save_heads
from visavis.engine.reading.texts import LONGEST, clean, has_letters
from visavis.engine.reading.training import NONE, Heads, train_heads
from visavis.mistakes import Lang

COLUMNS = (
    "language", "language_p", "sentiment", "sentiment_p", "theme", "theme_p", "step", "step_p",
    "themes", "marks", "marks_p", "evidence",
)  # fmt: skip
SCHEMA = pa.schema(
    [
        (name, pa.list_(pa.string()) if name in ("themes", "marks") else pa.float64() if name.endswith("_p") and name != "marks_p" else pa.string())
        for name in COLUMNS
    ]
)  # fmt: skip
SAID = ("place", "begin", "length", "theme", "theme_p", "sentiment", "sentiment_p", "vector")
TOLD_FROM = 0.05
"""Probability from which on a mark's is told, present or not."""
_AT_ONCE, _LETTERS_AT_ONCE = 512, 50_000
"""Texts, and letters of texts, held in memory as features at a time: a letter takes some 500 bytes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Vectors of a text that was read before, and of its sentences; none of these where it has one sentence."""

    whole: bytes
    sentences: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What a text says: `row` has a value per name of COLUMNS, `said` a row per sentence with a value per name of SAID;
    `vector` is None without the encoder, and where nothing was read."""

    row: tuple[Any, ...]
    said: tuple[tuple[Any, ...], ...]
    vector: bytes | None


NOTHING = Read((None,) * len(COLUMNS), (), None)


class Reader:
    """Trained heads, with the encoder where it is built. May be used from one thread at a time."""

    def __init__(self, heads: Heads, encoder: Encoder | None, version: str) -> None:
        self.version = version
        self.heads = heads
        self._encoder = encoder if heads.centre is not None else None
        self._asked = Asked(heads)

    @property
    def encoder(self) -> str | None:
        """Version of the encoder it reads with."""
        return encoder_version() if self._encoder is not None else None

    def read(self, texts: Sequence[str | None]) -> pa.Table:
        """One row per text, in order, with the columns of the table `readings` from `language` to `evidence`.

        A null answer with a probability is an abstention: that probability, of the best guess, was under the head's
        threshold. All are null where there was nothing to read: no text, or one in a language that is neither French nor
        English. Equal texts are read once; a text is read alike whatever stands around it.
        """
        found = self.read_deeply(texts)
        return pa.table(
            {
                name: pa.array([each.row[i] for each in found], SCHEMA.field(name).type)
                for i, name in enumerate(COLUMNS)
            },
            schema=SCHEMA,
        )

    def read_deeply(self, texts: Sequence[str | None], kept: Mapping[str, Kept] | None = None) -> list[Read]:
        """What each text says, sentence by sentence, and its vector. `kept`: vectors known of texts, which are not encoded again."""
        known: dict[str | None, Read] = {}
        for some in _handfuls(sorted({text for text in texts if text})):
            known.update(zip(some, self._read(some, kept or {}), strict=True))
        return [known.get(text, NOTHING) for text in texts]

    def features(self, texts: Sequence[str], vectors: Floats | None = None) -> Any:
        """Sparse float32 (texts, features), as the heads weigh them; `vectors` (of length 1, not centred) where known."""
        cleaned = [clean(text) for text in texts]
        if vectors is None and self._encoder is not None:
            vectors = self.vectors(texts)
        return self._asked.features(cleaned, vectors)

    def vectors(self, texts: Sequence[str]) -> Floats | None:
        """The encoder's vectors of cleaned texts, float32 (texts, 384), as they are kept; None without encoder."""
        return (
            None if self._encoder is None else unpacked(packed(self._encoder.vectors([clean(text) for text in texts])))
        )

    def probabilities(self, texts: Sequence[str], question: str) -> Numbers:
        """Calibrated probabilities (texts, labels) of the head for `question`, abstention aside; for measuring."""
        cleaned = [clean(text) for text in texts]
        if question == "language":
            return self.heads[question].probabilities(letters(cleaned))
        vectors, found, begin = self.vectors(texts), [], 0
        for some in _handfuls(cleaned):
            own = None if vectors is None else vectors[begin : begin + len(some)]
            found.append(self.heads[question].probabilities(self._asked.features(some, own)))
            begin += len(some)
        return np.concatenate(found) if found else np.zeros((0, len(self.heads[question].labels)))

    def _read(self, originals: list[str], kept: Mapping[str, Kept]) -> list[Read]:
        parted = [part(text) for text in originals]
        wholes = [each.whole for each in parted]
        language = self.heads["language"]
        tongues = language.probabilities(letters(wholes))
        foreign = (tongues.argmax(axis=1) == language.labels.index(OTHER)) & (tongues.max(axis=1) >= language.threshold)
        foreign |= np.array([not each.whole for each in parted], bool)
        lettered = np.array([has_letters(text) for text in wholes], bool)
        ours = np.flatnonzero(~foreign).tolist()
        found = [NOTHING] * len(originals)
        if not ours:
            return found
        read = self._in_depth([originals[i] for i in ours], [parted[i] for i in ours], kept)
        for place, (row, said, vector) in zip(ours, read, strict=True):
            tongue, sure = (None, None) if not lettered[place] else _told(language, tongues[place])
            found[place] = Read((None if tongue == OTHER else tongue, sure, *row), said, vector)
        return found

    def _in_depth(self, originals: list[str], parted: list[Parted], kept: Mapping[str, Kept]) -> list[Any]:
        """For each text its values from `sentiment` on, its sentences, its vector."""
        # a verbatim of one sentence is read once
        inner = [
            (i, sentence) for i, each in enumerate(parted) if len(each.sentences) > 1 for sentence in each.sentences
        ]
        texts = [*(each.whole for each in parted), *(sentence.text for _, sentence in inner)]
        small = self._encoded(originals, parted, kept)
        vectors = None if small is None else unpacked(small)
        asked = ask(self._asked, texts, originals, vectors)
        of_text: dict[int, list[int]] = {}
        for row, (i, _) in enumerate(inner, start=len(parted)):
            of_text.setdefault(i, []).append(row)
        answers = []
        for i, each in enumerate(parted):
            rows = of_text.get(i, [i])
            said = []
            for place, (sentence, row) in enumerate(zip(each.sentences, rows, strict=True)):
                vector = None if small is None or row == i or not small[row].any() else small[row].tobytes()
                said.append((place, sentence.begin, sentence.length, *asked.answer("theme", row), *asked.answer("sentiment", row), vector))  # fmt: skip
            answers.append((self._row(asked, i, rows), tuple(said), None if small is None else small[i].tobytes()))
        return answers

    def _row(self, asked: Answers, i: int, rows: list[int]) -> tuple[Any, ...]:
        themes: dict[str, float] = {}
        for row in (i, *rows):
            theme, sure = asked.answer("theme", row)
            if theme is not None:
                themes[theme] = max(themes.get(theme, 0.0), sure)
        ranked = sorted(themes, key=lambda theme: (theme != asked.answer("theme", i)[0], -themes[theme], theme))
        marks, chances = asked.marks(i, rows)
        told = {mark: round(p, 3) for mark, p in chances.items() if p >= TOLD_FROM}
        step, step_p = asked.answer("step", i)
        return (
            *asked.answer("sentiment", i), *asked.answer("theme", i), None if step == NONE else step, step_p,
            ranked, marks, json.dumps(told), json.dumps(asked.evidence(i, marks), ensure_ascii=False),
        )  # fmt: skip

    def _encoded(self, originals: list[str], parted: list[Parted], kept: Mapping[str, Kept]) -> NDArray[np.int8] | None:
        """Int8 (texts and their sentences, 384): wholes first, then the sentences of those that have several."""
        if self._encoder is None:
            return None
        wholes, inside = [], []
        for original, each in zip(originals, parted, strict=True):
            several = each.sentences if len(each.sentences) > 1 else ()
            known = kept.get(original)
            if known is not None and len(known.sentences) == len(several):
                wholes.append(np.frombuffer(known.whole, np.int8)[None])
                inside += [np.frombuffer(one or bytes(DIMENSIONS), np.int8)[None] for one in known.sentences]
                continue
            bounds = [(one.at, one.at + len(one.text)) for one in several]
            vectors, means = self._encoder.parts([each.whole], [bounds])
            wholes.append(packed(vectors))
            inside.append(packed(means[0]))
        return np.concatenate([*wholes, *inside])

    def card(self, lang: Lang) -> str:
        """The model card: what reads, and how right it is per head and language."""
        return card(self.heads, self.version, encoder=self._encoder is not None, lang=lang)

    def describe(self, lang: Lang) -> str:
        """What reads, how it was measured, and what it lacks, in two or three sentences."""
        return described(self.heads, self.version, encoder=self._encoder is not None, lang=lang)


def _handfuls(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts in order, so many at a time as fit into memory."""
    some: list[str] = []
    letters_held = 0
    for text in texts:
        size = min(len(text), LONGEST)
        if some and (len(some) >= _AT_ONCE or letters_held + size > _LETTERS_AT_ONCE):
            yield some
            some, letters_held = [], 0
        some.append(text)
        letters_held += size
    if some:
        yield some


def _told(head: Head, chances: Numbers) -> tuple[str | None, float]:
    best = int(chances.argmax())
    return head.labels[best] if chances[best] >= head.threshold else None, float(chances[best])


def reader_version(cache: Path | None = None) -> str:
    """The version that `load_reader` would give, without loading anything."""
    return heads_version(encoder=is_built(encoder_folder(cache_folder(cache))))


def load_reader(cache: Path | None = None) -> Reader:
    """The best reader there is: with the encoder if it is built, else with words alone.

    Heads are taken from the cache; those missing are trained (5 to 20 seconds) and kept there if it can be written.
    """
    folder = cache_folder(cache)
    built = encoder_folder(folder)
    encoder = Encoder(built) if is_built(built) else None
    version = heads_version(encoder=encoder is not None)
    heads = load_heads(folder / version)
    if heads is None:
        heads = train_heads(encoder)
        # a cache that can't be written costs time at each start, nothing else
        with contextlib.suppress(OSError):
            save_heads(heads, folder / version, version)
    return Reader(heads, encoder, version)
