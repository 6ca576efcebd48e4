"""What the words of labelled voices tell of the team able to act: a small linear head, and the nearest corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.texts import fold

Numbers = NDArray[np.float64]

TERMS = 20_000
"""Words, pairs of words and letters that are counted at most."""
FOLDS = 3
LEAST_EACH = 2
"""Labelled voices of a team from which on its words are learnt."""
STRENGTH = 3.0
GREETING = "bonjour merci"
"""Words to count where no voice has any: no words at all can't be counted."""
LEAST_LOG, MOST_LOG = -2.0, 2.0
VECTOR_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Features:
    """Texts as numbers: `terms` sparse (texts, terms), each row of length 1; `vectors` dense (texts, d) or None."""

    terms: Any
    vectors: NDArray[np.float32] | None

    def rows(self, which: Any) -> "Features":
        """Some of the texts."""
        return Features(self.terms[which], None if self.vectors is None else self.vectors[which])

    def joined(self) -> Any:
        """One sparse matrix of both."""
        from scipy.sparse import csr_array, hstack

        if self.vectors is None:
            return self.terms
        return hstack([self.terms, csr_array(self.vectors * np.float32(VECTOR_WEIGHT))], format="csr", dtype=np.float32)


def vectoriser_of(texts: Sequence[str]) -> Any:
    """Counts words and pairs of words, weighed by their rarity among `texts`."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        analyzer="word", ngram_range=(1, 2), preprocessor=fold, sublinear_tf=True, dtype=np.float32,
        token_pattern=r"(?u)[^\W\d_]{2,}", min_df=1 if len(texts) < 500 else 2, max_features=TERMS,
    ).fit([*texts, GREETING])  # fmt: skip


def count_terms(vectoriser: Any, texts: Sequence[str]) -> Any:
    """Sparse float32 (texts, terms)."""
    from scipy.sparse import csr_array

    return vectoriser.transform(texts) if texts else csr_array((0, len(vectoriser.idf_)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class WordsHead:
    """Weights (features, teams) of the teams that enough labelled voices tell of."""

    teams: tuple[int, ...]
    weights: NDArray[np.float64]
    bias: Numbers

    def scores(self, features: Features, among: int) -> Numbers:
        """(texts, among): how much likelier than chance the words make each team, as a logarithm; 0 for teams never learnt."""
        scores = np.zeros((features.terms.shape[0], among))
        if len(self.teams) > 1:
            logits = features.joined() @ self.weights + self.bias
            logits -= logits.max(axis=1, keepdims=True)
            logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)) + np.log(len(self.teams))
            scores[:, list(self.teams)] = np.clip(logs, LEAST_LOG, MOST_LOG)
        return scores


NOTHING = WordsHead((), np.zeros((0, 0)), np.zeros(0))


def learn_words(features: Features, labels: NDArray[np.int64], weights: Numbers) -> WordsHead:
    """The head of voices whose team is known; teams with fewer than LEAST_EACH are left out."""
    from sklearn.linear_model import LogisticRegression

    teams, counts = np.unique(labels, return_counts=True)
    kept = teams[counts >= LEAST_EACH]
    chosen = np.flatnonzero(np.isin(labels, kept))
    if len(kept) < 2:
        return NOTHING
    fitted = LogisticRegression(C=STRENGTH, max_iter=200, tol=1e-3).fit(
        features.rows(chosen).joined(), labels[chosen], sample_weight=weights[chosen]
    )
    if len(kept) == 2:
        weights_of = np.stack([np.zeros(fitted.coef_.shape[1]), fitted.coef_[0]], axis=1)
        return WordsHead(tuple(map(int, kept)), weights_of, np.array([0.0, fitted.intercept_[0]]))
    return WordsHead(tuple(map(int, fitted.classes_)), fitted.coef_.T, fitted.intercept_)


def scores_unseen(features: Features, labels: NDArray[np.int64], weights: Numbers, among: int) -> Numbers:
    """Scores of labelled voices by heads that have not seen them."""
    scores = np.zeros((len(labels), among))
    fold_of = np.arange(len(labels)) % FOLDS
    for fold_number in range(FOLDS):
        seen, held = np.flatnonzero(fold_of != fold_number), np.flatnonzero(fold_of == fold_number)
        if len(seen) and len(held):
            head = learn_words(features.rows(seen), labels[seen], weights[seen])
            scores[held] = head.scores(features.rows(held), among)
    return scores


NEAREST = 8
ALIKE = 0.25
"""Likeness from which on a corrected voice is called similar."""
DOUBT = 0.5
"""What speaks for nobody: few or distant neighbours settle little."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """Voices that people carried: where to (`to`, -1: nowhere told), from which team they took it away (`away`, -1: none)."""

    features: Features
    themes: Sequence[str | None]
    kinds: Sequence[str | None]
    to: NDArray[np.int64]
    away: NDArray[np.int64]

    def scores(
        self, features: Features, themes: Sequence[str | None], kinds: Sequence[str | None], among: int,
        own: NDArray[np.int64] | None = None,
    ) -> tuple[Numbers, NDArray[np.int64]]:  # fmt: skip
        """(texts, among): what the nearest corrections say for each team, -1 to 1; and how many similar ones say so.

        Those of the same theme, or about the same kind of event, count most. `own` is the place of each text among the
        corrections (-1: none), which does not count for itself.
        """
        n, known = features.terms.shape[0], len(self.to)
        scores, counted = np.zeros((n, among)), np.zeros((n, among), dtype=np.int64)
        if not known:
            return scores, counted
        their_themes, their_kinds = np.array(self.themes, dtype=object), np.array(self.kinds, dtype=object)
        for begin in range(0, n, 1024):
            part = slice(begin, min(n, begin + 1024))
            likeness = self._likeness(features.rows(part))
            mine = np.array(themes[part], dtype=object), np.array(kinds[part], dtype=object)
            for values, theirs in zip(mine, (their_themes, their_kinds), strict=True):
                same = (values[:, None] == theirs[None, :]) & np.array([each is not None for each in values])[:, None]
                likeness = likeness * np.where(same, 1.5, 1.0)
            if own is not None:
                rows = np.flatnonzero(own[part] >= 0)
                likeness[rows, own[part][rows]] = 0.0
            nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :NEAREST]
            near = np.take_along_axis(likeness, nearest, axis=1)
            whole = near.sum(axis=1) + DOUBT
            for team in range(among):
                towards, from_it = self.to[nearest] == team, self.away[nearest] == team
                scores[part, team] = ((near * towards).sum(axis=1) - (near * from_it).sum(axis=1)) / whole
                counted[part, team] = (towards & (near >= ALIKE)).sum(axis=1)
        return scores, counted

    def _likeness(self, features: Features) -> Numbers:
        words = np.asarray((features.terms @ self.features.terms.T).todense(), dtype=np.float64)
        if features.vectors is None or self.features.vectors is None:
            return np.maximum(words, 0.0)
        return np.maximum((words + np.asarray(features.vectors @ self.features.vectors.T, np.float64)) / 2, 0.0)
