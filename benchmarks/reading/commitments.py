"""Commitments in sentences of real replies, blind: sets labelled twice by others than those who wrote the grammar.

The sets stand in `benchmarks/reading/sets/commitments_fr.tsv` and `…_en.tsv` (a header, a column with the sentence, one with
the label: `none`, or firm, vague, conditional, soft), or in a folder named in VISAVIS_HELD_OUT. Beside them the sentences
of the tests, which the grammar was written on but the head never saw, for speed and as an upper bound. A promise is firm,
vague or conditional: soft ones count as none. Baselines in the same run: without the sentence encoder, the grammar alone, and
a first person with a future.
"""

import csv
import os
import re
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.reading import tweets
from benchmarks.reading.rows import Row
from visavis.engine.measuring.intervals import wilson
from visavis.engine.reading.committing.finding import promised_among, promised_by
from visavis.engine.reading.committing.judges import judged_with
from visavis.engine.reading.committing.looking import look

SETS = Path(os.environ.get("VISAVIS_HELD_OUT", Path(__file__).parent / "sets"))
OWN = Path(__file__).resolve().parents[2] / "tests" / "engine" / "reading" / "committing"
SENT = datetime(2025, 3, 5, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))
GOALS = {"fr": 0.90, "en": 0.85}
PROMISES = ("firm", "vague", "conditional")
_NAIVE = {
    "fr": re.compile(r"\b(?:je|j['’]|nous|on)\b[^.?!]{0,40}(?:r(?:ai|ons|a)\b|\bvais\b|\ballons\b)", re.IGNORECASE),
    "en": re.compile(r"\b(?:i|we)(?:['’]ll| will| shall)\b", re.IGNORECASE),
}

Labelled = list[tuple[str, str]]


def measure(quick: bool) -> Iterable[Row]:
    """F1 of “promises something” per language, the share of kinds told right, and speed."""
    for language in ("fr", "en"):
        pairs = read_set(SETS / f"commitments_{language}.tsv")
        if pairs is None:
            print(f"no held-out set of {language} replies at {SETS}: its row is left out")
            continue
        yield from _rows(f"commitments in replies, held out, {language}", language, pairs, GOALS[language])
    for language in ("fr", "en"):
        own = [(label, text) for label, text in _own(language)]
        yield from _rows(f"  sentences of the tests, {language}", language, own, None)
    yield _speed(300 if quick else 3_000, judged=False)
    if judged_with():
        yield _speed(300 if quick else 1_000, judged=True)


def read_set(file: Path) -> Labelled | None:
    """(label, sentence) of a labelled file; None where there is none, or the public set that holds its words is absent."""
    if not file.is_file():
        return None
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    text = next((name for name in ("sentence", "text", "words") if name in rows[0]), None)
    if text is None:
        words = tweets.sentences({row["ref"]: row["md5"] for row in rows})
        return None if words is None else [(_label(row), words[row["ref"]]) for row in rows if row["ref"] in words]
    return [(_label(row), row[text]) for row in rows]


def _label(row: dict[str, str]) -> str:
    if (row.get("label") or "commitment").strip() == "other":
        return "none"
    kind = (row.get("kind") or row.get("label") or "").strip().lower()
    return kind if kind in (*PROMISES, "soft") else "none"


def _own(language: str) -> Labelled:
    lines = (OWN / f"replies.{language}.tsv").read_text(encoding="utf-8").splitlines()
    return [(kind, sentence) for kind, sentence in (line.split("\t") for line in lines)]


def _rows(task: str, language: str, pairs: Labelled, goal: float | None) -> Iterable[Row]:
    truth = [label in PROMISES for label, _ in pairs]
    country = "FR" if language == "fr" else "GB"
    found = [promised_by(sentence, SENT, country, language) for _, sentence in pairs]
    told = [each is not None and each.kind in PROMISES for each in found]
    unjudged = [promised_by(sentence, SENT, country, language, judged=False) for _, sentence in pairs]
    words = f1(truth, [each is not None and each.kind in PROMISES for each in unjudged])
    grammar = f1(truth, [_by_grammar(sentence, country, language) for _, sentence in pairs])
    naive = f1(truth, [bool(_NAIVE[language].search(sentence)) for _, sentence in pairs])
    ours, (precision, recall) = f1(truth, told), _parts(truth, told)
    if not judged_with():
        print("the sentence encoder is not built (visavis reader build): what follows is without it")
    print(f"{task}: precision {precision:.3f}, recall {recall:.3f}, {sum(truth)} of {len(truth)} promise something")
    yield Row(task, len(pairs), ours, "F1", grammar, "the grammar alone", goal=f">= {goal}" if goal else "", reached=ours >= goal if goal else None)  # fmt: skip
    yield Row(f"{task}: without the encoder", len(pairs), words, "F1", grammar, "the grammar alone")
    yield Row(f"{task}: beside a plain rule", len(pairs), ours, "F1", naive, "first person + future")
    both = [(label, str(each.kind)) for (label, _), each in zip(pairs, found, strict=True) if each and label != "none"]
    if both:
        right = sum(told == meant for meant, told in both)
        low, high = wilson(right, len(both))
        yield Row(f"{task}: kind of those found", len(both), right / len(both), "right", low=low, high=high)


def _by_grammar(sentence: str, country: str, language: str) -> bool:
    hit = None if sentence.rstrip().endswith("?") else look(sentence, SENT, country, language).hit
    return hit is not None and (hit.kind is None or hit.kind in PROMISES)


def f1(truth: list[bool], found: list[bool]) -> float:
    """Harmonic mean of precision and recall."""
    precision, recall = _parts(truth, found)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _parts(truth: list[bool], found: list[bool]) -> tuple[float, float]:
    both = sum(a and b for a, b in zip(truth, found, strict=True))
    return both / max(1, sum(found)), both / max(1, sum(truth))


def _speed(times: int, *, judged: bool) -> Row:
    """Sentences as replies hold them, read together as in a run: one in five promises something."""
    pairs = [pair for language in ("fr", "en") for pair in _own(language)]
    promising = [sentence for label, sentence in pairs if label in PROMISES]
    others = [sentence for label, sentence in pairs if label not in PROMISES]
    many = [(promising[i // 5 % len(promising)] if i % 5 == 0 else others[i % len(others)], SENT) for i in range(times)]
    promised_among(many[:300], judged=judged)
    began = time.process_time()
    promised_among(many, judged=judged)
    ours = len(many) / (time.process_time() - began)
    if judged:
        return Row("commitments, speed, unsure ones judged with the encoder", len(many), ours, "sentences/CPU s")
    return Row("commitments, speed", len(many), ours, "sentences/CPU s", goal=">= 6000", reached=ours >= 6_000)
