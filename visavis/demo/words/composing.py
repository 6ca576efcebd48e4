"""Composes texts of fragments, many at once: every draw is one over all texts, and each text is joined once."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts
from visavis.demo.names import unaccented
from visavis.demo.words.book import CHOICES, Book, Rows
from visavis.demo.words.hands import NUMBER
from visavis.demo.words.joining import PLACE, WAY, WAYS
from visavis.demo.words.slots import FACTS, fact_of, written


@dataclass(frozen=True, slots=True)
class Plan:
    """What to compose. By sentence, in order: `row` of its text, `pool`, `place` (joining.PLACES). By text: `hand`, `way` (joining.WAYS), whether a `woman` writes."""

    row: Numbers
    pool: Numbers
    place: Numbers
    hand: Numbers
    way: Numbers
    woman: Flags


def compose(rng: np.random.Generator, book: Book, plan: Plan, facts: Mapping[str, Texts]) -> Texts:
    """One text per row of the plan; `facts`: columns as long, "" where nothing is known."""
    n = len(plan.hand)
    row, fragment, place = _fragments(rng, book, plan, _known(facts, n))
    joined, anew = _joined(rng, book, plan, row, fragment, place)
    symbols, row = _expanded(book.fragments, 2 * fragment + anew, row)
    symbols, row = _with_joins(symbols, row, np.cumsum(book.fragments.sizes[2 * fragment + anew]), joined)
    symbols, row = _chosen(rng, book, symbols, row, plan.woman)
    return _texts(book, symbols, row, plan, facts)


def _known(facts: Mapping[str, Texts], n: int) -> Numbers:
    known = np.zeros(n, dtype=np.int64)
    for bit, fact in enumerate(FACTS):
        if fact in facts:
            column = facts[fact]
            has = column != ""
            if fact == "days":
                has &= (column != "0") & (column != "1")
            known |= has.astype(np.int64) << bit
    return known


def _fragments(rng: np.random.Generator, book: Book, plan: Plan, known: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Rows, fragments and places, without the sentences for which nothing that is known can be said."""
    pools, row, pool = book.pools, plan.row, plan.pool
    starts, sizes, bare = pools.starts[pool], pools.sizes[pool], book.bare[pool]
    fragment = pools.flat[starts + (rng.random(len(pool)) * sizes).astype(np.int64)]
    for limit in (sizes, sizes, bare):
        lacking = np.flatnonzero(book.needs[fragment] & ~known[row])
        if not len(lacking):
            break
        drawn = (rng.random(len(lacking)) * limit[lacking]).astype(np.int64)
        fragment[lacking] = pools.flat[starts[lacking] + drawn]
    said = (book.needs[fragment] & ~known[row]) == 0
    return row[said], fragment[said], plan.place[said]


def _joined(
    rng: np.random.Generator, book: Book, plan: Plan, row: Numbers, fragment: Numbers, place: Numbers
) -> tuple[Numbers, Numbers]:
    """The piece that follows each sentence, and whether each begins with a capital (1) or not (0)."""
    if not len(row):
        return row, row
    last = np.append(row[1:] != row[:-1], True)
    after = np.append(place[1:], 0)
    signed = (place == PLACE["closing"]) | (place == PLACE["name"]) | (place == PLACE["phone"])
    after = np.where((after == PLACE["name"]) & ~signed, PLACE["closing"], after)
    after = np.where(place == PLACE["opening"], PLACE["greeting"], after)
    after = np.where(last, np.where(signed, PLACE["last"], PLACE["end"]), after)
    joints = book.joints
    pool = after * len(WAYS) + plan.way[row]
    drawn = (rng.random(len(row)) * joints.pools.sizes[pool]).astype(np.int64)
    piece = np.where(book.ends[fragment], joints.after_own[after], joints.pools.flat[joints.pools.starts[pool] + drawn])
    own_anew = book.ends[fragment]
    anew = np.ones(len(row), dtype=np.int64)
    anew[1:] = np.where(last[:-1], True, joints.anew[piece[:-1]] | own_anew[:-1])
    return piece, anew


def _expanded(rows: Rows, at: Numbers, carried: Numbers) -> tuple[Numbers, Numbers]:
    """The members of `rows[at]` end to end, and what is carried, once per member."""
    sizes = rows.sizes[at]
    stops = np.cumsum(sizes)
    total = int(stops[-1]) if len(stops) else 0
    place = np.arange(total) - np.repeat(stops - sizes, sizes)
    return rows.flat[np.repeat(rows.starts[at], sizes) + place], np.repeat(carried, sizes)


def _with_joins(symbols: Numbers, row: Numbers, stops: Numbers, joins: Numbers) -> tuple[Numbers, Numbers]:
    """The joins put in after each sentence (which ends before `stops`)."""
    n = len(symbols) + len(joins)
    at = stops + np.arange(len(joins))
    own = np.ones(n, dtype=bool)
    own[at] = False
    mixed, rows = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    mixed[own], rows[own] = symbols, row
    mixed[at] = joins
    rows[at] = rows[at - 1]
    return mixed, rows


def _chosen(
    rng: np.random.Generator, book: Book, symbols: Numbers, row: Numbers, woman: Flags
) -> tuple[Numbers, Numbers]:
    """The symbols with every choice made."""
    open_ = symbols >= CHOICES
    at = np.flatnonzero(open_)
    choice = symbols[at] - CHOICES
    size = book.choice_size[choice]
    option = book.choice_first[choice] + woman[row[at]] * size + (rng.random(len(at)) * size).astype(np.int64)
    lengths = np.ones(len(symbols), dtype=np.int64)
    lengths[at] = book.options.sizes[option]
    starts = np.cumsum(lengths) - lengths
    made = np.repeat(symbols, lengths)
    inner, _ = _expanded(book.options, option, option)
    sizes = lengths[at]
    within = np.arange(len(inner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    made[np.repeat(starts[at], sizes) + within] = inner
    return made, np.repeat(row, lengths)


def _texts(book: Book, symbols: Numbers, row: Numbers, plan: Plan, facts: Mapping[str, Texts]) -> Texts:
    hands = plan.hand[row]
    pieces = book.pieces[hands, np.maximum(symbols, 0)]
    filled = np.flatnonzero(symbols < 0)
    slot = -1 - symbols[filled]
    for number in np.unique(slot).tolist():
        name = book.slots[number]
        at = filled[slot == number]
        way = written(name, english=book.english)
        pieces[at] = _spelled([way(value) for value in facts[fact_of(name)][row[at]]], hands[at])
    n = len(plan.hand)
    stops = np.searchsorted(row, np.arange(n + 1)).tolist()
    flat = pieces.tolist()
    said = np.empty(n, dtype=object)
    said[:] = ["".join(flat[start:stop]) for start, stop in itertools.pairwise(stops)]
    return said


_LOWER = (NUMBER["bare"], NUMBER["phone"])


def _spelled(values: list[str], hands: Numbers) -> Texts:
    said = np.empty(len(values), dtype=object)
    said[:] = values
    for rows, way in (
        (np.isin(hands, _LOWER), str.lower),
        (hands == NUMBER["capitals"], str.upper),
        (np.isin(hands, (NUMBER["unaccented"], NUMBER["phone"])), unaccented),
    ):
        for at in np.flatnonzero(rows).tolist():
            said[at] = way(said[at])
    return said


def way_of(hand: Numbers, hot: Flags, formal: Flags) -> Numbers:
    """The way of joining sentences that goes with a hand and a tone."""
    way = np.full(len(hand), WAY["plain"], dtype=np.int64)
    way[(hand == NUMBER["careful"]) | formal] = WAY["careful"]
    way[hot | (hand == NUMBER["capitals"])] = WAY["hot"]
    way[hand == NUMBER["spoken"]] = WAY["hurried"]
    way[np.isin(hand, _LOWER)] = WAY["bare"]
    return way
