"""The judge beside the heads: trained once where the sentence encoder is built, kept in the reader's cache, loaded when needed."""

import contextlib
import os
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from zipfile import BadZipFile

import numpy as np

from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.committing.head import CommitHead
from visavis.engine.reading.committing.judging import Judge, Seen, around, train_judge
from visavis.engine.reading.committing.learning import LANGUAGES, SENT, fingerprint, head_of, label_of, read_labelled
from visavis.engine.reading.committing.looking import look
from visavis.engine.reading.committing.signatures import unsigned
from visavis.engine.reading.encoding.build import encoder_folder, encoder_version, is_built
from visavis.engine.reading.encoding.encoder import Encoder


class Judging:
    """A judge with its encoder; may be used from any thread."""

    def __init__(self, judge: Judge, encoder: Encoder) -> None:
        self.judge = judge
        self._encoder = encoder
        self._alone = Lock()

    def seen(self, sentences: Sequence[str], language: str) -> Seen:
        """The vectors of sentences; equal ones are encoded once."""
        with self._alone:
            return see(self._encoder, sentences, language)


def see(encoder: Encoder, sentences: Sequence[str], language: str) -> Seen:
    """The vectors of sentences, in their order, what signs them left out."""
    plain = [unsigned(each) for each in sentences]
    places = {text: place for place, text in enumerate(dict.fromkeys(plain))}
    whole, parts = encoder.parts(list(places), [[around(text, language)] for text in places])
    rows = [places[text] for text in plain]
    return Seen(whole[rows], np.concatenate(parts)[rows])


def judged_with(cache: Path | None = None) -> str:
    """The version of the encoder that a judge reads with; empty where none is built, and the first heads alone read."""
    return encoder_version() if is_built(encoder_folder(cache_folder(cache))) else ""


@lru_cache(maxsize=2)
def judging_of(version: str, cache: Path | None = None) -> Judging | None:
    """The judge with its encoder, trained (half a minute) and kept where there is none; None where it can't be had."""
    encoder_at = encoder_folder(cache_folder(cache))
    heads = {language: head_of(language, version, cache) for language in LANGUAGES}
    if not is_built(encoder_at) or None in heads.values():
        return None
    try:
        encoder = Encoder(encoder_at)
        file = cache_folder(cache) / f"commitments-{fingerprint(version)}-{encoder_version()}.npz"
        judge = load(file)
        if judge is None:
            judge = learn({language: head for language, head in heads.items() if head is not None}, encoder)
            # a cache that can't be written costs time at each start, nothing else
            with contextlib.suppress(OSError):
                save(judge, file)
    except (ImportError, OSError, MemoryError):
        return None
    return Judging(judge, encoder)


def learn(heads: dict[str, CommitHead], encoder: Encoder) -> Judge:
    """A judge beside the heads, from all sentences of both languages."""
    found, seen, labels = {}, {}, {}
    for language, head in heads.items():
        labelled = read_labelled(language)
        country = "FR" if language == "fr" else "GB"
        found[language] = head.features([look(each.text, SENT, country, language) for each in labelled])
        seen[language] = see(encoder, [each.text for each in labelled], language)
        labels[language] = [label_of(each.kind) for each in labelled]
    return train_judge(found, seen, labels)


def load(file: Path) -> Judge | None:
    """The judge kept in the file; None where there is none, or where it can't be read."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            full = {name: kept[name].astype(np.float32) for name in kept.files}
        return Judge(
            {language: full[f"grams {language}"] for language in LANGUAGES},
            {language: Seen(full[f"whole {language}"], full[f"around {language}"]) for language in LANGUAGES},
            Seen(full["whole"], full["around"]),
            full["weights"],
            full["bias"],
        )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None


def save(judge: Judge, file: Path) -> None:
    """Keeps the judge in the file, whole or not at all; raises OSError where it can't be written."""
    arrays = {"whole": judge.support.whole.astype(np.float16), "around": judge.support.around.astype(np.float16), "weights": judge.weights, "bias": judge.bias}  # fmt: skip
    for language in judge.gram_weights:
        centre = judge.centres[language]
        arrays |= {f"grams {language}": judge.gram_weights[language], f"whole {language}": centre.whole, f"around {language}": centre.around}  # fmt: skip
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".saving-", dir=file.parent) as scratch:
        whole = Path(scratch, "judge.npz")
        np.savez(whole, **arrays)  # type: ignore[arg-type]
        os.replace(whole, file)
