"""Who bears a value, by what batch linking froze: so that what only some records say can be forgotten with them."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from visavis.engine.linking.index import MODEL, stale_of
from visavis.engine.linking.scored.scoring import columns_of
from visavis.engine.linking.weights.frequencies import counted
from visavis.engine.linking.weights.model import Model

LEAF = 50_000
"""Records that are read at once."""


def borne_alone(folders: Sequence[Path], marked: Callable[[list[str]], set[str]]) -> dict[str, list[str]]:
    """Of each column whose frequencies count: the values that none bear but the records that `marked` chooses (of names,
    `source/key`), in order. `folders` are those of an index (engine/linking/index.py) that still tells of them: what it knows
    them to have said earlier counts as theirs; what others said earlier, as nobody's."""
    model = Model.from_json((folders[0] / MODEL).read_text(encoding="utf-8"))
    place = {column: 2 + at for at, column in enumerate(columns_of(model)) if column in counted(model)}
    found: dict[str, set[Any]] = {column: set() for column in place}
    chosen: set[str] = set()
    for _, rows in _leaves(folders):
        theirs = marked([_name(row) for row in rows])
        chosen |= theirs
        for row in rows:
            if _name(row) in theirs:
                for column, at in place.items():
                    found[column].add(row[at])
    stale = set(stale_of(folders).tolist())
    for begin, rows in _leaves(folders) if chosen else ():
        for number, row in enumerate(rows, begin):
            if number not in stale and _name(row) not in chosen:
                for column, at in place.items():
                    found[column].discard(row[at])
    return {column: sorted(values - {None}) for column, values in found.items()}


def _leaves(folders: Sequence[Path]) -> Iterator[tuple[int, list[list[Any]]]]:
    """All records, some at a time: the place of the first, and of each source, key, then what the model reads."""
    before = 0
    for folder in folders:
        places = np.fromfile(folder / "places.npy", dtype="<i8")
        with (folder / "records.bin").open("rb") as read:
            for start in range(0, len(places) - 1, LEAF):
                ends = places[start : start + LEAF + 1].tolist()
                held = read.read(ends[-1] - ends[0])
                rows = [json.loads(held[begin - ends[0] : end - ends[0]]) for begin, end in pairwise(ends)]
                yield before + start, rows
        before += len(places) - 1


def _name(row: list[Any]) -> str:
    return f"{row[0]}/{row[1]}"
