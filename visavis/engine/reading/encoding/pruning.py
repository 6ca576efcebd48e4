"""Which vocabulary pieces a French and English reader needs.

Rule: a piece stays if each of its characters is a letter that French or English words are written with (names and
loan words included: ä, ö, ñ, í, ó, ú, á), or no letter at all (digits, punctuation, symbols, emoji). Of the 250,002
pieces 99,467 stay; every French or English text keeps exactly the segmentation it had, since no piece that could
match it is dropped. A character of another script becomes <unk>.
"""

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.encoding.weights import Vocabulary

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzàâäáæçéèêëîïíñôöóœùûüúÿ")
SPACE = "▁"
"""How a Unigram vocabulary writes the space before a word."""


def is_needed(piece: str) -> bool:
    """Whether French or English text can contain the piece."""
    return all(not character.isalpha() or character.lower() in LETTERS for character in piece if character != SPACE)


def kept_ids(vocabulary: Vocabulary) -> NDArray[np.int64]:
    """Ids to keep, in their old order, the four special ones first; `<mask>` has no use here."""
    special = (vocabulary.start, vocabulary.padding, vocabulary.end, vocabulary.unknown)
    kept = [
        i for i, piece in enumerate(vocabulary.pieces) if i not in special and piece != "<mask>" and is_needed(piece)
    ]
    return np.array([*sorted(special), *kept], dtype=np.int64)
