"""Puts every question to a batch of texts at once, and tells answers, marks and evidence of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.compact import Floats
from visavis.engine.reading.cues import Hits, count_cues, find_cues
from visavis.engine.reading.evidence import Carried, carried, pieces, word_scores
from visavis.engine.reading.heads import Numbers, softmax
from visavis.engine.reading.lexicon import LEANINGS, themes_listed
from visavis.engine.reading.ngrams import Counted, Cut, count, cut, folded, grams
from visavis.engine.reading.signals import mixed_signals
from visavis.engine.reading.training import KINDS, MARKS, NONE, ONE_OF, Heads, join_features


class Asked:
    """The heads side by side: one product answers all questions."""

    def __init__(self, heads: Heads) -> None:
        self.heads = heads
        self.table = heads.known.table()
        self.questions = (*ONE_OF, *MARKS)
        self.weights = np.concatenate([heads[question].weights for question in self.questions], axis=1)
        self.bias = np.concatenate([heads[question].bias for question in self.questions])
        sizes = [len(heads[question].labels) for question in self.questions]
        ends = np.cumsum(sizes)
        self.columns = {q: slice(end - size, end) for q, end, size in zip(self.questions, ends, sizes, strict=True)}
        widths = {"ngrams": len(heads.known.hashes), "leanings": len(LEANINGS), "themes": len(themes_listed()), "cues": len(MARKS), "vectors": 0}  # fmt: skip
        self.places, place = {}, 0
        for kind in heads.kinds:
            self.places[kind] = place
            place += widths[kind]
        self.contrasts = {question: self._contrast(question) for question in self.questions}

    def _contrast(self, question: str) -> NDArray[np.float32]:
        own = self.weights[:, self.columns[question]]
        return np.asarray(own - own.mean(axis=1, keepdims=True), np.float32)

    def features(self, texts: Sequence[str], vectors: Floats | None) -> Any:
        """Sparse float32 (texts, features)."""
        return self.look(texts, vectors)[0]

    def look(self, texts: Sequence[str], vectors: Floats | None) -> tuple[Any, Cut, Counted, Hits]:
        """Features, and what they were counted from."""
        batch = cut(texts)
        counted = count(grams(batch), self.heads.known, self.table, len(texts))
        hits = find_cues(batch)
        cues = count_cues(hits, len(texts))
        features = join_features(
            self.heads.kinds, counted.features, texts, vectors, self.heads.centre, cues, folded(batch)
        )
        return features, batch, counted, hits


@dataclass(slots=True)
class Answers:
    """Calibrated probabilities per question (texts, labels), its labels and threshold; `torn` texts give mixed signals, `shown`
    has the probability of each mark (texts, marks)."""

    chances: dict[str, Numbers]
    labels: dict[str, tuple[str, ...]]
    thresholds: dict[str, float]
    torn: NDArray[np.bool_]
    shown: Numbers
    carried: dict[str, dict[int, list[str]]] = field(default_factory=dict)

    def answer(self, question: str, row: int) -> tuple[str | None, float]:
        """The answer to a question with one answer, None under the threshold; and the probability of the best guess."""
        chances = self.chances[question][row]
        best = int(chances.argmax())
        sure = float(chances[best])
        if sure < self.thresholds[question] or (question == "sentiment" and self.torn[row]):
            return None, sure
        return self.labels[question][best], sure

    def marks(self, row: int, rows: Sequence[int]) -> tuple[list[str], dict[str, float]]:
        """Marks of a text, surest first, and the probability of every one: the highest of the text's and its sentences'."""
        found = self.shown[[row, *rows]].max(axis=0) if len(rows) > 1 else self.shown[row]
        chances = dict(zip(MARKS, found.tolist(), strict=True))
        there = [mark for mark in MARKS if chances[mark] >= self.thresholds[mark]]
        return sorted(there, key=lambda mark: -chances[mark]), chances

    def evidence(self, row: int, marks: Sequence[str]) -> dict[str, list[str]]:
        """What carried each answer of a text."""
        told = {question: self.carried.get(question, {}).get(row) for question in (*ONE_OF, *marks)}
        return {question: found for question, found in told.items() if found}


def ask(asked: Asked, texts: Sequence[str], originals: Sequence[str], vectors: Floats | None) -> Answers:
    """Answers for all texts; evidence for the first ones, whose originals are given."""
    heads = asked.heads
    features, batch, counted, hits = asked.look(texts, vectors)
    logits = np.asarray(features @ asked.weights + asked.bias, np.float64)
    chances, labels, thresholds = {}, {}, {}
    for question in asked.questions:
        head = heads[question]
        chances[question] = softmax(logits[:, asked.columns[question]] / head.temperature)
        labels[question], thresholds[question] = head.labels, head.threshold
    torn = mixed_signals(asked, features, chances["sentiment"], texts)
    shown = np.stack([chances[mark][:, 1] for mark in MARKS], axis=1)
    answers = Answers(chances, labels, thresholds, torn, shown)
    of = carried(batch, counted, hits, asked.places, KINDS, len(originals))
    for question in asked.questions:
        answers.carried[question] = _carried(asked, of, answers, question, originals)
    return answers


def _carried(
    asked: Asked, of: Carried, answers: Answers, question: str, originals: Sequence[str]
) -> dict[int, list[str]]:
    """Words that carried the answers to one question."""
    labels = asked.heads[question].labels
    chosen = np.full(len(answers.torn), -1, np.int64)
    chances = answers.chances[question][: len(originals)]
    if question in MARKS:
        chosen[: len(originals)][chances[:, 1] >= answers.thresholds[question]] = 1
    else:
        best = chances.argmax(axis=1)
        for row in np.flatnonzero(chances.max(axis=1) >= answers.thresholds[question]).tolist():
            if labels[best[row]] != NONE and not (question == "sentiment" and answers.torn[row]):
                chosen[row] = best[row]
    if not (chosen >= 0).any():
        return {}
    return pieces(of.batch, word_scores(of, asked.contrasts[question], chosen), originals)
