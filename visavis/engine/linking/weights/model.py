"""The linking model, apart from the engine that computes it: what is compared, which keys bring pairs together, the weights.

A model is plain data: `as_json` and `from_json` are inverse, and `version` is a hash of it. Conditions are DuckDB SQL over
`<column>_l` and `<column>_r` of the normalised input; the first level whose condition holds is the pair's level.
"""

import hashlib
import json
import math
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

_LARGEST_SCALE = 100.0


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement. `m` and `u` are its shares among pairs that are, and are not, the same client.

    Without `m` and `u` it means *not comparable* and weighs nothing. `tf`: column whose frequency refines `u`. `shared`: others
    who agree like this are people around the client (household, colleagues), whose number does not grow with the data, so `u`
    shrinks with it; where the level speaks against (m < u), it outweighs one such agreement more and `m` shrinks. `fixed`: the
    weight is not learnt.
    """

    name: str
    condition: str
    m: float | None = None
    u: float | None = None
    tf: str | None = None
    shared: bool = False
    fixed: bool = False

    @property
    def weight(self) -> float:
        """log2(m/u), in bits; 0 where the level is not comparable."""
        return 0.0 if self.m is None or self.u is None else math.log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing that is compared; levels in order, the last one holds where no other does."""

    name: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """Records that share a value of `value` (SQL over one row of the input; `each`: over every member of that list) are
    compared, unless more than `cap` records share it. `when` restricts the rows."""

    name: str
    value: str
    cap: int
    each: str | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """Comparisons, keys, the prior (share of same-client pairs among all pairs) and the threshold on probability.

    Pairs whose weight is below `repels` bits are never brought into one cluster by others. `records`: the size of data for which
    the prior and the `u` of shared levels are written.
    """

    comparisons: tuple[Comparison, ...]
    keys: tuple[Key, ...]
    prior: float
    threshold: float
    repels: float
    records: int

    @property
    def version(self) -> str:
        """A name that changes with anything in the model."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()[:12]

    @property
    def prior_bits(self) -> float:
        """The prior as a weight, log2 of its odds."""
        return math.log2(self.prior / (1 - self.prior))

    def comparison(self, name: str) -> Comparison:
        """The comparison of that name; raises KeyError."""
        for each in self.comparisons:
            if each.name == name:
                return each
        raise KeyError(name)

    def for_size(self, records: int) -> "Model":
        """The model for that many records: prior and shared levels' `u` shrink as the data grow, both to the same degree."""
        scale = min(self.records / max(records, 1), _LARGEST_SCALE)
        resized = replace(self, records=records, prior=self.prior * scale)
        for comparison in self.comparisons:
            shared = [
                (lv.name, lv.m, lv.u) for lv in comparison.levels if lv.shared and lv.m is not None and lv.u is not None
            ]
            m = {name: m * scale for name, m, u in shared if m < u}
            u = {name: u * scale for name, m, u in shared if m >= u}
            resized = resized.with_levels(comparison.name, m, u)
        return resized

    def with_prior(self, prior: float) -> "Model":
        """The model with another prior."""
        return replace(self, prior=prior)

    def with_levels(self, comparison: str, m: dict[str, float], u: dict[str, float]) -> "Model":
        """The model with other weights of one comparison's levels, by level name; unnamed levels keep theirs."""
        changed = tuple(
            replace(
                c,
                levels=tuple(
                    lv if lv.m is None else replace(lv, m=m.get(lv.name, lv.m), u=u.get(lv.name, lv.u))
                    for lv in c.levels
                ),
            )
            if c.name == comparison
            else c
            for c in self.comparisons
        )
        return replace(self, comparisons=changed)

    def as_json(self) -> str:
        """The model as JSON, keys in a fixed order."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> "Model":
        """The model that `as_json` wrote."""
        plain: dict[str, Any] = json.loads(text)
        return Model(
            comparisons=tuple(
                Comparison(c["name"], tuple(Level(**lv) for lv in c["levels"])) for c in plain["comparisons"]
            ),
            keys=tuple(Key(**key) for key in plain["keys"]),
            **{name: plain[name] for name in ("prior", "threshold", "repels", "records")},
        )

    def as_yaml(self) -> str:
        """The model as YAML that a person can read and change (engine/linking/weights/written.py)."""
        from visavis.engine.linking.weights.written import as_yaml

        return as_yaml(self)

    @staticmethod
    def from_yaml(text: str, *, file: Path | None = None) -> "Model":
        """The model that `as_yaml` wrote, or somebody likewise; raises Mistake with file and line."""
        from visavis.engine.linking.weights.written import from_yaml

        return from_yaml(text, file=file)
