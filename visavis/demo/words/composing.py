"""Composes texts of fragments, many at once: every draw is one over all texts, and each text is joined once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts
from visavis.demo.names import unaccented
from visavis.demo.words.book import CHOICES, Book, Rows
from visavis.demo.words.hands import HANDS, NUMBER
from visavis.demo.words.joining import PLACE, PLACES, WAY, WAYS
from visavis.demo.words.slots import FACTS, column_of, is_one, written


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
    row, fragment, place = _fragments(rng, book, plan, _known(facts, n, english=book.english))
    joined, anew = _joined(rng, book, plan, row, fragment, place)
    symbols, row = _expanded(book.fragments, 2 * fragment + anew, row)
    symbols, row = _with_joins(symbols, row, np.cumsum(book.fragments.sizes[2 * fragment + anew]), joined)
    symbols, row = _chosen(rng, book, symbols, row, plan.woman)
    return _texts(book, symbols, row, plan, facts)


def _known(facts: Mapping[str, Texts], n: int, *, english: bool) -> Numbers:
    known = np.zeros(n, dtype=np.int64)
    for name, column in facts.items():
        if name in FACTS:
            has = column != ""
            if name == "days":
                has &= (column != "0") & (column != "1")
            if name in ("what", "team"):
                known |= has.astype(np.int64) << FACTS.index(f"{name}s")
                told = column.tolist()
                one = {value: is_one(value, english=english) for value in set(told)}
                has &= np.asarray([one[value] for value in told], dtype=np.bool_)
            known |= has.astype(np.int64) << FACTS.index(name)
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
    signed = _SIGNED[place]
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
    pieces = book.pieces.ravel().take(hands * book.pieces.shape[1] + np.maximum(symbols, 0))
    filled = np.flatnonzero(symbols < 0)
    slot = -1 - symbols[filled]
    for number in np.flatnonzero(np.bincount(slot, minlength=len(book.slots))).tolist():
        name = book.slots[number]
        at = filled[slot == number]
        pieces[at] = _spelled(facts[column_of(name)].take(row[at]), written(name, english=book.english), hands[at])
    last = np.flatnonzero(np.append(row[1:] != row[:-1], len(row) > 0))
    pieces[last] += _END
    said = np.full(len(plan.hand), "", dtype=object)
    said[row[last]] = "".join(pieces.tolist()).split(_END)[:-1]
    return said


_SIGNED: Flags = np.asarray([name in ("closing", "name", "phone", "emoji") for name in PLACES], dtype=np.bool_)
_END = "\x1e"
"""Parts the texts while they are joined all at once."""
_LOWER: Flags = np.asarray([name in ("bare", "phone") for name in HANDS], dtype=np.bool_)
_PLAIN: Flags = np.asarray([name in ("unaccented", "phone") for name in HANDS], dtype=np.bool_)


def _spelled(values: Texts, way: Callable[[str], str], hands: Numbers) -> Texts:
    said = np.empty(len(values), dtype=object)
    said[:] = [way(value) for value in values]
    for rows, spell in (
        (_LOWER[hands], str.lower),
        (hands == NUMBER["capitals"], str.upper),
        (_PLAIN[hands], unaccented),
    ):
        for at in np.flatnonzero(rows).tolist():
            said[at] = spell(said[at])
    return said


def way_of(hand: Numbers, hot: Flags, formal: Flags) -> Numbers:
    """The way of joining sentences that goes with a hand and a tone."""
    way = np.full(len(hand), WAY["plain"], dtype=np.int64)
    way[(hand == NUMBER["careful"]) | formal] = WAY["careful"]
    way[hot | (hand == NUMBER["capitals"])] = WAY["hot"]
    way[hand == NUMBER["spoken"]] = WAY["hurried"]
    way[_LOWER[hand]] = WAY["bare"]
    return way
