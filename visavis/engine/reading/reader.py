"""Reads texts: language, feeling, theme, each with a calibrated probability, or an abstention."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.encoding.build import encoder_folder, is_built
from visavis.engine.reading.encoding.encoder import Encoder
from visavis.engine.reading.heads import Head
from visavis.engine.reading.languages import OTHER, letters
from visavis.engine.reading.storing import heads_version, load_heads, save_heads
from visavis.engine.reading.texts import clean, has_letters
from visavis.engine.reading.training import QUESTIONS, Heads, join_features, train_heads
from visavis.mistakes import Lang, Words

COLUMNS = tuple(column for question in QUESTIONS for column in (question, f"{question}_p"))
SCHEMA = pa.schema([(name, pa.float64() if name.endswith("_p") else pa.string()) for name in COLUMNS])
_AT_ONCE = 512
"""Texts held in memory as features at a time."""

Answers = tuple[NDArray[np.object_], NDArray[np.float64]]


class Reader:
    """Trained heads, with the encoder where it is built. May be used from one thread at a time."""

    def __init__(self, heads: Heads, encoder: Encoder | None, version: str) -> None:
        self.version = version
        self.heads = heads
        self._encoder = encoder
        self._vectorisers = [block.vectoriser() for block in heads.blocks]

    def read(self, texts: Sequence[str | None]) -> pa.Table:
        """One row per text, in order, with the columns `language, language_p, sentiment, sentiment_p, theme, theme_p`.

        A null answer with a probability is an abstention: that probability, of the best guess, was under the head's
        threshold. Both are null where there was nothing to read: no text, or one in a language that is neither French nor
        English. Equal texts are read once; a text is read alike whatever stands around it.
        """
        cleaned = [clean(text) for text in texts]
        different = sorted(set(cleaned) - {""})
        columns: dict[str, list[Any]] = {name: [None] for name in COLUMNS}
        for begin in range(0, len(different), _AT_ONCE):
            for name, values in self._read(different[begin : begin + _AT_ONCE]).items():
                columns[name].extend(values)
        place = {text: row for row, text in enumerate(different, start=1)}
        rows = pa.array([place.get(text, 0) for text in cleaned], pa.int64())
        return pa.table(columns, schema=SCHEMA).take(rows)

    def probabilities(self, texts: Sequence[str], question: str) -> NDArray[np.float64]:
        """Calibrated probabilities (texts, labels) of the head for `question`, abstention aside; for measuring."""
        cleaned = [clean(text) for text in texts]
        head: Head = getattr(self.heads, question)
        return head.probabilities(letters(cleaned) if question == "language" else self._features(cleaned))

    def _read(self, texts: list[str]) -> dict[str, list[Any]]:
        tongues = self.heads.language.probabilities(letters(texts))
        other = self.heads.language.labels.index(OTHER)
        foreign = (tongues.argmax(axis=1) == other) & (tongues.max(axis=1) >= self.heads.language.threshold)
        lettered = np.array([has_letters(text) for text in texts], bool)
        found = {"language": _answers(self.heads.language, tongues, unread=foreign | ~lettered)}
        found["language"][0][found["language"][0] == OTHER] = None
        ours = np.flatnonzero(~foreign)
        features = self._features([texts[i] for i in ours]) if len(ours) else None
        for question in ("sentiment", "theme"):
            answers, sure = np.full(len(texts), None, object), np.full(len(texts), np.nan)
            if features is not None:
                head: Head = getattr(self.heads, question)
                answers[ours], sure[ours] = _answers(head, head.probabilities(features))
            found[question] = answers, sure
        return {
            name: [None if value is None or value != value else value for value in values.tolist()]
            for question, pair in found.items()
            for name, values in zip((question, f"{question}_p"), pair, strict=True)
        }

    def _features(self, texts: list[str]) -> Any:
        vectors = None if self._encoder is None or self.heads.centre is None else self._encoder.vectors(texts)
        return join_features(self.heads.kinds, self._vectorisers, texts, vectors, self.heads.centre)

    def describe(self, lang: Lang) -> str:
        """What reads, how it was measured, and what it lacks, in two or three sentences."""
        feeling, theme = self.heads.sentiment.learnt, self.heads.theme.learnt
        shares = [f"{100 * value:.0f}" for value in (
            feeling["coverage"], feeling["precision"], theme["coverage"], theme["precision"])]  # fmt: skip
        said = Words(
            f"Lecteur {self.version}, entraîné sur {feeling['sentences']:.0f} phrases écrites pour Visavis. Sur des métiers "
            f"jamais vus, il se prononce sur le ressenti de {shares[0]} % des phrases (juste {shares[1]} fois sur 100) et "
            f"sur le thème de {shares[2]} % (juste {shares[3]} fois sur 100) ; sinon il s’abstient.",
            f"Reader {self.version}, trained on {feeling['sentences']:.0f} sentences written for Visavis. On kinds of company "
            f"it had not seen, it tells the feeling of {shares[0]} % of sentences (right {shares[1]} times in 100) and the "
            f"theme of {shares[2]} % (right {shares[3]} times in 100); otherwise it abstains.",
        ).say(lang)
        return said if self._encoder else f"{said} {_WITHOUT_ENCODER.say(lang)}"


_WITHOUT_ENCODER = Words(
    "L’encodeur de phrases n’est pas construit : seuls les mots sont lus, et le lecteur s’abstient bien plus souvent "
    "(visavis reader build).",
    "The sentence encoder is not built: only words are read, and the reader abstains much more often (visavis reader build).",
)


def _answers(head: Head, probabilities: NDArray[np.float64], unread: NDArray[np.bool_] | None = None) -> Answers:
    sure = probabilities.max(axis=1)
    answers = np.array(head.labels, object)[probabilities.argmax(axis=1)]
    answers[sure < head.threshold] = None
    if unread is not None:
        answers[unread], sure[unread] = None, np.nan
    return answers, sure


def reader_version(cache: Path | None = None) -> str:
    """The version that `load_reader` would give, without loading anything."""
    return heads_version(encoder=is_built(encoder_folder(cache_folder(cache))))


def load_reader(cache: Path | None = None) -> Reader:
    """The best reader there is: with the encoder if it is built, else with words alone.

    Heads are taken from the cache; those missing are trained (5 to 15 seconds) and kept there if it can be written.
    """
    folder = cache_folder(cache)
    built = encoder_folder(folder)
    encoder = Encoder(built) if is_built(built) else None
    version = heads_version(encoder=encoder is not None)
    heads = load_heads(folder / version)
    if heads is None:
        heads = train_heads(encoder)
        try:
            save_heads(heads, folder / version)
        except OSError:
            # a cache that can't be written costs time at each start, nothing else
            return Reader(heads, encoder, version)
    return Reader(heads, encoder, version)
