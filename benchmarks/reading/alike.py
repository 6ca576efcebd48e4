"""Near-duplicates among public texts, each beside a perturbed copy of itself, beside MinHash in the same run.

A copy has one to three letters changed, left out or added; some lose a word or their accents, some shout, some begin with a
greeting. A pair counts as found where both texts are in one group; every other pair in a group is a false one.
"""

import csv
import random
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec

from benchmarks.reading.data import DATA, sets_missing
from benchmarks.reading.rows import Row
from visavis.engine.reading.alike import folded, groups

_SEED = 20261122
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def measure(quick: bool) -> Iterable[Row]:
    """F1 of pairs, and texts a second of processor time; then the speed on many texts."""
    if missing := sets_missing():
        print(missing)
        return
    chance = random.Random(_SEED)
    sets = {"reviews": _reviews(), "single sentences": _sentences()}
    for name, found in sets.items():
        originals = found[: 500 if quick else 5_000]
        texts = originals + [_perturbed(text, chance) for text in originals]
        ours, seconds = _timed(partial(_groups, texts))
        score = _f1(ours, len(originals))
        base = base_speed = None
        if find_spec("datasketch"):
            theirs, spent = _timed(partial(_minhash, texts))
            base, base_speed = _f1(theirs, len(originals)), len(texts) / spent
        else:
            print("datasketch is not installed: no baseline")
        yield Row(
            f"near-duplicates, perturbed {name}", len(originals), score, "F1", base, "MinHash", goal="≥ 0.995", reached=score >= 0.995
        )  # fmt: skip
        yield Row(
            f"near-duplicates, {name}, speed", len(texts), len(texts) / seconds, "docs/CPU s", base_speed, "MinHash"
        )
    originals = [text for found in sets.values() for text in found]
    many = 5_000 if quick else 100_000
    crowd = list(_crowd(originals, many, chance))
    _, seconds = _timed(partial(_groups, crowd))
    yield Row("near-duplicates, speed among many", many, many / seconds, "docs/CPU s")


def _groups(texts: Sequence[str]) -> list[int]:
    return [int(each) for each in groups(texts)]


def _timed[T](work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    done = work()
    return done, time.process_time() - began


def _reviews() -> list[str]:
    """Different French reviews of 40 characters and more, of series and of books: one sentence to a page."""
    found = [
        line.split("\t", 1)[1] for line in (DATA / "tv_reviews_fr" / "dev.tsv").read_text(encoding="utf-8").splitlines()
    ]
    with (DATA / "book_reviews_fr" / "polarity-fr-amazon.csv").open(encoding="utf-8", newline="") as file:
        found += [text for text, _ in csv.reader(file)]
    return _different(found)


def _sentences() -> list[str]:
    """Different single sentences of 40 characters and more on hotels and restaurants, in both languages: many say the same in other words."""
    found = []
    for place in ("restaurant", "hotel"):
        for language in ("fr", "en"):
            lines = (DATA / "aspects" / place / language / "train.txt").read_text(encoding="utf-8").splitlines()
            found += [line.partition("####")[0].strip() for line in lines]
    return _different(found)


def _different(texts: Iterable[str]) -> list[str]:
    kept = list({folded(text): text for text in texts if len(text) >= 40}.values())
    random.Random(_SEED).shuffle(kept)
    return kept


def _perturbed(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 3)):
        place, kind = chance.randrange(len(letters)), chance.random()
        if kind < 0.34:
            letters[place] = chance.choice(_ALPHABET)
        elif kind < 0.67:
            del letters[place]
        else:
            letters.insert(place, chance.choice(_ALPHABET))
    text, kind = "".join(letters), chance.random()
    if kind < 0.25:
        text = text.upper()
    elif kind < 0.5:
        text = "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))
    if chance.random() < 0.5:
        words = text.split()
        del words[chance.randrange(len(words))]
        text = " ".join(words)
    return f"Bonjour, {text}" if chance.random() < 0.3 else text


def _crowd(originals: Sequence[str], size: int, chance: random.Random) -> Iterator[str]:
    """So many texts: two or three reviews one after the other, and one in five said before."""
    former: list[str] = []
    for _ in range(size):
        if former and chance.random() < 0.2:
            yield _perturbed(chance.choice(former), chance)
            continue
        words = " ".join(chance.sample(originals, 2)).split()
        begin = chance.randrange(max(len(words) - 30, 1))
        text = " ".join(words[begin : begin + chance.randint(12, 30)])
        if len(former) < 20_000:
            former.append(text)
        yield text


def _f1(group_of: Sequence[int], originals: int) -> float:
    right = sum(group_of[place] == group_of[originals + place] for place in range(originals))
    said = sum(n * (n - 1) // 2 for n in Counter(group_of).values())
    return 2 * right / (originals + said) if right else 0.0


def _minhash(texts: Sequence[str]) -> list[int]:
    """MinHash of the same runs of four letters, 128 permutations, estimated Jaccard ≥ .5; pairs joined into groups."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)
    leader, sketches = list(range(len(texts))), list[MinHash]()

    def first(place: int) -> int:
        while leader[place] != place:
            place = leader[place]
        return place

    for place, text in enumerate(texts):
        letters = folded(text)
        sketch = MinHash(num_perm=128)
        sketch.update_batch({letters[i : i + 4].encode() for i in range(max(len(letters) - 3, 1))})
        for other in map(int, index.query(sketch)):
            if sketch.jaccard(sketches[other]) >= 0.5:
                one, two = sorted((first(place), first(other)))
                leader[two] = one
        sketches.append(sketch)
        index.insert(str(place), sketch)
    return [first(place) for place in range(len(texts))]
