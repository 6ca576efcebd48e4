"""The ledger of what was told as its definition has it, person by person and set by set: slow, and with nothing of the real one's ways."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from visavis.engine.measuring.anonymity_blocks import Part
from visavis.engine.measuring.waves import Verdict

Parts = frozenset[Part]
WHOLE = "the whole"


def follows(told: Sequence[Parts], new: Parts, outside: Collection[str]) -> bool:
    """Whether `new` is a combination of `told` on all parts but those of people `outside`."""
    kinds = {
        (*(part in row for row in told), part in new) for row in (*told, new) for part in row if part[0] not in outside
    }
    rows = np.array(sorted(kinds), dtype=float).T.reshape(len(told) + 1, len(kinds))
    return bool(np.linalg.matrix_rank(rows) == np.linalg.matrix_rank(rows[:-1])) if kinds and told else not kinds


def admits(told: Sequence[Parts], new: Parts, smallest: int) -> bool:
    """Whether no combination of `told` and `new` rests on fewer than `smallest` people, unless `new` tells nothing at all."""
    people = sorted({who for who, _ in new})
    if not new or follows(told, new, ()):
        return not new or len(people) >= smallest
    everybody = sorted({who for row in (*told, new) for who, _ in row})
    return not any(follows(told, new, few) for few in combinations(everybody, min(smallest - 1, len(everybody))))


@dataclass
class PlainFamily:
    """By wave and cell who stood there, with the wave since which their facts are what they are; and what was told when."""

    waves: list[dict[str, dict[str, tuple[str, int]]]] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)

    def parts(self, cells: Collection[str], wave: int) -> Parts:
        """Everybody's facts in some cells, as they stood in a wave."""
        at = self.waves[wave]
        return frozenset((who, (cell, since)) for cell in cells for who, (_, since) in at.get(cell, {}).items())


def hold_plainly(
    family: PlainFamily,
    people: Mapping[str, Mapping[str, int]],
    sides: Sequence[Mapping[str, Collection[str]]],
    smallest: int,
) -> Verdict:
    """What `waves.hold` says, whose groups have the same cells in every wave."""
    wave, before = len(family.waves), family.waves[-1] if family.waves else {}
    now: dict[str, dict[str, tuple[str, int]]] = {}
    for cell, them in people.items():
        for who, n in them.items():
            mark, since = before.get(cell, {}).get(who, ("", -1))
            now.setdefault(cell, {})[who] = (str(n), since if mark == str(n) else wave)
    family.waves.append(now)
    every = {cell for at in family.waves for cell in at}
    cells = {WHOLE: every} | {name: set(of) for side in sides for name, of in side.items()}
    told = [family.parts(cells[name], at) for name, at in family.rows]
    former = {name for name, _ in family.rows}

    def moved(name: str) -> Parts:
        last = max((at for each, at in family.rows if each == name), default=None)
        stands = family.parts(cells[name], wave)
        return stands if last is None else stands ^ family.parts(cells[name], last)

    def tell(name: str) -> None:
        told.append(family.parts(cells[name], wave))
        family.rows.append((name, wave))

    if moved(WHOLE):
        tell(WHOLE)
    fresh = set()
    for side in sides:
        for name in sorted(side, key=lambda each: (-len({who for who, _ in family.parts(cells[each], wave)}), each)):
            stands, news = family.parts(cells[name], wave), moved(name)
            if not stands:
                continue
            if not news:
                fresh.add(name)
            elif len({who for who, _ in news}) >= smallest and admits(told, stands, smallest):
                tell(name)
                fresh.add(name)
    return Verdict(frozenset(fresh), frozenset(former - fresh - {WHOLE}))
