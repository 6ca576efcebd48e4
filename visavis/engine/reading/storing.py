"""Keeps trained heads as plain arrays and JSON, under a name that says what they were learnt from."""

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from visavis.engine.reading.encoding.build import encoder_version
from visavis.engine.reading.heads import Head
from visavis.engine.reading.ngrams import Block
from visavis.engine.reading.sentences import fingerprint
from visavis.engine.reading.training import QUESTIONS, Heads

FORMAT = 2
"""Raised when the code learns something else from the same sentences."""
_ARRAYS, _FACTS = "heads.npz", "heads.json"


def heads_version(*, encoder: bool) -> str:
    """`reader-1-<hash>-e5` or `reader-1-<hash>-words`: the hash covers sentences, word lists and the encoder's version."""
    content = f"{FORMAT}\n{fingerprint()}\n{encoder_version() if encoder else ''}"
    return f"reader-{FORMAT}-{hashlib.sha256(content.encode()).hexdigest()[:10]}-{'e5' if encoder else 'words'}"


def load_heads(folder: Path) -> Heads | None:
    """The heads kept in the folder; None where there are none, or where they can't be read."""
    try:
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            blocks = tuple(
                Block(told["analyzer"], tuple(told["sizes"]), tuple(told["terms"]), arrays[f"rarity {i}"])
                for i, told in enumerate(facts["blocks"])
            )
            heads = {question: _head(question, facts["heads"][question], arrays) for question in QUESTIONS}
            return Heads(tuple(facts["kinds"]), blocks, arrays.get("centre"), **heads)
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile):
        return None


def _head(question: str, facts: dict[str, Any], arrays: Any) -> Head:
    weights, bias = arrays[f"{question} weights"], arrays[f"{question} bias"]
    return Head(tuple(facts["labels"]), weights, bias, facts["temperature"], facts["threshold"], facts["learnt"])


def save_heads(heads: Heads, folder: Path) -> None:
    """Keeps the heads in the folder, whole or not at all; raises OSError where it can't be written."""
    arrays: dict[str, Any] = {f"rarity {i}": block.rarity for i, block in enumerate(heads.blocks)}
    if heads.centre is not None:
        arrays["centre"] = heads.centre
    facts: dict[str, Any] = {
        "kinds": heads.kinds,
        "blocks": [{"analyzer": b.analyzer, "sizes": b.sizes, "terms": b.terms} for b in heads.blocks],
        "heads": {},
    }
    for question in QUESTIONS:
        head: Head = getattr(heads, question)
        arrays |= {f"{question} weights": head.weights, f"{question} bias": head.bias}
        facts["heads"][question] = {
            "labels": head.labels,
            "temperature": head.temperature,
            "threshold": head.threshold,
            "learnt": head.learnt,
        }
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".saving-", dir=folder.parent) as scratch:
        whole = Path(scratch, "heads")
        whole.mkdir()
        np.savez_compressed(whole / _ARRAYS, **arrays)
        (whole / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        try:
            os.replace(whole, folder)
        except OSError:
            # another process has just kept the same heads
            if load_heads(folder) is None:
                raise
