"""Which team is able to act on a voice: what is known of it is weighed together, calibrated, and told with its reasons.

What speaks for a team (a *sign*) is a number per team: who acted on what the voice is about, what teams are able to act on, what
the words told of cases before, what people corrected. Their weights are those of a conditional logit (McFadden 1974), held near
reasoned values by a Gaussian prior and fitted on voices whose team is known: few corrections move them little, many decide.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.heads import lowest_threshold, softmax
from visavis.engine.reading.routing_words import (
    NOTHING,
    Corrected,
    Features,
    Numbers,
    WordsHead,
    count_terms,
    learn_words,
    scores_unseen,
    vectoriser_of,
)
from visavis.engine.reading.texts import fold

SIGNS: dict[str, float] = {
    "acted": 3.0,
    "events": 1.5,
    "answered": 2.0,
    "received": 0.7,
    "client": 2.0,
    "theme": 1.6,
    "step": 0.6,
    "thanked": 8.0,
    "words": 0.7,
    "corrected": 4.0,
}
"""What may speak for a team, and how strongly before anything was corrected, in logarithms of odds."""

SPREAD = 0.5
"""Standard deviation of each weight around its value above, as a share of it."""
HIDDEN = ("acted", "answered", "thanked")
"""Signs that past cases say nothing of: by the first two their team is known; thanks are for whom they name, whoever answered."""
MOST_CASES = 3_000
"""Past cases that the words are learnt from."""
CASES_COUNT = 200.0
"""Corrections that all past cases together weigh as much as, when signs are weighed."""
PRECISION = 0.85
"""Share of right routes, on voices whose team is known, from which on a route is taken without asking."""
ENOUGH, UNTRIED = 40, 0.5
"""Known voices from which on the threshold is chosen on them; the one before."""
RARE = 3.3
"""Inverse document frequency from which on a term is told as a reason: it stands in one text of ten, or fewer."""
HIGHEST = 0.9
"""Threshold above which nothing would be carried: where no threshold is precise enough, this one stands."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One voice to be carried, as facts and reading tell it; teams by name."""

    text: str
    theme: str | None = None
    step: str | None = None
    kind: str | None = None
    """What it is about, as `source/type` of the event."""
    acted: str | None = None
    answered: str | None = None
    received: str | None = None
    thanked: tuple[str, ...] = ()
    usual: tuple[tuple[str, float], ...] = ()
    """Teams that acted in other cases of this client, with the share of those cases."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the team of a voice: by a person (`by_hand`: also that it is not for team `away`), or by its case."""

    to: str | None
    away: str | None = None
    by_hand: bool = True


@dataclass(frozen=True, slots=True)
class Route:
    """Where a voice goes: `team` is None where nobody is sure enough; `likeliest` with `p` in any case; signs, strongest first."""

    team: str | None
    likeliest: str
    p: float
    signs: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Router:
    """Everything learnt. `able` gives, by (kind of remit, value), the teams able to act on it."""

    teams: tuple[str, ...]
    able: Mapping[tuple[str, str], tuple[int, ...]]
    vectoriser: Any
    terms: tuple[str, ...]
    rare: NDArray[np.bool_]
    """Terms that are no mere grammar: those that stand in few texts."""
    words: WordsHead
    corrected: Corrected | None
    weights: Numbers
    threshold: float
    learnt: Mapping[str, float]

    def routes(self, asked: Sequence[Asked], vectors: NDArray[np.float32] | None = None) -> list[Route]:
        """A route for each voice, in order."""
        features = Features(count_terms(self.vectoriser, [each.text for each in asked]), vectors)
        signs = _plain_signs(asked, self.teams, self.able)
        signs[:, :, _AT["words"]] = self.words.scores(features, len(self.teams))
        counted = np.zeros(signs.shape[:2], dtype=np.int64)
        if self.corrected is not None:
            themes, kinds = [each.theme for each in asked], [each.kind for each in asked]
            nearest = self.corrected.scores(features, themes, kinds, len(self.teams))
            signs[:, :, _AT["corrected"]], counted = nearest
        p = softmax(signs @ self.weights)
        return [self._told(asked[i], features, i, signs[i], counted[i], p[i]) for i in range(len(asked))]

    def _told(self, asked: Asked, features: Features, row: int, signs: Numbers, counted: Any, p: Numbers) -> Route:
        order = np.argsort(-p, kind="stable")
        best = int(order[0])
        share = (signs - signs.mean(axis=0)) * self.weights
        said = []
        for place in np.argsort(-share[best], kind="stable"):
            name = tuple(SIGNS)[place]
            if (
                share[best, place] > 0.1
                and (detail := self._detail(name, asked, features, row, best, counted)) is not None
            ):
                said.append((name, detail))
        likeliest, sure = self.teams[best], float(p[best])
        others = tuple((self.teams[each], float(p[each])) for each in order[1:3])
        return Route(likeliest if said and sure >= self.threshold else None, likeliest, sure, tuple(said), others)

    def _detail(self, name: str, asked: Asked, features: Features, row: int, team: int, counted: Any) -> str | None:
        if name == "words":
            return ", ".join(as_written(term, asked.text) for term in self._telling(features, row, team))
        if name == "corrected":
            return str(int(counted[team])) if counted[team] else None
        return {"theme": asked.theme, "step": asked.step, "events": asked.kind, "acted": asked.kind}.get(name) or ""

    def _telling(self, features: Features, row: int, team: int) -> list[str]:
        """The words of the text that spoke most for the team."""
        if team not in self.words.teams:
            return []
        terms = features.terms[[row]]
        column = self.words.weights[: terms.shape[1], self.words.teams.index(team)]
        weighed = sorted(
            ((float(v * column[i]), i) for v, i in zip(terms.data, terms.indices, strict=True)), reverse=True
        )
        chosen: list[str] = []
        for weight, i in weighed:
            term = self.terms[i]
            if weight > 0 and self.rare[i] and not any(set(term.split()) & set(each.split()) for each in chosen):
                chosen.append(term)
        return chosen[:3]


_WORD = re.compile(r"[^\W\d_]{2,}")
GREETINGS = frozenset(("bonjour", "bonsoir", "merci", "madame", "monsieur", "messieurs", "mesdames", "cordialement", "hello", "dear", "thanks", "thank", "regards"))  # fmt: skip
"""Words that say nothing of what a message is about."""


def as_written(term: str, text: str) -> str:
    """A counted term as it stands in the text, with its accents; the term itself where it is not found there."""
    words = _WORD.findall(text)
    folded, wanted = [fold(word) for word in words], term.split()
    places = (i for i in range(len(words)) if folded[i : i + len(wanted)] == wanted)
    place = next(places, None)
    return term if place is None else " ".join(words[place : place + len(wanted)]).lower()


_AT = {name: place for place, name in enumerate(SIGNS)}


def learn_router(
    teams: Sequence[str],
    remits: Sequence[tuple[str, str, str]],
    asked: Sequence[Asked],
    known: Sequence[Known],
    vectors: NDArray[np.float32] | None = None,
) -> Router:
    """A router among `teams` (at least one), of `remits` (team, kind, value) and of voices `asked` whose team is `known`.

    Past cases beyond MOST_CASES are thinned evenly. `vectors` are those of `asked`, centred and of length 1.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(1):
        return _learn(tuple(teams), remits, asked, known, vectors)


def _learn(
    teams: tuple[str, ...],
    remits: Sequence[tuple[str, str, str]],
    asked: Sequence[Asked],
    known: Sequence[Known],
    vectors: NDArray[np.float32] | None,
) -> Router:
    kept = _thinned(known)
    asked, known = [asked[i] for i in kept], [known[i] for i in kept]
    number = {team: place for place, team in enumerate(teams)}
    able: dict[tuple[str, str], tuple[int, ...]] = {}
    for team, kind, value in remits:
        if team in number:
            able[kind, value] = (*able.get((kind, value), ()), number[team])
    texts = [each.text for each in asked]
    vectoriser = vectoriser_of(texts)
    features = Features(count_terms(vectoriser, texts), None if vectors is None else vectors[kept])
    to = np.array([number.get(each.to or "", -1) for each in known], dtype=np.int64)
    away = np.array([number.get(each.away or "", -1) for each in known], dtype=np.int64)
    by_hand = np.array([each.by_hand for each in known], dtype=bool)
    of_cases = max(1, int((~by_hand).sum()))
    count = np.where(by_hand, 1.0, min(1.0, CASES_COUNT / of_cases))
    told = np.flatnonzero(to >= 0)
    head = learn_words(features.rows(told), to[told], np.where(by_hand[told], 3.0, 1.0)) if len(told) else NOTHING
    hands = np.flatnonzero(by_hand)
    corrected = None
    if len(hands):
        corrected = Corrected(
            features.rows(hands),
            [asked[i].theme for i in hands],
            [asked[i].kind for i in hands],
            to[hands],
            away[hands],
        )
    prior = np.array(list(SIGNS.values()))
    weights, threshold, learnt = prior, UNTRIED, {"known": float(len(told)), "by_hand": float(len(hands))}
    if len(told):
        rows = [asked[i] for i in told]
        signs = _plain_signs(rows, teams, able)
        signs[:, :, _AT["words"]] = scores_unseen(
            features.rows(told), to[told], np.where(by_hand[told], 3.0, 1.0), len(teams)
        )
        if corrected is not None:
            place = np.full(len(known), -1, dtype=np.int64)
            place[hands] = np.arange(len(hands))
            themes, kinds = [each.theme for each in rows], [each.kind for each in rows]
            signs[:, :, _AT["corrected"]] = corrected.scores(
                features.rows(told), themes, kinds, len(teams), place[told]
            )[0]
        for name in HIDDEN:
            signs[~by_hand[told], :, _AT[name]] = 0.0
        bare = signs.copy()
        bare[~by_hand[told], :, _AT["received"]] = 0.0
        both, twice = np.concatenate([signs, bare]), np.concatenate([to[told], to[told]])
        weights = _fit(both, twice, np.concatenate([count[told], count[told]]) / 2, prior)
        # Most voices came to no team's own mailbox: the threshold is chosen as if none had.
        p = softmax(bare @ weights)
        right, sure = p.argmax(axis=1) == to[told], p.max(axis=1)
        if len(told) >= ENOUGH:
            threshold = min(HIGHEST, max(UNTRIED, lowest_threshold(sure, right, PRECISION)))
        learnt |= {"accuracy": float(right.mean()), "coverage": float((sure >= threshold).mean())}
    terms = tuple(map(str, vectoriser.get_feature_names_out()))
    rare = (vectoriser.idf_ >= RARE) & np.array([_tells(term.split()) for term in terms])
    return Router(teams, able, vectoriser, terms, rare, head, corrected, weights, threshold, learnt)


def _tells(words: Sequence[str]) -> bool:
    return any(len(word) > 3 for word in words) and GREETINGS.isdisjoint(words)


def _thinned(known: Sequence[Known]) -> list[int]:
    """Places of all corrections, and of at most MOST_CASES past cases, evenly."""
    cases = [i for i, each in enumerate(known) if not each.by_hand and each.to]
    every = max(1, -(-len(cases) // MOST_CASES))
    return sorted({*(i for i, each in enumerate(known) if each.by_hand), *cases[::every]})


def _plain_signs(
    asked: Sequence[Asked], teams: Sequence[str], able: Mapping[tuple[str, str], tuple[int, ...]]
) -> Numbers:
    """(voices, teams, signs): what facts and remits say; several teams able to act on the same share the sign."""
    number = {team: place for place, team in enumerate(teams)}
    signs = np.zeros((len(asked), len(teams), len(SIGNS)))
    for row, each in enumerate(asked):
        for name, team in (("acted", each.acted), ("answered", each.answered), ("received", each.received)):
            if team in number:
                signs[row, number[team], _AT[name]] = 1.0
        for team in each.thanked:
            if team in number:
                signs[row, number[team], _AT["thanked"]] = 1.0 / len(each.thanked)
        for team, share in each.usual:
            if team in number:
                signs[row, number[team], _AT["client"]] = share
        source = (each.kind or "").partition("/")[0]
        for name, kind, value in (
            ("theme", "theme", each.theme), ("step", "step", each.step),
            ("events", "object", each.kind if ("object", each.kind or "") in able else source),
        ):  # fmt: skip
            holders = able.get((kind, value), ()) if value else ()
            for place in holders:
                signs[row, place, _AT[name]] = 1.0 / len(holders)
    return signs


def _fit(signs: Numbers, to: NDArray[np.int64], count: Numbers, prior: Numbers) -> Numbers:
    """Weights, none negative, that make the known teams likeliest, held near `prior`."""
    from scipy.optimize import minimize

    rows = np.arange(len(to))
    spread = SPREAD * prior

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        p = softmax(signs @ weights)
        away = (weights - prior) / spread
        value = -(count * np.log(np.maximum(p[rows, to], 1e-12))).sum() + 0.5 * float(away @ away)
        expected = np.einsum("nt,nts->ns", p, signs)
        return float(value), -(count[:, None] * (signs[rows, to] - expected)).sum(axis=0) + away / spread

    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(prior))
    return np.asarray(found.x)
