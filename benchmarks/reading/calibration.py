"""Calibration of every head, per language, on settings it has not seen, and what abstaining buys; beside heads of n-grams alone.

The figures are those of the model card: out of fold, folds cut by kind of company. On public sets from other worlds the same heads
are measured by `feelings`.
"""

from collections.abc import Iterable

from benchmarks.reading.rows import Row
from visavis.engine.reading.heads import COVERAGES
from visavis.engine.reading.reader import load_reader
from visavis.engine.reading.training import MARKS, ONE_OF, Heads, train_heads


def measure(quick: bool) -> Iterable[Row]:
    """Expected calibration error per head and language; Brier scores and abstention curves are printed."""
    shipped = load_reader().heads
    plain = None if quick else train_heads(None, ["ngrams"])
    print(
        f"{'question':<16}{'language':<10}{'n':>6} {'ECE':>7} {'Brier':>7}   accuracy of the surest 100, 90, 75, 50 %"
    )
    for question in (*ONE_OF, *MARKS):
        for code in ("fr", "en"):
            told = _told(shipped, question, code)
            curve = " ".join(f"{told[f'accuracy_at_{share}']:.3f}" for share in COVERAGES)
            print(
                f"{question:<16}{code:<10}{told['sentences']:>6.0f} {told['calibration_error']:>7.3f} {told['brier']:>7.3f}   {curve}"
            )
    for question in ONE_OF:
        for code in ("fr", "en"):
            told = _told(shipped, question, code)
            before = None if plain is None else _told(plain, question, code)["calibration_error"]
            yield Row(
                f"calibration: {question}, {code}",
                int(told["sentences"]),
                told["calibration_error"],
                "ECE",
                before,
                "n-grams alone",
            )
            yield Row(f"calibration: {question}, {code}", int(told["sentences"]), told["brier"], "Brier",
                      None if plain is None else _told(plain, question, code)["brier"], "n-grams alone")  # fmt: skip
    for code in ("fr", "en"):
        each = [_told(shipped, mark, code) for mark in MARKS]
        worst = max(each, key=lambda told: told["calibration_error"])
        yield Row(
            f"calibration: the worst of {len(MARKS)} marks, {code}",
            int(worst["sentences"]),
            worst["calibration_error"],
            "ECE",
        )


def _told(heads: Heads, question: str, language: str) -> dict[str, float]:
    stem = f"{language}."
    return {name.removeprefix(stem): value for name, value in heads[question].learnt.items() if name.startswith(stem)}
