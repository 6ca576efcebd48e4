"""Which language three words are in, French or English, beside lingua restricted to the two.

Texts: the first, the middle and the last three words of texts of the public sets, as many French as English; pieces that hold no
letter, or are the same in both lists, are left out.
"""

import time
from collections.abc import Iterable

import numpy as np

from benchmarks.reading.data import sets_missing
from benchmarks.reading.feelings import FEELINGS
from benchmarks.reading.rows import Row
from visavis.engine.reading.heads import Head
from visavis.engine.reading.languages import letters
from visavis.engine.reading.reader import load_reader
from visavis.engine.reading.texts import clean, has_letters

GOAL = 0.97
_FRENCH = ("book reviews FR", "series reviews FR", "restaurant sentences FR", "hotel sentences FR")
_ENGLISH = ("restaurant sentences EN", "hotel sentences EN")
_SEED = 20261122


def measure(quick: bool) -> Iterable[Row]:
    """Accuracy over both languages, each counting half."""
    if missing := sets_missing():
        print(missing)
        return
    for words in (3, 6):
        french, english = _pieces(_FRENCH, words), _pieces(_ENGLISH, words)
        both = set(french) & set(english)
        rng = np.random.default_rng(_SEED)
        most = min(len(set(french) - both), len(set(english) - both), 500 if quick else 4000)
        drawn = [rng.permutation(sorted(set(each) - both))[:most].tolist() for each in (french, english)]
        texts, truth = [*drawn[0], *drawn[1]], np.array(["fr"] * most + ["en"] * most)
        head = load_reader().heads["language"]
        began = time.process_time()
        ours = _ours(head, texts)
        took = time.process_time() - began
        value = float((ours == truth).mean())
        low, high = _wilson(value, len(truth))
        peer = _lingua(texts)
        print(
            f"{words} words: ours fr {np.mean(ours[:most] == 'fr'):.3f}, en {np.mean(ours[most:] == 'en'):.3f}, {len(texts) / took:,.0f} a CPU second"
        )
        yield Row(
            f"language of texts of {words} words, fr/en", len(truth), value, "accuracy",
            None if peer is None else float((peer == truth).mean()), "lingua", low, high,
            f"≥ {GOAL}" if words == 3 else "", value >= GOAL if words == 3 else None,
        )  # fmt: skip


def _pieces(sets: tuple[str, ...], words: int) -> list[str]:
    found = []
    for name in sets:
        for text, _ in FEELINGS[name]():
            each = clean(text).split()
            middle = max(0, len(each) // 2 - words // 2)
            starts = {0, middle, max(0, len(each) - words)}
            found += [" ".join(each[start : start + words]) for start in sorted(starts) if len(each) >= words]
    return [text for text in found if has_letters(text)]


def _ours(head: Head, texts: list[str]) -> np.ndarray:
    found = head.probabilities(letters(texts))
    return np.where(found[:, head.labels.index("fr")] > found[:, head.labels.index("en")], "fr", "en")


def _lingua(texts: list[str]) -> np.ndarray | None:
    try:
        from lingua import Language, LanguageDetectorBuilder
    except ImportError:
        print("lingua is not installed (make bench-reading installs it)")
        return None
    detector = LanguageDetectorBuilder.from_languages(Language.FRENCH, Language.ENGLISH).build()
    detector.detect_language_of("bonjour")
    began = time.process_time()
    found = [detector.detect_language_of(text) for text in texts]
    print(f"lingua: {len(texts) / (time.process_time() - began):,.0f} a CPU second")
    return np.array(["fr" if each == Language.FRENCH else "en" if each == Language.ENGLISH else "" for each in found])


def _wilson(share: float, n: int) -> tuple[float, float]:
    z = 1.959964
    middle, half = share + z * z / (2 * n), z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return float((middle - half) / (1 + z * z / n)), float((middle + half) / (1 + z * z / n))
