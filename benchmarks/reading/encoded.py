"""Vectors of a set's texts, as the product keeps them; made once per text and process."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.compact import packed, unpacked
from visavis.engine.reading.encoding.build import encoder_folder, is_built
from visavis.engine.reading.encoding.encoder import Encoder

_known: dict[str, NDArray[np.float32]] = {}


def encoded(cleaned: Sequence[str]) -> NDArray[np.float32] | None:
    """(texts, 384); None where the encoder is not built, which is said."""
    encoder = _encoder()
    if encoder is None:
        return None
    missing = sorted({text for text in cleaned if text not in _known})
    if missing:
        _known.update(zip(missing, unpacked(packed(encoder.vectors(missing))), strict=True))
    return np.array([_known[text] for text in cleaned], np.float32)


@cache
def _encoder() -> Encoder | None:
    folder = encoder_folder(cache_folder())
    if not is_built(folder):
        print("the encoder is not built (visavis reader build): words alone are measured")
        return None
    return Encoder(folder)
