"""The usual way, measured in the same run: TF-IDF of words and letters under logistic regression, and vectors alone."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def tfidf(seen: Sequence[str], asked: Sequence[str]) -> tuple[Any, Any]:
    """Columns of word 1–2-grams and letter 2–5-grams, as scikit-learn counts them."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    pairs = []
    for analyzer, sizes in (("word", (1, 2)), ("char_wb", (2, 5))):
        counter = TfidfVectorizer(analyzer=analyzer, ngram_range=sizes, sublinear_tf=True, strip_accents="unicode")
        pairs.append((counter.fit_transform(seen), counter.transform(asked)))
    return tuple(hstack(side, format="csr") for side in zip(*pairs, strict=True))


def centred(seen: Floats, asked: Floats) -> tuple[Floats, Floats]:
    """Vectors from their own centre, of length 1."""
    middle = seen.mean(axis=0)
    both = []
    for vectors in (seen, asked):
        apart = vectors - middle
        both.append(apart / np.linalg.norm(apart, axis=1, keepdims=True))
    return both[0], both[1]


def logistic(seen: Any, truth: Any, asked: Any) -> Any:
    """What logistic regression answers, labels weighing alike."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=10, class_weight="balanced", max_iter=1000).fit(seen, truth).predict(asked)


def nearest_line(seen: Any, truth: Any, asked: Any) -> Any:
    """What a linear support vector machine answers: the usual one where labels are many."""
    from sklearn.svm import LinearSVC

    return LinearSVC(C=1.0).fit(seen, truth).predict(asked)


def one_by_one(seen: Any, yes: NDArray[np.bool_], asked: Any) -> NDArray[np.bool_]:
    """Several labels each: a logistic regression per label."""
    found = np.zeros((asked.shape[0], yes.shape[1]), bool)
    for column in range(yes.shape[1]):
        if yes[:, column].any():
            found[:, column] = logistic(seen, yes[:, column], asked)
    return found
