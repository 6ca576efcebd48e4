"""What the shipped heads say of texts whose vectors are known already: nothing is encoded twice."""

from collections.abc import Sequence

import numpy as np

from visavis.engine.reading.learning.kernels import Floats
from visavis.engine.reading.reader import Reader

_AT_ONCE = 2_048


def shipped_says(
    reader: Reader, question: str, cleaned: Sequence[str], vectors: Floats | None
) -> tuple[tuple[str, ...], Floats] | None:
    """Labels of the shipped head and its calibrated probabilities (texts, labels); None where it has no such head.

    `vectors` are those of the shipped encoder, needed where the reader has it.
    """
    head = reader.heads.answers.get(question)
    if head is None or (reader.heads.centre is not None and vectors is None):
        return None
    parts = []
    for begin in range(0, len(cleaned), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        given = None if vectors is None else vectors[part]
        parts.append(head.probabilities(reader.features(cleaned[part], given)))
    return head.labels, np.asarray(np.concatenate(parts), np.float32)


def shipped_threshold(reader: Reader, question: str) -> float:
    """The probability under which the shipped head abstains."""
    return float(reader.heads[question].threshold)
