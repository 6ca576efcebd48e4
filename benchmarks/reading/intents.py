"""What bank clients ask, 77 intents: all examples (5-fold on train), and 10 a class (five draws, measured on the rest of train).

The product's own function learns. With 10 a class it is told the intents' names, as a company's answers have names; once
from labels and names alone, and once with texts that nobody labelled, none of which is measured. That labels be read from
names and from such texts was decided on other draws of this set; the recipe chooses by itself on what it learns from.
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
from visavis.engine.reading.learning.beside import Named
from visavis.engine.reading.learning.kernels import Material, material
from visavis.engine.reading.learning.own import learn_head
from visavis.engine.reading.texts import clean

FOLDS, DRAWS, EACH = 5, 5, 10
UNLABELLED = 3_000
_SEED = 20261122


def measure(quick: bool) -> Iterable[Row]:
    """Accuracy with all examples; with ten of each and their names; and with texts without labels beside them."""
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
    names = _names(sorted(set(answers)))
    few, taught, few_beside = [], [], []
    for draw in range(2 if quick else DRAWS):
        chance = np.random.default_rng([_SEED, draw])
        seen = _each(answers, EACH, chance)
        rest = chance.permutation(np.setdiff1d(np.arange(len(texts)), seen))
        unlabelled, asked = rest[:UNLABELLED], rest[UNLABELLED:]
        few.append(_right(pool, answers, seen, asked, names=names))
        taught.append(_right(pool, answers, seen, asked, names=names, unlabelled=pool.only(unlabelled)))
        few_beside.append(_beside(texts, answers, seen, asked))
        print(
            f"draw {draw + 1}: ours {few[-1]:.3f} · with texts beside {taught[-1]:.3f} · TF-IDF {few_beside[-1]:.3f}",
            flush=True,
        )
    task = "77 intents of bank clients EN, 10 examples a class"
    yield _row(f"{task}, names", len(asked), few, few_beside, 0.85)
    yield _row(f"{task}, + unlabelled", len(asked), taught, few_beside, 0.85)


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


def _names(intents: list[str]) -> Named:
    """`card_arrival` is called “card arrival”."""
    told = [clean(intent.replace("_", " ").replace("?", "").lower()) for intent in intents]
    return Named(material(told, encoded(told)), tuple(intents))


def _right(
    pool: Material,
    answers: list[str],
    seen: Any,
    asked: Any,
    names: Named | None = None,
    unlabelled: Material | None = None,
) -> float:
    sets = [frozenset([answers[row]]) for row in seen]
    head = learn_head(pool.only(seen), sets, names=names, unlabelled=unlabelled)
    places = head.probabilities(pool.only(asked)).argmax(axis=1)
    return float(np.mean([head.labels[place] == answers[row] for place, row in zip(places, asked, strict=True)]))


def _beside(texts: list[str], answers: list[str], seen: Any, asked: Any) -> float:
    columns, asked_columns = tfidf([texts[row] for row in seen], [texts[row] for row in asked])
    found = nearest_line(columns, [answers[row] for row in seen], asked_columns)
    return float(np.mean(found == np.array([answers[row] for row in asked])))
