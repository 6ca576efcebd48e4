"""What labels are learnt with: names of answers, and messages that nobody labelled."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.voices.labelled import said, sayings, somebody
from visavis.engine.reading.learning.encoders import Encoding
from visavis.engine.reading.learning.kernels import Floats, Material
from visavis.engine.reading.reader import Reader


def even(texts: Sequence[str], vectors: Floats | None) -> Floats:
    """A shipped head that can't decide."""
    return np.full((len(texts), 2), 0.5, np.float32)


def test_messages_without_labels_are_those_that_nobody_answered(home: Path) -> None:
    from visavis.voices.beside import unlabelled
    from visavis.voices.correcting import text_md5

    texts = [text for text, _ in sayings(12)]
    for number, text in enumerate(texts, start=1):
        said(number, text)
    said(20, "…!!")
    said(21, texts[11])
    found = unlabelled(home, [text_md5(text) for text in texts[:4]], even, None, None)
    assert found is not None
    assert (found.size, found.vectors, found.prior.shape) == (8, None, (8, 2))  # type: ignore[union-attr]
    # nothing is encoded for this: without vectors in the lake there is nothing to learn from beside
    encoding = Encoding("e", lambda: pytest.fail("encoded"))
    assert unlabelled(home, [text_md5(texts[0])], even, encoding, encoding) is None


def test_names_are_those_of_the_glossary_in_both_languages(home: Path) -> None:
    from visavis.voices.beside import names_of

    found = names_of("theme", ("delivery", "price", "none"), even, None, None)
    assert found is not None
    assert (found.labels, found.texts.size) == (("delivery", "delivery", "price", "price"), 4)
    assert names_of("sentiment", ("negative", "positive"), even, None, None) is None


def test_learning_takes_both(home: Path, words_reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    from visavis.voices import teaching
    from visavis.voices.correcting import correct

    monkeypatch.setattr(teaching, "load_reader", lambda: words_reader)
    monkeypatch.setattr(teaching, "shipped_encoding", lambda: None)
    user = somebody()
    for number, (text, _) in enumerate(sayings(40), start=1):
        voice = said(number, text)
        if number <= 24:
            correct(user, voice.pk, "theme", "delivery" if "colis" in text or "retard" in text else "reception")
    learnt = teaching.learn_head
    given: list[dict[str, Any]] = []

    def watched(*some: Any, **more: Any) -> Any:
        given.append(more)
        return learnt(*some, **more)

    monkeypatch.setattr(teaching, "learn_head", watched)
    lesson = teaching.learn(home, "theme")
    (once,) = given
    assert isinstance(once["unlabelled"], Material)
    assert once["unlabelled"].size == 16
    assert set(once["names"].labels) >= {"delivery", "reception"}
    assert lesson.figures["beside"] in (0, 16)
