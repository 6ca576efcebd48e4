"""Feelings and themes on public labelled sets that no shipped head was trained on, beside the lexicon packages that there are.

The goal is on French reviews of books and of series: the shipped heads, trained on the project's own sentences, obliged to say
positive or negative. A lexicon says the sign of its score; a score of nought counts as whichever class serves it best.
"""

import csv
import re
import warnings
from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.reading.data import DATA, sets_missing
from benchmarks.reading.rows import Row
from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.encoding.build import encoder_folder, is_built
from visavis.engine.reading.encoding.encoder import Encoder
from visavis.engine.reading.reader import Reader, load_reader
from visavis.engine.reading.training import train_heads

Labelled = list[tuple[str, str]]
Scores = Callable[[list[str]], NDArray[np.float64]]
GOAL = 0.10
_SEED = 20261121


def measure(quick: bool) -> Iterable[Row]:
    """Macro-F1 of positive against negative, beside the best lexicon; details of the other sets are printed."""
    if missing := sets_missing():
        print(missing)
        return
    shipped = load_reader()
    lexicons = dict(_lexicons())
    for name, load in JUDGED.items():
        pairs = _sample(load(), 300) if quick else load()
        texts, good = [text for text, _ in pairs], np.array([label == "positive" for _, label in pairs])
        found = {lexicon: _best(scores(texts), good) for lexicon, scores in lexicons.items()}
        for lexicon, value in found.items():
            print(f"{name}: {lexicon} macro-F1 {value:.3f}, n {len(pairs)}")
        best = max(found, key=lambda each: found[each], default=None)
        ours = _forced(shipped, texts)
        value = macro_f1(ours, good)
        low, high = _interval(ours, good)
        yield Row(
            f"feelings: {name}", len(pairs), value, "macro-F1", found[best] if best else None, best or "", low, high,
            f"≥ {GOAL:.2f} above", None if best is None else value >= found[best] + GOAL,
        )  # fmt: skip
    _print_details(shipped, 100 if quick else 300, ablations=not quick)


def macro_f1(found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    """Mean of the F1 of both classes."""
    each = []
    for sign in (True, False):
        hits = float(((found == sign) & (truth == sign)).sum())
        each.append(2 * hits / max(float((found == sign).sum() + (truth == sign).sum()), 1.0))
    return float(np.mean(each))


def _interval(found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> tuple[float, float]:
    rng = np.random.default_rng(_SEED)
    drawn = [macro_f1(found[rows], truth[rows]) for rows in rng.integers(0, len(truth), (500, len(truth)))]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def _forced(reader: Reader, texts: list[str]) -> NDArray[np.bool_]:
    labels = reader.heads["sentiment"].labels
    found = reader.probabilities(texts, "sentiment")
    return np.asarray(found[:, labels.index("positive")] > found[:, labels.index("negative")])


def _best(scores: NDArray[np.float64], good: NDArray[np.bool_]) -> float:
    return max(macro_f1(scores > 0, good), macro_f1(scores >= 0, good))


def _lexicons() -> Iterator[tuple[str, Scores]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from vaderSentiment_fr.vaderSentiment import SentimentIntensityAnalyzer

            vader = SentimentIntensityAnalyzer()
            yield "vaderSentiment-fr", lambda texts: np.array([vader.polarity_scores(t)["compound"] for t in texts])
        except ImportError:
            print("vaderSentiment-fr is not installed (make bench-reading installs it)")
        try:
            from textblob_fr import PatternAnalyzer

            pattern = PatternAnalyzer()
            yield "textblob-fr", lambda texts: np.array([pattern.analyze(t)[0] for t in texts])
        except ImportError:
            print("textblob-fr is not installed (make bench-reading installs it)")


def _print_details(shipped: Reader, most: int, *, ablations: bool) -> None:
    readers = {**(dict(_ablations()) if ablations else {}), "shipped": shipped}
    print(
        "\nforced: share right when obliged to answer · answered: share answered · right: share right of those answered"
    )
    for question, sets in (("sentiment", FEELINGS), ("theme", THEMES)):
        print(f"{question:<34}{'reader':<26}{'n':>5} {'forced':>7} {'answered':>9} {'right':>7}")
        for set_name, load in sets.items():
            pairs = _sample(load(), most)
            for name, reader in readers.items():
                print(f"{set_name:<34}{name:<26}{len(pairs):>5} {_row(reader, question, pairs)}", flush=True)


def _ablations() -> Iterator[tuple[str, Reader]]:
    yield "n-grams", Reader(train_heads(None, ["ngrams"]), None, "n-grams")
    yield "n-grams + word lists", Reader(train_heads(None), None, "words")
    folder = encoder_folder(cache_folder())
    if is_built(folder):
        encoder = Encoder(folder)
        yield "e5", Reader(train_heads(encoder, ["vectors"]), encoder, "e5")


def _row(reader: Reader, question: str, pairs: Labelled) -> str:
    texts, truth = [text for text, _ in pairs], np.array([label for _, label in pairs], object)
    head = reader.heads[question]
    labels = np.array(head.labels, object)
    possible = np.isin(labels, list(set(truth)))
    probabilities = reader.probabilities(texts, question)
    forced = labels[possible][probabilities[:, possible].argmax(axis=1)] == truth
    answers = labels[probabilities.argmax(axis=1)]
    answers[probabilities.max(axis=1) < head.threshold] = None
    given = np.isin(answers, list(set(truth)))
    right = f"{np.mean(answers[given] == truth[given]):7.3f}" if given.any() else "      –"
    return f"{forced.mean():7.3f} {given.mean():9.3f} {right}"


def _sample(pairs: Labelled, most: int) -> Labelled:
    order = np.random.default_rng(_SEED).permutation(len(pairs))[:most]
    return [pairs[i] for i in order]


def _books() -> Labelled:
    with (DATA / "book_reviews_fr" / "polarity-fr-amazon.csv").open(encoding="utf-8", newline="") as file:
        return [(text, "positive" if sign == "1" else "negative") for text, sign in csv.reader(file)]


def _series() -> Labelled:
    lines = (DATA / "tv_reviews_fr" / "dev.tsv").read_text(encoding="utf-8").splitlines()
    return [(text, "positive" if sign == "1" else "negative") for sign, text in (line.split("\t", 1) for line in lines)]


_ASPECT = re.compile(r", ['\"]([^,]*?)['\"], ['\"](positive|negative|neutral)['\"]\]")


def _aspects(place: str, language: str) -> list[tuple[str, set[str], set[str]]]:
    found = []
    for part in ("dev", "train"):
        content = (DATA / "aspects" / place / language / f"{part}.txt").read_text(encoding="utf-8")
        for line in content.splitlines():
            text, _, told = line.partition("####")
            pairs = _ASPECT.findall(told)
            if text.strip() and pairs:
                found.append((text.strip(), {aspect for aspect, _ in pairs}, {feeling for _, feeling in pairs}))
    return found


def _felt(place: str, language: str) -> Labelled:
    pairs = []
    for text, _, feelings in _aspects(place, language):
        both = {"positive", "negative"} <= feelings
        pairs.append((text, "mixed" if both else next(iter(feelings)) if len(feelings) == 1 else ""))
    return [(text, label) for text, label in pairs if label]


_THEME_OF_ASPECT = {
    "restaurant": {"food quality": "quality", "service general": "reception", "food prices": "price", "restaurant prices": "price", "drinks prices": "price"},
    "hotel": {"service general": "reception", "hotel prices": "price", "rooms prices": "price", "rooms cleanliness": "quality",
              "rooms quality": "quality", "rooms comfort": "quality", "facilities quality": "quality"},
}  # fmt: skip


def _themed(place: str, language: str) -> Labelled:
    mapping = _THEME_OF_ASPECT[place]
    pairs = []
    for text, aspects, _ in _aspects(place, language):
        themes = {mapping.get(aspect, "") for aspect in aspects}
        if len(themes) == 1 and "" not in themes:
            pairs.append((text, themes.pop()))
    return pairs


_THEME_OF_INTENT = {
    "card_arrival": "delivery", "card_delivery_estimate": "delivery", "request_refund": "refund", "Refund_not_showing_up": "refund",
    "card_payment_fee_charged": "price", "cash_withdrawal_charge": "price", "transfer_fee_charged": "price",
    "exchange_charge": "price", "top_up_by_card_charge": "price", "extra_charge_on_statement": "price",
    "compromised_card": "safety", "lost_or_stolen_card": "safety", "cash_withdrawal_not_recognised": "safety",
    "terminate_account": "contract", "passcode_forgotten": "website",
}  # fmt: skip


def _banking() -> Labelled:
    with (DATA / "banking_intents_en" / "train.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], _THEME_OF_INTENT.get(row["category"], "")) for row in csv.DictReader(file)]
    return [(text, theme) for text, theme in rows if theme]


FEELINGS: dict[str, Callable[[], Labelled]] = {
    "book reviews FR": _books,
    "series reviews FR": _series,
    "restaurant sentences FR": lambda: _felt("restaurant", "fr"),
    "restaurant sentences EN": lambda: _felt("restaurant", "en"),
    "hotel sentences FR": lambda: _felt("hotel", "fr"),
    "hotel sentences EN": lambda: _felt("hotel", "en"),
}
JUDGED = {name: FEELINGS[name] for name in ("book reviews FR", "series reviews FR")}
THEMES: dict[str, Callable[[], Labelled]] = {
    "restaurant FR (3 themes)": lambda: _themed("restaurant", "fr"),
    "restaurant EN (3 themes)": lambda: _themed("restaurant", "en"),
    "hotel FR (3 themes)": lambda: _themed("hotel", "fr"),
    "bank questions EN (6 themes)": _banking,
}
