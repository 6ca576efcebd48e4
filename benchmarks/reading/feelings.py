"""How well and how fast verbatims are read, on public labelled sets that no shipped head was trained on.

`python -m benchmarks.reading [--quick]`. The sets are looked for in `../shared/data` or `VISAVIS_DATA`.
"""

import csv
import os
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.encoding.build import encoder_folder, is_built
from visavis.engine.reading.encoding.encoder import Encoder
from visavis.engine.reading.reader import Reader
from visavis.engine.reading.training import train_heads

Labelled = list[tuple[str, str]]
DATA = Path(os.environ.get("VISAVIS_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
_SEED = 20261121


def main() -> None:
    """Prints the tables; says so where the sets are absent."""
    if not DATA.is_dir():
        print(f"the public data sets are not at {DATA}; name their folder in VISAVIS_DATA")
        return
    most = 150 if "--quick" in sys.argv else 400
    readers = dict(_readers())
    feelings = {name: _sample(load(), most) for name, load in FEELINGS.items()}
    themes = {name: _sample(load(), most) for name, load in THEMES.items()}
    print(
        "forced: share right when obliged to answer · answered: share answered · right: share right of those answered\n"
    )
    for question, sets in (("sentiment", feelings), ("theme", themes)):
        print(f"{question:<34}{'reader':<26}{'n':>5} {'forced':>7} {'answered':>9} {'right':>7}")
        for set_name, pairs in sets.items():
            for name, reader in readers.items():
                print(f"{set_name:<34}{name:<26}{len(pairs):>5} {_row(reader, question, pairs)}")
        print()
    full = list(readers.values())[-1]
    _print_languages(full, feelings)
    _print_speed(readers, feelings)


def _readers() -> Iterable[tuple[str, Reader]]:
    yield "n-grams", Reader(train_heads(None, ["ngrams"]), None, "n-grams")
    yield "n-grams + word lists", Reader(train_heads(None), None, "words")
    folder = encoder_folder(cache_folder())
    if is_built(folder):
        encoder = Encoder(folder)
        yield "e5", Reader(train_heads(encoder, ["vectors"]), encoder, "e5")
        yield "n-grams + e5", Reader(train_heads(encoder, ["ngrams", "vectors"]), encoder, "n-grams + e5")
        yield "all (shipped)", Reader(train_heads(encoder), encoder, "all")
    else:
        print("the encoder is not built (visavis reader build): words alone are measured\n")


def _row(reader: Reader, question: str, pairs: Labelled) -> str:
    texts, truth = [text for text, _ in pairs], np.array([label for _, label in pairs], object)
    head = reader.heads.sentiment if question == "sentiment" else reader.heads.theme
    labels = np.array(head.labels, object)
    possible = np.isin(labels, list(set(truth)))
    probabilities = reader.probabilities(texts, question)
    forced = labels[possible][probabilities[:, possible].argmax(axis=1)] == truth
    answers = labels[probabilities.argmax(axis=1)]
    answers[probabilities.max(axis=1) < head.threshold] = None
    given = np.isin(answers, list(set(truth)))
    right = f"{np.mean(answers[given] == truth[given]):7.3f}" if given.any() else "      –"
    return f"{forced.mean():7.3f} {given.mean():9.3f} {right}"


def _print_languages(reader: Reader, sets: dict[str, Labelled]) -> None:
    print(f"{'language':<34}{'words':>6} {'n':>5} {'answered':>9} {'right':>7} {'right of all':>13}")
    for set_name, pairs in sets.items():
        truth = "en" if " EN" in set_name else "fr"
        for words in (3, 6, 1000):
            texts = [" ".join(text.split()[:words]) for text, _ in pairs]
            found = reader.read(texts)["language"].to_pylist()
            given = [language for language in found if language]
            right = sum(language == truth for language in given)
            size = "all" if words == 1000 else words
            print(f"{set_name:<34}{size:>6} {len(texts):>5} {len(given) / len(texts):9.3f} {right / len(given):7.3f} {right / len(texts):13.3f}")  # fmt: skip
    print()


def _print_speed(readers: dict[str, Reader], sets: dict[str, Labelled]) -> None:
    for names in (("hotel sentences FR", "restaurant sentences EN"), ("book reviews FR",)):
        texts = [text for name in names for text, _ in sets[name][: 200 // len(names)]]
        words = np.mean([len(text.split()) for text in texts])
        print(f"speed on {len(texts)} texts of {words:.0f} words on average ({', '.join(names)})")
        for name, reader in readers.items():
            wall, processor = time.perf_counter(), time.process_time()
            reader.read(texts)
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
            print(
                f"{name:<26}{len(texts) / wall:8.0f} texts a second {len(texts) / processor:8.0f} per second of processor"
            )


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
THEMES: dict[str, Callable[[], Labelled]] = {
    "restaurant FR (3 themes)": lambda: _themed("restaurant", "fr"),
    "restaurant EN (3 themes)": lambda: _themed("restaurant", "en"),
    "hotel FR (3 themes)": lambda: _themed("hotel", "fr"),
    "bank questions EN (6 themes)": _banking,
}

if __name__ == "__main__":
    main()
