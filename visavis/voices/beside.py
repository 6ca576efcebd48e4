"""What a company's labels are learnt with: how it calls the answers, and messages that nobody labelled."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from visavis.engine.reading.learning.beside import AT_MOST, TIMES, Named
from visavis.engine.reading.learning.encoders import Encoding
from visavis.engine.reading.learning.kernels import Floats, Material, material
from visavis.engine.reading.texts import clean, has_letters
from visavis.vocabulary import FRENCH
from visavis.voices.correcting import text_md5
from visavis.voices.known_vectors import vectors_in_lake
from visavis.voices.models import Voice

NAMED = ("theme", "step")
"""Questions whose answers are called by what messages speak of; “negative” or “yes” stands in no message."""

Said = Callable[[Sequence[str], Floats | None], Floats | None]
"""What the shipped head says of cleaned texts with the vectors of the shipped encoder; None where there is no such head."""


def names_of(
    question: str, answers: Sequence[str], said: Said, shipped: Encoding | None, encoding: Encoding | None
) -> Named | None:
    """The answers as they are called, in French and in English; None where their names are no examples."""
    if question not in NAMED:
        return None
    told = {answer: (answer.replace("-", " "), FRENCH.get(answer, "")) for answer in answers if answer in FRENCH}
    pairs = [(answer, text) for answer, names in told.items() for text in dict.fromkeys(names) if text]
    texts = [text for _, text in pairs]
    if not texts:
        return None
    base = shipped.load()(texts) if shipped else None
    vectors = base if encoding == shipped else encoding.load()(texts) if encoding else None
    return Named(material(texts, vectors, said(texts, base)), tuple(answer for answer, _ in pairs))


def unlabelled(
    home: Path, labelled: Sequence[str], said: Said, shipped: Encoding | None, encoding: Encoding | None
) -> Material | None:
    """Messages whose text (MD5) is not among the labelled, in an order of chance; None where there are none.

    Only those whose vectors stand in the lake: nothing is encoded for this.
    """
    most = min(TIMES * len(labelled), AT_MOST)
    known = set(labelled)
    found: dict[str, str] = {}
    # ids are hashes: the first ones are a sample of chance, and the same one each time
    for text in (
        Voice.objects.filter(vanished_run=None)
        .exclude(language="")
        .order_by("pk")
        .values_list("text", flat=True)[: most + len(known)]
    ):
        digest = text_md5(text)
        if digest not in known and has_letters(text):
            found[digest] = clean(text)
    encodings = {each.version: each for each in (shipped, encoding) if each is not None}
    vectors = {version: vectors_in_lake(home, version, list(found)) for version in encodings}
    digests = [each for each in found if all(each in here for here in vectors.values())][:most]
    if not digests:
        return None
    texts = [found[each] for each in digests]
    base, own = (None if each is None else _rows(vectors[each.version], digests) for each in (shipped, encoding))
    return material(texts, own, said(texts, base))


def _rows(known: dict[str, Floats], digests: Sequence[str]) -> Floats:
    return np.array([known[each] for each in digests], np.float32)
