"""Learning from a company's labels: 20, 50, 100 and 200 of `tv_reviews_fr`, five draws, beside cold start and TF-IDF alone.

What learns is the product's own function (`visavis reader learn`), on labels drawn from the train part; all is measured on the
dev part, which decides nothing.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from benchmarks.reading.data import DATA, sets_missing
from benchmarks.reading.encoded import encoded
from benchmarks.reading.learnt_beside import logistic, tfidf
from benchmarks.reading.rows import Row
from visavis.engine.reading.learning.kernels import Material, material
from visavis.engine.reading.learning.measuring import compare, held_out
from visavis.engine.reading.learning.own import learn_head
from visavis.engine.reading.learning.shipped import shipped_says
from visavis.engine.reading.reader import load_reader
from visavis.engine.reading.texts import clean

SIZES = (20, 50, 100, 200)
DRAWS = 5
POOL = 1_000
"""Texts of the train part among which labels are drawn."""
LABELS = {"0": "negative", "1": "positive"}


def measure(quick: bool) -> Iterable[Row]:
    """One row per number of labels: mean macro-F1, with the range over draws."""
    if missing := sets_missing():
        print(missing)
        return
    reader = load_reader()
    texts, truth = _labelled("train", np.random.default_rng(20261122))
    asked, answers = _labelled("dev")
    vectors, asked_vectors = encoded(texts), encoded(asked)
    said, heard = (
        shipped_says(reader, "sentiment", some, known) for some, known in ((texts, vectors), (asked, asked_vectors))
    )
    assert said is not None
    assert heard is not None
    names = said[0]
    pool = material(texts, vectors, said[1])
    dev = material(asked, asked_vectors, heard[1])
    cold = _macro(answers, _forced(names, heard[1]))
    print(f"cold start (shipped heads, {reader.version}): {cold:.3f}")
    for size in SIZES[:2] if quick else SIZES:
        ours, beside = [], []
        for draw in range(2 if quick else DRAWS):
            rows = np.random.default_rng([20261122, size, draw]).choice(len(texts), size, replace=False)
            sets = [frozenset([truth[row]]) for row in rows]
            ours.append(_macro(answers, _forced(names, _taught(pool.only(rows), sets, names, dev))))
            columns, asked_columns = tfidf([texts[row] for row in rows], asked)
            beside.append(_macro(answers, logistic(columns, [truth[row] for row in rows], asked_columns)))
        print(f"{size:>4} labels: ours {_told(ours)} · TF-IDF alone {_told(beside)}", flush=True)
        mean, goal = float(np.mean(ours)), ">= .85" if size == 200 else "> both"
        best = max(cold, float(np.mean(beside)))
        reached = mean > best and (size != 200 or mean >= 0.85)
        name = "cold start" if cold >= np.mean(beside) else "TF-IDF alone"
        yield Row(
            f"learning from {size} labels, series reviews FR", len(asked), mean, "macro-F1",
            best, name, min(ours), max(ours), goal, reached,
        )  # fmt: skip


def _taught(labelled: Material, sets: list[frozenset[str]], names: tuple[str, ...], dev: Material) -> Any:
    """What answers after `learn`: the new head, or the shipped one where that did better on labels held out."""
    assert labelled.prior is not None
    assert dev.prior is not None
    held = held_out(labelled, sets, names, precision=0.9)
    truth = [next(iter(answer)) for answer in sets]
    new, shipped = ([names[place] for place in chances.argmax(axis=1)] for chances in (held, labelled.prior))
    if compare(new, shipped, truth).mean < 0:
        return dev.prior
    return learn_head(labelled, sets, precision=0.9, labels=names).probabilities(dev)


def _labelled(part: str, chance: np.random.Generator | None = None) -> tuple[list[str], list[str]]:
    lines = (DATA / "tv_reviews_fr" / f"{part}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [(clean(text), LABELS[sign]) for sign, text in (line.split("\t", 1) for line in lines)]
    if chance is not None:
        pairs = [pairs[row] for row in chance.permutation(len(pairs))[:POOL]]
    return [text for text, _ in pairs], [label for _, label in pairs]


def _forced(names: tuple[str, ...], chances: Any) -> list[str]:
    """The likelier of the two answers that this set knows, for the shipped head and for ours alike."""
    known = [names.index(label) for label in LABELS.values()]
    return [names[known[place]] for place in np.asarray(chances)[:, known].argmax(axis=1)]


def _macro(truth: list[str], given: Any) -> float:
    from sklearn.metrics import f1_score

    return float(f1_score(truth, list(given), average="macro"))


def _told(values: list[float]) -> str:
    return f"{np.mean(values):.3f} ({min(values):.3f}–{max(values):.3f})"
