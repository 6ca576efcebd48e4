"""Turns texts into vectors with the built encoder, on the CPU."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from visavis.engine.reading.encoding.weights import Floats

GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
DIMENSIONS = 384
THREADS = 2
PREFIX = "query: "
"""What the model was trained to see before a text."""
LONGEST = 256
"""Tokens read of one text. Client messages are shorter; what follows costs four times more than it tells."""


class Encoder:
    """The encoder of a built folder. Loading takes about a second; a loaded one may be used from one thread at a time."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._tokenizer: Any = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(LONGEST)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = THREADS, 1
        # threads that spin while they wait take the processor from whoever else computes
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Vectors of length 1, float32 (texts, 384), in the order of the texts.

        One text per call: activations are quantised at one scale per call, so that in a batch a text's vector would
        depend on its neighbours; and padding costs what batching gains (89 texts a second alone, 79 in batches of 32).
        """
        return self.parts(texts, [()] * len(texts))[0]

    def parts(self, texts: Sequence[str], bounds: Sequence[Sequence[tuple[int, int]]]) -> tuple[Floats, list[Floats]]:
        """Vectors of the texts, and of the parts of each that `bounds` names as (first, after the last) letter: one pass each.

        A part's vector is the mean of the states of its tokens, which have seen the whole text. Zeros where a part lies beyond
        the tokens that are read.
        """
        vectors, inside = np.zeros((len(texts), DIMENSIONS), np.float32), []
        asked = [f"{PREFIX}{_calm(text)}" for text in texts]
        for place, (one, named) in enumerate(zip(self._tokenizer.encode_batch(asked), bounds, strict=True)):
            ids = np.array([one.ids], np.int64)
            outputs = ["vectors", "states"] if named else ["vectors"]
            found = self._session.run(outputs, {"ids": ids, "mask": np.ones_like(ids)})
            vectors[place] = found[0][0]
            inside.append(_means(found[1][0], one.offsets, named) if named else np.zeros((0, DIMENSIONS), np.float32))
        return vectors, inside


def _means(states: Floats, offsets: Sequence[tuple[int, int]], named: Sequence[tuple[int, int]]) -> Floats:
    last = np.array([end for _, end in offsets]) - 1 - len(PREFIX)
    means = np.zeros((len(named), DIMENSIONS), np.float32)
    for place, (low, high) in enumerate(named):
        within = (last >= low) & (last < high)
        if within.any():
            total = states[within].sum(axis=0)
            means[place] = total / np.linalg.norm(total)
    return means


def _calm(text: str) -> str:
    """A text in capitals alone in small letters, letter by letter: the model has hardly seen shouting, and says less of it."""
    small = text.lower()
    return small if text.isupper() and len(small) == len(text) else text
