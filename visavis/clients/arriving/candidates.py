"""Whom a record may belong with: records that share a key with it, scored as batch scores them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from visavis.clients.linking.frozen import Frozen
from visavis.engine.linking.clusters.clustering import CERTAIN
from visavis.engine.linking.index import key_digest
from visavis.engine.linking.scored.scoring import Row, Score, digest

End = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record, its weight with the one that arrived, the rule that led to it, and the digests of the keys they share."""

    end: End
    weight: float
    rule: str
    row: Row | None = None
    digests: frozenset[int] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        """`source/key`."""
        return "/".join(self.end)

    @property
    def certain(self) -> bool:
        """Whether a source or a person vouches for it, whatever it weighs."""
        return self.weight >= CERTAIN


class Candidates:
    """A record that arrived, and whom the index brings it together with; those that arrived since are added later."""

    def __init__(self, known: Frozen, told: Mapping[str, Any], comparable: Mapping[str, Any]) -> None:
        self.known, self.told, self.comparable = known, told, comparable
        self.end: End = (told["source"], told["key"])
        self.row = known.index.scorer.row(comparable)
        model = known.index.model
        self.digests: dict[int, tuple[int, int]] = {}
        """Digest of each key of the record: position of the key in the model, and how many may share it."""
        for rule, value in known.index.keys.of(comparable):
            key = model.keys[rule]
            self.digests.setdefault(key_digest(key.name, comparable["kind"], value), (rule, key.cap))
        self.sizes: dict[int, int] = {}
        self.frozen = self._in_index()

    @property
    def name(self) -> str:
        """`source/key`."""
        return "/".join(self.end)

    def _in_index(self) -> list[Candidate]:
        index, own = self.known.index, self.known.index.place_of(*self.end)
        places: dict[int, list[int]] = {}
        for each, (size, members) in index.blocks(list(self.digests)).items():
            self.sizes[each] = size - (own in members)
            for place in members:
                places.setdefault(place, []).append(each)
        places.pop(-1 if own is None else own, None)
        found = []
        for place, shared in places.items():
            record = index.record(place)
            found.append(self.scored((record.source, record.key), record.row, shared))
        return found

    def scored(self, end: End, row: Row, shared: Iterable[int]) -> Candidate:
        """The candidate `end`, which shares those keys; in the order of batch, where the smaller (source, key) is left."""
        left, right = (self.row, row) if self.end < end else (row, self.row)
        digests = frozenset(shared)
        rule = min(self.digests[each][0] for each in digests)
        model = self.known.index.model
        return Candidate(end, self.known.index.scorer.weight(left, right), model.keys[rule].name, row, digests)

    def score(self, candidate: Candidate) -> Score:
        """What the weight of a candidate is made of; raises ValueError for one that is certain."""
        if candidate.row is None:
            raise ValueError("what a source or a person vouches for has no score")
        pair = (self.row, candidate.row) if self.end < candidate.end else (candidate.row, self.row)
        return self.known.index.scorer.score(*pair)

    def addresses(self, name: str) -> list[int]:
        """Digests, under `name`, of the mailboxes and numbers that the record holds."""
        held = [*(self.comparable["mailboxes"] or ()), *(self.comparable["phones"] or ())]
        return [digest(name, "", item) for item in held]
