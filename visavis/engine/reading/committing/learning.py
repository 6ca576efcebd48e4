"""Trains the heads beside the grammar on the project's sentences, once, and keeps them in the reader's cache."""

import contextlib
import csv
import hashlib
import json
import os
import shutil
import tempfile
from datetime import datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile
from zoneinfo import ZoneInfo

import numpy as np

from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.committing.head import LABELS, CommitHead, train
from visavis.engine.reading.committing.looking import look
from visavis.engine.reading.ngrams import Vocabulary

LANGUAGES = ("fr", "en")
STRENGTH = {"fr": 6.0, "en": 6.0}
THRESHOLD = {"fr": 0.40, "en": 0.40}
"""Chosen by cross-validation, folds cut by setting (`python -m benchmarks.reading commitments` tells what comes of them)."""
SENT = datetime(2025, 3, 5, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))
"""A moment to read the sentences at: whether a limit is set does not hang on it."""


class Labelled(NamedTuple):
    """A sentence of the project: firm, vague, conditional, soft, or what it is instead; who writes; the words."""

    kind: str
    setting: str
    text: str


def read_labelled(language: str) -> list[Labelled]:
    """All sentences of a language."""
    folder = resources.files(__package__).joinpath("sentences")
    found = []
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(f"{language}.tsv"):
            continue
        lines = file.read_text(encoding="utf-8").splitlines()
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        found += [Labelled(row["kind"], row["setting"], row["text"]) for row in rows]
    return found


@lru_cache(maxsize=1)
def fingerprint(version: str) -> str:
    """A hash of the grammar's version, the sentences and how they are learnt from."""
    written = hashlib.sha256(f"{version} {STRENGTH} {THRESHOLD}".encode())
    folder = resources.files(__package__).joinpath("sentences")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".tsv"):
            written.update(file.name.encode() + b"\0" + file.read_bytes())
    return written.hexdigest()[:10]


def label_of(kind: str) -> str:
    """One of the head's labels."""
    return kind if kind in LABELS else "none"


def learn(language: str) -> CommitHead:
    """The head of a language, trained on all its sentences: some seconds."""
    labelled = read_labelled(language)
    looked = [look(each.text, SENT, "FR" if language == "fr" else "GB", language) for each in labelled]
    labels = [label_of(each.kind) for each in labelled]
    return train(looked, labels, strength=STRENGTH[language], threshold=THRESHOLD[language])


@lru_cache(maxsize=8)
def head_of(language: str, version: str, cache: Path | None = None) -> CommitHead | None:
    """The head of a language, trained and kept where there is none; None where it can't be had: the grammar alone reads then."""
    folder = cache_folder(cache) / f"commitments-{fingerprint(version)}-{language}"
    head = load(folder)
    if head is None:
        try:
            head = learn(language)
        except (ImportError, OSError, MemoryError):
            return None
        # a cache that can't be written costs time at each start, nothing else
        with contextlib.suppress(OSError):
            save(head, folder)
    return head


def load(folder: Path) -> CommitHead | None:
    """The head kept in the folder; None where there is none, or where it can't be read."""
    try:
        facts = json.loads((folder / "head.json").read_text(encoding="utf-8"))
        with np.load(folder / "head.npz", allow_pickle=False) as kept:
            known = Vocabulary(kept["hashes"], kept["known rarity"], facts["words"])
            shapes = {stretch: place for place, stretch in enumerate(facts["shapes"])}
            return CommitHead(known, shapes, kept["rarity"], kept["weights"], kept["bias"], facts["threshold"], known.table())  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile):
        return None


def save(head: CommitHead, folder: Path) -> None:
    """Keeps the head in the folder, whole or not at all; raises OSError where it can't be written."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".saving-", dir=folder.parent) as scratch:
        whole = Path(scratch, "head")
        whole.mkdir()
        arrays = {"hashes": head.known.hashes, "known rarity": head.known.rarity, "rarity": head.rarity, "weights": head.weights, "bias": head.bias}  # fmt: skip
        np.savez(whole / "head.npz", **arrays)  # type: ignore[arg-type]
        facts = {"words": head.known.words, "shapes": list(head.shapes), "threshold": head.threshold}
        (whole / "head.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(whole, folder)
