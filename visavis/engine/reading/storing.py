"""Keeps trained heads as plain arrays and JSON, with their card, under a name that says what they were learnt from."""

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.card import card_of
from visavis.engine.reading.compact import Floats
from visavis.engine.reading.encoding.build import encoder_version
from visavis.engine.reading.heads import Head
from visavis.engine.reading.ngrams import Vocabulary
from visavis.engine.reading.sentences import fingerprint
from visavis.engine.reading.training import QUESTIONS, Heads

FORMAT = 5
"""Raised when the code learns something else from the same sentences."""
_ARRAYS, _FACTS, CARD = "heads.npz", "heads.json", "README.md"


def heads_version(*, encoder: bool) -> str:
    """`reader-3-<hash>-e5` or `reader-3-<hash>-words`: the hash covers sentences, word lists and the encoder's version."""
    content = f"{FORMAT}\n{fingerprint()}\n{encoder_version() if encoder else ''}"
    return f"reader-{FORMAT}-{hashlib.sha256(content.encode()).hexdigest()[:10]}-{'e5' if encoder else 'words'}"


def load_heads(folder: Path) -> Heads | None:
    """The heads kept in the folder; None where there are none, or where they can't be read."""
    try:
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            known = Vocabulary(arrays["hashes"], arrays["rarity"], facts["words"])
            heads = {question: _head(question, facts["heads"][question], arrays) for question in QUESTIONS}
            return Heads(tuple(facts["kinds"]), known, arrays.get("centre"), heads)
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile):
        return None


def _head(question: str, facts: dict[str, Any], arrays: Any) -> Head:
    weights, bias = arrays[f"{question} weights"], arrays[f"{question} bias"]
    return Head(tuple(facts["labels"]), weights, bias, facts["temperature"], facts["threshold"], facts["learnt"])


def save_heads(heads: Heads, folder: Path, version: str) -> None:
    """Keeps the heads in the folder, whole or not at all; raises OSError where it can't be written."""
    arrays: dict[str, Any] = {"hashes": heads.known.hashes, "rarity": heads.known.rarity}
    if heads.centre is not None:
        arrays["centre"] = heads.centre
    facts: dict[str, Any] = {"kinds": heads.kinds, "words": heads.known.words, "heads": {}}
    for question in QUESTIONS:
        head = heads[question]
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
        np.savez(whole / _ARRAYS, **arrays)
        (whole / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        (whole / CARD).write_text(card_of(heads, version), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        try:
            os.replace(whole, folder)
        except OSError:
            # another process has just kept the same heads
            if load_heads(folder) is None:
                raise


def centre_of(cache: Path | None = None) -> Floats | None:
    """The centre of the vectors that the shipped heads were learnt from; None while those with the encoder are not trained."""
    try:
        with np.load(cache_folder(cache) / heads_version(encoder=True) / _ARRAYS, allow_pickle=False) as arrays:
            return np.asarray(arrays["centre"], np.float32)
    except (OSError, ValueError, KeyError, BadZipFile):
        return None
