"""Keeps own heads in the home, whole or not at all: plain arrays and a few facts, no word of any text."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from visavis.engine.reading.learning.grams import Grams
from visavis.engine.reading.learning.kernels import Floats
from visavis.engine.reading.learning.own import OwnHead

FORMAT = 1
"""Raised when heads kept before can't be read any more."""
FOLDER = "reader"
"""Where they stand in a home: reader/<question>/<version>/."""
_ARRAYS, _FACTS = "head.npz", "head.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """A head with what it was learnt with.

    `encoder`: the version whose vectors it reads, empty for none; `model`: its folder, empty for the shipped one; `base`: the reader whose answers it builds on, empty for
    none; `held_out`: for each text learnt from, by its MD5, the probabilities of a head that had not seen it.
    """

    version: str
    head: OwnHead
    encoder: str
    model: str
    base: str
    held_out: Mapping[str, Floats]


def place(home: Path, question: str, version: str) -> Path:
    """The folder of a version."""
    return home / FOLDER / question / version


def keep(
    home: Path, question: str, head: OwnHead, *, encoder: str, model: str, base: str, held_out: Mapping[str, Floats]
) -> Kept:
    """Writes the head under a version that is a hash of all it holds."""
    if not head.reads_vectors:
        encoder, model = "", ""
    base = base if head.reads_prior else ""
    texts = sorted(held_out)
    arrays = _arrays(head) | {"held out": np.array([held_out[text] for text in texts], np.float32)}
    facts = {
        "format": FORMAT, "labels": head.labels, "several": head.several, "offset": head.offset,
        "sharpness": head.sharpness, "encoder": encoder, "model": model, "base": base, "texts": texts,
    }  # fmt: skip
    digest = hashlib.sha256(json.dumps(facts).encode())
    for name in sorted(arrays):
        digest.update(name.encode() + np.ascontiguousarray(arrays[name]).tobytes())
    version = digest.hexdigest()[:10]
    target = place(home, question, version)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".keeping-", dir=target.parent) as scratch:
        whole = Path(scratch, "head")
        whole.mkdir()
        content = BytesIO()
        np.savez_compressed(content, **arrays)
        (whole / _ARRAYS).write_bytes(content.getvalue())
        (whole / _FACTS).write_text(json.dumps(facts), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        os.replace(whole, target)
    return Kept(version, head, encoder, model, base, held_out)


def kept(home: Path, question: str, version: str) -> Kept | None:
    """The head of that version; None where it is missing or can't be read."""
    folder = place(home, question, version)
    try:
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        if facts["format"] != FORMAT:
            return None
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            head = _head(facts, arrays)
            held = dict(zip(facts["texts"], arrays["held out"], strict=True))
        return Kept(version, head, facts["encoder"], facts["model"], facts["base"], held)
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile):
        return None


def _arrays(head: OwnHead) -> dict[str, Any]:
    arrays: dict[str, Any] = {
        "words": head.words.known, "word rarity": head.words.rarity, "word weights": head.word_weights,
        "letters": head.letters.known, "letter rarity": head.letters.rarity, "letter weights": head.letter_weights,
        "support weights": head.support_weights, "odds": head.odds, "bias": head.bias,
        "slope": head.slope, "shift": head.shift, "thresholds": head.thresholds,
    }  # fmt: skip
    optional = {"centre": head.centre, "support": head.support, "hint weights": head.hint_weights}
    return arrays | {name: values for name, values in optional.items() if values is not None}


def _head(facts: dict[str, Any], arrays: Any) -> OwnHead:
    return OwnHead(
        tuple(facts["labels"]), facts["several"], facts["offset"],
        Grams(arrays["words"], arrays["word rarity"]), Grams(arrays["letters"], arrays["letter rarity"]),
        arrays["word weights"], arrays["letter weights"], arrays.get("centre"), arrays.get("support"),
        arrays["support weights"], facts["sharpness"], arrays.get("hint weights"), arrays["odds"], arrays["bias"],
        arrays["slope"], arrays["shift"], arrays["thresholds"],
    )  # fmt: skip
