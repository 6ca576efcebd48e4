"""A learnt head beside the grammar: how probable each kind of promise is, by words, letters, shape and the grammar's signs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.committing.shapes import Looked, shape_of, signs_of, stretches
from visavis.engine.reading.heads import softmax
from visavis.engine.reading.ngrams import Vocabulary, count, cut, grams, learn_vocabulary
from visavis.vocabulary import CommitmentKind

Floats = NDArray[np.float32]
LABELS = ("firm", "vague", "conditional", "soft", "none")
"""The first three are promises; soft ones are told apart."""
SIGN = 0.35
"""How strongly a sign of the grammar counts against the penalty."""


@dataclass(frozen=True, slots=True)
class CommitHead:
    """Weights of one language: n-grams known, stretches of shape known with their rarity, then the signs."""

    known: Vocabulary
    shapes: dict[str, int]
    rarity: Floats
    weights: Floats
    bias: Floats
    threshold: float
    table: NDArray[np.int32] = field(repr=False)

    def features(self, looked: Sequence[Looked]) -> Any:
        """Sparse float32 (sentences, features)."""
        return features(looked, self.known, self.table, self.shapes, self.rarity)

    def chances(self, looked: Sequence[Looked]) -> Floats:
        """Probabilities (sentences, labels)."""
        return self.chances_of(self.features(looked))

    def chances_of(self, found: Any) -> Floats:
        """Probabilities (sentences, labels) by the features."""
        return np.asarray(softmax(found @ self.weights + self.bias), np.float32)

    def kind(self, chances: Floats, looked: Looked) -> CommitmentKind | None:
        """What to tell."""
        return kind_of(chances, looked, self.threshold)


def kind_of(chances: Floats, looked: Looked, threshold: float) -> CommitmentKind | None:
    """A promise where its kinds together are probable enough; soft where that is likelier than nothing."""
    firm, vague, conditional, soft, none = chances
    if firm + vague + conditional <= threshold:
        return CommitmentKind.SOFT if soft > none else None
    if conditional > max(firm, vague):
        return CommitmentKind.CONDITIONAL
    return CommitmentKind.FIRM if looked.due is not None and firm > vague / 2 else CommitmentKind.VAGUE


def features(
    looked: Sequence[Looked], known: Vocabulary, table: NDArray[np.int32], shapes: dict[str, int], rarity: Floats
) -> Any:
    """Sparse float32 (sentences, features)."""
    from scipy.sparse import csr_array, hstack

    texts = [each.said for each in looked]
    counted = count(grams(cut(texts)), known, table, len(texts)).features
    rows: list[int] = []
    columns: list[int] = []
    for row, each in enumerate(looked):
        places = {shapes[stretch] for stretch in stretches(shape_of(each)) if stretch in shapes}
        rows.extend([row] * len(places))
        columns.extend(places)
    row_of, column_of = np.array(rows, np.int64), np.array(columns, np.int64)
    value = rarity[column_of]
    squares = np.bincount(row_of, value**2, len(texts))
    value = value / np.maximum(np.sqrt(squares), 1e-6).astype(np.float32)[row_of]
    shaped = csr_array((value, (row_of, column_of)), shape=(len(texts), len(shapes)))
    signs = csr_array(np.array([signs_of(each) for each in looked], np.float32) * np.float32(SIGN))
    return hstack([counted, shaped, signs], format="csr")


def learn_shapes(looked: Sequence[Looked]) -> tuple[dict[str, int], Floats]:
    """The stretches that stand in at least two sentences, and their rarity."""
    often: dict[str, int] = {}
    for each in looked:
        for stretch in set(stretches(shape_of(each))):
            often[stretch] = often.get(stretch, 0) + 1
    kept = sorted(stretch for stretch, times in often.items() if times > 1)
    rarity = [np.log((1 + len(looked)) / (1 + often[stretch])) + 1 for stretch in kept]
    return {stretch: place for place, stretch in enumerate(kept)}, np.array(rarity, np.float32)


def train(looked: Sequence[Looked], labels: Sequence[str], *, strength: float, threshold: float) -> CommitHead:
    """Multinomial logistic regression; `strength` is the inverse of the penalty."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    known = learn_vocabulary(grams(cut([each.said for each in looked])))
    table = known.table()
    shapes, rarity = learn_shapes(looked)
    found = features(looked, known, table, shapes, rarity)
    with threadpool_limits(1):
        fitted = LogisticRegression(C=strength, max_iter=300, tol=1e-3).fit(
            found, [LABELS.index(each) for each in labels]
        )
    return CommitHead(known, shapes, rarity, fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32), threshold, table)  # fmt: skip
