"""Learning subjects from texts, keeping those that were known; and telling which subject a text is on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.topics.clusters import Clustering, Vectors, cluster, k_means, means, nearest
from visavis.engine.reading.topics.matching import match, numbered
from visavis.engine.reading.topics.naming import Counted, Proper, count, name_of, phrases_of

FEWEST_TEXTS = 60
"""Different texts under which no subject is looked for."""

LOOKED_AT = 12_000
"""Texts that subjects are learnt from; of more, a sample."""

NAMED_FROM = 400
"""Texts of a subject that its name is drawn from."""

_APART = 0.15
"""Share of the texts that are farthest from every subject: on nothing that others speak of."""

_COMPONENTS = 64
_SAME = 0.93


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject. `number` never changes hands; `parent` is the subject that it is a part of, where people split one.

    `centroid` is a direction in the space of the model; `texts` how many different ones it was learnt from.
    """

    number: int
    name: str
    language: str
    phrases: tuple[str, ...]
    centroid: Vectors
    texts: int
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Topics:
    """All subjects of one space. Texts under `floor` (cosine) are on none; `sharpness` turns cosines into probabilities.

    `learnt_from`: how many different texts there were; `next`: the first number that no subject ever had.
    """

    space: str
    topics: tuple[Topic, ...]
    floor: float
    sharpness: float
    learnt_from: int
    next: int
    alike: float = 0.0

    def place(self, vectors: Any) -> tuple[list[int | None], list[float]]:
        """The number of each text's subject, or None, and the probability that another half of the texts would place it so."""
        base = [topic for topic in self.topics if topic.parent is None]
        if not base or not vectors.shape[0]:
            return [None] * vectors.shape[0], [0.0] * vectors.shape[0]
        labels, cosines = nearest(vectors, np.stack([topic.centroid for topic in base]))
        sure = _probabilities(cosines, self.sharpness)[np.arange(len(labels)), labels]
        numbers: NDArray[Any] = np.array([topic.number for topic in base])[labels].astype(object)
        numbers[cosines.max(axis=1) < self.floor] = None
        for parent in {topic.parent for topic in self.topics} - {None}:
            parts = [topic for topic in self.topics if topic.parent == parent]
            rows = np.flatnonzero(numbers == parent)
            if len(rows):
                within = nearest(vectors[rows], np.stack([topic.centroid for topic in parts]))[0]
                numbers[rows] = np.array([topic.number for topic in parts])[within]
        return numbers.tolist(), sure.round(4).tolist()


def learn(
    texts: Sequence[str],
    languages: Sequence[str | None],
    vectors: Any,
    space: str,
    *,
    former: Topics | None = None,
    pinned: frozenset[int] = frozenset(),
    seed: int = 0,
) -> Topics | None:
    """The subjects of different `texts`, whose rows of length 1 are `vectors` (dense, or sparse hashed words).

    Subjects of `former` in the same space that are still there keep number and name; those `pinned` stay in any case.
    None where there are too few texts.
    """
    if len(texts) < FEWEST_TEXTS:
        return None
    weights = _rarity(vectors)
    dense = _dense(vectors, weights, seed)
    found = cluster(dense, seed)
    labels = _merged(dense, found)
    centroids = _centroids(vectors, labels, weights)
    known = [topic for topic in former.topics if topic.parent is None] if former and former.space == space else []
    matched = match(centroids, np.stack([topic.centroid for topic in known])) if known else [None] * len(centroids)
    numbers = numbered(matched, [topic.number for topic in known], former.next if former else 1)
    following = max([former.next if former else 1, *(number + 1 for number in numbers)])
    kept = [topic for topic in known if topic.number in pinned and topic.number not in numbers]
    by_number = {topic.number: topic for topic in known}
    made = [
        Topic(number, by_number[number].name if number in by_number else "", "", (), centroid, 0)
        for number, centroid in zip(numbers, centroids, strict=True)
    ]
    parts = [topic for topic in (former.topics if former and former.space == space else ()) if topic.parent in pinned]
    draft = Topics(space, (*made, *kept, *parts), -1.0, 1.0, len(texts), following, found.alike)
    _, cosines = nearest(vectors, np.stack([topic.centroid for topic in (*made, *kept)]))
    best = cosines.max(axis=1)
    draft = replace(draft, floor=float(np.quantile(best, _APART)), sharpness=_sharpness(cosines, found.alike))
    return name(draft, texts, languages, draft.place(vectors)[0])


def split(topics: Topics, number: int, vectors: Any, *, seed: int = 0) -> Topics:
    """The subjects, with `number` parted in two by `vectors`, those of its texts; the parts are still to be named."""
    weights = _rarity(vectors)
    dense = _dense(vectors, weights, seed)
    halves = k_means(dense, 2, np.random.default_rng(seed))
    labels = nearest(dense, halves)[0]
    centroids = _centroids(vectors, labels, weights)
    parts = tuple(
        Topic(topics.next + place, "", "", (), centroid, int((labels == place).sum()), parent=number)
        for place, centroid in enumerate(centroids)
    )
    return replace(topics, topics=(*topics.topics, *parts), next=topics.next + len(parts))


def name(
    topics: Topics, texts: Sequence[str], languages: Sequence[str | None], numbers: Sequence[int | None]
) -> Topics:
    """The subjects with names for those that have none yet, and how many of `texts` each has, `numbers` telling whose."""
    proper = Proper(texts)
    by_number: dict[int, list[int]] = {}
    for place, number in enumerate(numbers):
        if number is not None:
            by_number.setdefault(number, []).append(place)
    every: dict[str, Counted] = {}
    step = max(1, len(texts) // (NAMED_FROM * 8))
    named = []
    taken = {topic.name for topic in topics.topics if topic.name}
    for topic in topics.topics:
        own = by_number.get(topic.number, [])
        language = _language_of([languages[place] for place in own]) or topic.language
        if language not in every:
            among = [text for text, told in zip(texts, languages, strict=True) if told == language or not language]
            every[language] = count(among[::step], proper)
        # the language of most of its texts names it
        of_language = [place for place in own if languages[place] == language] or own
        phrases = phrases_of(count((texts[place] for place in of_language[:NAMED_FROM]), proper), every[language])
        called = topic.name or _free(phrases, taken)
        taken.add(called)
        named.append(
            replace(topic, name=called, language=language, phrases=tuple(phrases or topic.phrases), texts=len(own))
        )
    return replace(topics, topics=tuple(named))


def _free(phrases: Sequence[str], taken: set[str]) -> str:
    """A name that no other subject bears: with a further phrase where need be."""
    for first in range(max(1, len(phrases) - 1)):
        called = name_of(phrases[first:])
        if called and called not in taken:
            return called
    return ", ".join(phrases)


def _language_of(languages: Sequence[str | None]) -> str:
    known = [language for language in languages if language]
    return max(sorted(set(known)), key=known.count) if known else ""


def _rarity(vectors: Any) -> Vectors | None:
    """Weights of sparse columns: the squares of their inverse document frequencies; None for dense vectors."""
    if isinstance(vectors, np.ndarray):
        return None
    held = np.asarray((vectors > 0).sum(axis=0)).ravel()
    return np.square(np.log((1 + vectors.shape[0]) / (1 + held)) + 1).astype(np.float32)


def _dense(vectors: Any, weights: Vectors | None, seed: int) -> Vectors:
    """Dense rows of length 1: as they are, or hashed words brought down to a few dimensions (truncated SVD)."""
    if weights is None:
        return np.asarray(vectors, np.float32)
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    weighted = normalize(vectors.multiply(np.sqrt(weights)).tocsr())
    components = min(_COMPONENTS, *(side - 1 for side in weighted.shape))
    return np.asarray(normalize(TruncatedSVD(components, random_state=seed).fit_transform(weighted)), np.float32)


def _merged(dense: Vectors, found: Clustering) -> NDArray[np.int64]:
    """Groups counted from 0: nearly equal ones are one."""
    labels = nearest(dense, found.centroids)[0]
    centroids = means(dense, labels, len(found.centroids), found.centroids)
    alike = centroids @ centroids.T
    stands_for = np.arange(len(centroids))
    for one in range(len(centroids)):
        for other in range(one):
            if alike[one, other] > _SAME:
                stands_for[one] = stands_for[other]
                break
    return np.asarray(np.unique(stands_for[labels], return_inverse=True)[1], np.int64)


def _centroids(vectors: Any, labels: NDArray[np.int64], weights: Vectors | None) -> Vectors:
    """The direction of each group in the space of `vectors`; of hashed words, rare ones weigh more.

    In the steps in which they are kept: the next run would else place texts on the edge of a subject otherwise.
    """
    groups = int(labels.max()) + 1
    if weights is None:
        return _as_kept(means(vectors, labels, groups, np.zeros((groups, vectors.shape[1]), np.float32)))
    rows = [np.asarray(vectors[labels == group].mean(axis=0)).ravel() for group in range(groups)]
    weighted = np.stack(rows).astype(np.float32)
    weighted /= np.maximum(np.linalg.norm(weighted * np.sqrt(weights), axis=1, keepdims=True), 1e-9)
    return _as_kept(weighted * weights)


def _as_kept(centroids: Any) -> Vectors:
    return np.asarray(centroids, np.float16).astype(np.float32)


def _probabilities(cosines: Vectors, sharpness: float) -> NDArray[np.float64]:
    shifted = np.exp((cosines - cosines.max(axis=1, keepdims=True)).astype(float) * sharpness)
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def _sharpness(cosines: Vectors, alike: float) -> float:
    """The sharpness at which the mean probability of the nearest subject is the share on which two halves agree."""
    goal = min(0.98, max(0.3, alike))
    low, high = 0.1, 500.0
    for _ in range(40):
        middle = (low * high) ** 0.5
        if _probabilities(cosines, middle).max(axis=1).mean() < goal:
            low = middle
        else:
            high = middle
    return (low * high) ** 0.5
