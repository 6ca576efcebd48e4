"""What bank clients ask, 77 intents: all examples (5-fold on train), and 10 a class (five draws, measured on the rest of train).

The product's own function learns; nothing is tuned on what is measured.
"""

import csv
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.reading.data import DATA, sets_missing
from benchmarks.reading.encoded import encoded
from benchmarks.reading.learnt_beside import nearest_line, tfidf
from benchmarks.reading.rows import Row
from visavis.engine.reading.learning.kernels import Material, material
from visavis.engine.reading.learning.own import learn_head
from visavis.engine.reading.texts import clean

FOLDS, DRAWS, EACH = 5, 5, 10
_SEED = 20261122


def measure(quick: bool) -> Iterable[Row]:
    """Two rows: accuracy with all examples, and with ten of each."""
    if missing := sets_missing():
        print(missing)
        return
    texts, answers = _labelled()
    pool = material(texts, encoded(texts))
    folds = np.random.default_rng(_SEED).permutation(len(texts)) % FOLDS
    ours, beside = [], []
    for fold in range(1 if quick else FOLDS):
        seen, asked = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        ours.append(_right(pool, answers, seen, asked))
        beside.append(_beside(texts, answers, seen, asked))
        print(f"fold {fold + 1}: ours {ours[-1]:.3f} · TF-IDF {beside[-1]:.3f}", flush=True)
    yield _row("77 intents of bank clients EN, all examples", len(texts), ours, beside, 0.94)
    few, few_beside = [], []
    for draw in range(2 if quick else DRAWS):
        seen = _each(answers, EACH, np.random.default_rng([_SEED, draw]))
        asked = np.setdiff1d(np.arange(len(texts)), seen)
        few.append(_right(pool, answers, seen, asked))
        few_beside.append(_beside(texts, answers, seen, asked))
        print(f"draw {draw + 1}: ours {few[-1]:.3f} · TF-IDF {few_beside[-1]:.3f}", flush=True)
    yield _row("77 intents of bank clients EN, 10 examples a class", len(asked), few, few_beside, 0.85)


def _row(task: str, n: int, ours: list[float], beside: list[float], goal: float) -> Row:
    mean = float(np.mean(ours))
    return Row(
        task, n, mean, "accuracy", float(np.mean(beside)), "TF-IDF alone", min(ours), max(ours),
        f">= {goal:.2f}".replace("0.", "."), mean >= goal,
    )  # fmt: skip


def _labelled() -> tuple[list[str], list[str]]:
    with (DATA / "banking_intents_en" / "train.csv").open(encoding="utf-8", newline="") as file:
        rows = [(clean(row["text"]), row["category"]) for row in csv.DictReader(file)]
    return [text for text, _ in rows], [intent for _, intent in rows]


def _each(answers: list[str], size: int, chance: np.random.Generator) -> NDArray[np.int64]:
    column = np.array(answers)
    chosen = [chance.choice(np.flatnonzero(column == one), size, replace=False) for one in sorted(set(answers))]
    return np.sort(np.concatenate(chosen))


def _right(pool: Material, answers: list[str], seen: Any, asked: Any) -> float:
    head = learn_head(pool.only(seen), [frozenset([answers[row]]) for row in seen])
    places = head.probabilities(pool.only(asked)).argmax(axis=1)
    return float(np.mean([head.labels[place] == answers[row] for place, row in zip(places, asked, strict=True)]))


def _beside(texts: list[str], answers: list[str], seen: Any, asked: Any) -> float:
    columns, asked_columns = tfidf([texts[row] for row in seen], [texts[row] for row in asked])
    found = nearest_line(columns, [answers[row] for row in seen], asked_columns)
    return float(np.mean(found == np.array([answers[row] for row in asked])))
