"""Which client a record that arrived belongs to, among those of its candidates. Called while nobody else changes who is whose."""

import json
import math
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from visavis.clients.arriving.arrived import LONGEST
from visavis.clients.arriving.candidates import Candidate, Candidates, End
from visavis.clients.decided import decided_now
from visavis.engine.linking.clusters.clustering import CERTAIN
from visavis.engine.linking.clusters.decided import Decided
from visavis.engine.linking.index import ADDRESSED, HOLDS, IDENTITY, NAMES
from visavis.engine.linking.link import BY_ADDRESS, BY_DECISION, BY_REFERENCE, LEAST
from visavis.engine.linking.scored.scoring import digest

STRONGEST = 40
"""Candidates whose clients are looked up."""

AT_ONCE = 300
"""Records that one question names: SQLite takes no condition that is a thousand deep."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The number of the client (None: a new one), the candidate it was chosen by, whether a person should look, and the
    candidates of other clients with their numbers, strongest first."""

    client: int | None
    by: Candidate | None
    doubtful: bool
    others: list[tuple[Candidate, int]]


def choose(cursor: Any, candidates: Candidates) -> Choice:
    """The choice: the strongest client that nothing speaks against; what the record belonged to already stays its own."""
    found, foes = _compared(cursor, candidates)
    decided = _decided(cursor)
    vouched = [*_named(cursor, candidates), *_decided_together(candidates, decided)]
    ends = [*vouched, *found[:STRONGEST]]
    clients = _clients(cursor, [candidates.end, *(each.end for each in ends)], even_gone=candidates.end)
    own = clients.get(candidates.end)
    best: dict[int, Candidate] = {}
    accepted = candidates.known.index.model.threshold
    likely = [each for each in ends if each.certain or each.weight >= _bits(accepted)]
    for each in sorted(likely, key=lambda one: (-one.weight, one.end)):
        if each.end in clients:
            best.setdefault(clients[each.end], each)
    members = _members(cursor, best)
    apart = _apart(candidates, decided)
    free = {
        number: by
        for number, by in best.items()
        if not members[number] & apart and (by.certain or not members[number] & foes)
    }
    chosen, by = _first(own, free)
    if chosen is None and not best:
        chosen, by, several = _by_address(cursor, candidates)
    else:
        several = len(set(best) - {chosen}) > 0
    others = [(each, clients[each.end]) for each in ends if each.end in clients and clients[each.end] != chosen]
    others.sort(key=lambda one: (-one[0].weight, one[0].end))
    return Choice(chosen, by, several or (chosen is None and bool(others)), others)


def _bits(share: float) -> float:
    return math.log2(share / (1 - share))


def _first(own: int | None, free: dict[int, Candidate]) -> tuple[int | None, Candidate | None]:
    """Its own client, else the one that the strongest candidate belongs to."""
    if own is not None:
        return own, free.get(own)
    return next(iter(free.items()), (None, None))


def _compared(cursor: Any, candidates: Candidates) -> tuple[list[Candidate], set[End]]:
    """Candidates worth telling, strongest first, and records that are somebody else: frozen ones and those that arrived since.

    Keys that too many share are left out, as in batch; a frozen record that arrived anew counts as what it says now.
    """
    since, sizes = _since(cursor, candidates)
    fit = {
        each
        for each, (_, cap) in candidates.digests.items()
        if candidates.sizes.get(each, 0) + sizes.get(each, 0) < cap
    }
    repels = candidates.known.index.model.repels
    frozen = [each for each in candidates.frozen if each.digests & fit]
    told = [each for each in frozen if each.weight >= _bits(LEAST) or each.weight < repels]
    anew = _arrived_anew(cursor, candidates, [each.end for each in told])
    every = [*(each for each in told if each.end not in anew), *(each for each in since if each.digests & fit)]
    found = [each for each in every if each.weight >= _bits(LEAST)]
    return sorted(found, key=lambda one: (-one.weight, one.end)), {each.end for each in every if each.weight < repels}


def _since(cursor: Any, candidates: Candidates) -> tuple[list[Candidate], dict[int, int]]:
    """Candidates that arrived after the index was made, and how many of them bear each key."""
    if not candidates.digests:
        return [], {}
    marks = ", ".join(["%s"] * len(candidates.digests))
    cursor.execute(
        "SELECT k.digest, a.source, a.key, a.comparable FROM visavis_arrivalkey AS k JOIN visavis_arrival AS a "
        f"ON k.arrival = a.id WHERE k.digest IN ({marks}) AND a.id > %s ORDER BY a.id",
        [*candidates.digests, candidates.known.upto],
    )
    shared: dict[End, list[int]] = {}
    written: dict[End, str] = {}
    sizes: dict[int, int] = {}
    for each, source, key, comparable in cursor.fetchall():
        if (source, key) == candidates.end:
            continue
        shared.setdefault((source, key), []).append(each)
        written[source, key] = comparable
        sizes[each] = sizes.get(each, 0) + 1
    row = candidates.known.index.scorer.row
    return [candidates.scored(end, row(json.loads(written[end])), keys) for end, keys in shared.items()], sizes


def _arrived_anew(cursor: Any, candidates: Candidates, ends: Sequence[End]) -> set[End]:
    if not ends:
        return set()
    marks = ", ".join(["%s"] * len(ends))
    cursor.execute(
        f"SELECT source, key FROM visavis_arrival WHERE identity IN ({marks}) AND id > %s",
        [*(digest(IDENTITY, "", *end) for end in ends), candidates.known.upto],
    )
    return set(cursor.fetchall())


def _named(cursor: Any, candidates: Candidates) -> list[Candidate]:
    """Records that this one names by key, or that name it: a source says that they are one."""
    ends = set[End]()
    for item in candidates.told["also_known_as"] or ():
        parts = item.split("/")
        ends |= {("/".join(parts[:at]), "/".join(parts[at:])) for at in range(1, len(parts))}
    ends = {end for end in ends if len(end[0]) <= LONGEST["source"]}
    index, number = candidates.known.index, digest(NAMES, "", candidates.name)
    for _, places in index.blocks([number]).values():
        ends |= {(each.source, each.key) for each in map(index.record, places)}
    cursor.execute(
        "SELECT a.source, a.key FROM visavis_arrivalkey AS k JOIN visavis_arrival AS a ON k.arrival = a.id WHERE k.digest = %s",
        [number],
    )
    ends |= set(cursor.fetchall())
    return [Candidate(end, CERTAIN, BY_REFERENCE) for end in sorted(ends - {candidates.end})]


def _decided_together(candidates: Candidates, decided: Decided) -> list[Candidate]:
    pairs = [pair for pair in decided.together if candidates.end in pair]
    ends = {end for pair in pairs for end in pair} - {candidates.end}
    return [Candidate(end, math.inf, BY_DECISION) for end in sorted(ends)]


def _apart(candidates: Candidates, decided: Decided) -> set[End]:
    return {end for pair in decided.apart if candidates.end in pair for end in pair} - {candidates.end}


_known_decisions: dict[str, tuple[int, Decided]] = {}
_lock = threading.Lock()


def _decided(cursor: Any) -> Decided:
    """What people decided, read anew where they decided something since."""
    from django.db import connection

    cursor.execute("SELECT max(id) FROM visavis_decision")
    last = cursor.fetchone()[0] or 0
    if not last:
        return Decided()
    place = f"{connection.settings_dict['HOST']}:{connection.settings_dict['PORT']}/{connection.settings_dict['NAME']}"
    with _lock:
        known = _known_decisions.get(place)
        if known is None or known[0] != last:
            decided, last = decided_now()
            known = _known_decisions[place] = (last, decided)
        return known[1]


def _clients(cursor: Any, ends: Iterable[End], *, even_gone: End | None = None) -> dict[End, int]:
    """Of each record that is there, and of `even_gone` where it was there once: the number that its client has now."""
    wanted, found = list(dict.fromkeys(ends)), dict[End, int]()
    present = "l.vanished_run IS NULL"
    if even_gone is not None:
        present = f"({present} OR (l.source = %s AND l.key = %s))"
    for at in range(0, len(wanted), AT_ONCE):
        some = wanted[at : at + AT_ONCE]
        where = " OR ".join(["(l.source = %s AND l.key = %s)"] * len(some))
        cursor.execute(
            "SELECT l.source, l.key, coalesce(a.client, l.client) FROM visavis_link AS l LEFT JOIN visavis_clientalias AS a "
            f"ON l.client = a.former WHERE {present} AND ({where})",
            [*(even_gone or ()), *(part for end in some for part in end)],
        )
        found |= {(source, key): number for source, key, number in cursor.fetchall()}
    return found


def _members(cursor: Any, clients: Iterable[int]) -> dict[int, set[End]]:
    """The records of each of `clients`."""
    found: dict[int, set[End]] = {number: set() for number in clients}
    for number, members in found.items():
        cursor.execute(
            "SELECT source, key FROM visavis_link WHERE vanished_run IS NULL AND (client = %s OR client IN "
            "(SELECT former FROM visavis_clientalias WHERE client = %s))",
            [number, number],
        )
        members |= set(cursor.fetchall())
    return found


def _by_address(cursor: Any, candidates: Candidates) -> tuple[int | None, Candidate | None, bool]:
    """The client who is but an address that this record holds, and nobody else does; whether there are several of them."""
    index, addresses = candidates.known.index, candidates.addresses(ADDRESSED)
    led = index.blocks(addresses)
    holders = candidates.addresses(HOLDS)
    alone = [
        one for one, held in zip(addresses, holders, strict=True) if one in led and not _held(cursor, candidates, held)
    ]
    ends = {(each.source, each.key) for one in alone for each in map(index.record, led[one][1])}
    clients = _clients(cursor, sorted(ends)) if ends else {}
    if not clients:
        return None, None, False
    oldest = min(clients.values())
    end = min(end for end, number in clients.items() if number == oldest)
    return oldest, Candidate(end, CERTAIN, BY_ADDRESS), len(set(clients.values())) > 1


def _held(cursor: Any, candidates: Candidates, number: int) -> bool:
    """Whether another record holds that address."""
    index = candidates.known.index
    for size, places in index.blocks([number]).values():
        others = [
            place for place in places if (known := index.record(place)) and (known.source, known.key) != candidates.end
        ]
        if others or size > len(places):
            return True
    cursor.execute(
        "SELECT 1 FROM visavis_arrivalkey AS k JOIN visavis_arrival AS a ON k.arrival = a.id "
        "WHERE k.digest = %s AND NOT (a.source = %s AND a.key = %s) LIMIT 1",
        [number, *candidates.end],
    )
    return cursor.fetchone() is not None
