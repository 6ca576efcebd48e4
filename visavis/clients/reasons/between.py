"""Two records: the strongest path that makes them one client; or the best evidence that they are two."""

from collections.abc import Collection, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from visavis.clients.decided import decided_now
from visavis.clients.linking.frozen import Frozen, frozen
from visavis.clients.named import Record
from visavis.clients.reasons.pairing import shared_keys
from visavis.clients.reasons.refused import refused
from visavis.clients.reasons.why import accepted_edges, deciding, least_of, present_of, stored_edges, told
from visavis.clients.who import Found, find
from visavis.engine.linking.scored.edges import End, ends_of, path_between
from visavis.mistakes import Mistake, Words

MOST = 40
"""Records of a client that are compared with those of another."""


def between(home: Path, one: str, other: str, *, country: str = "FR") -> dict[str, Any]:
    """Why two records are one client, or why not, ready for JSON. Each is written source/key, or as a client's id.

    Keys: one, other (records), clients (their ids), together. Where they are one client: path, its edges in order from one to
    the other as `why` gives them; of all paths, the one whose weakest edge is the strongest; null where none is left. Else:
    apart, with `reason`:
    - decided: a person parted them (`decision`);
    - cut: `edge` speaks for it, `foes` for two: so that it gave way;
    - weak: `edge` speaks for it, too weakly: its probability is below `least`;
    - unlike: they were compared, and `edge` tells what speaks against it;
    - crowded: they share but keys (`keys`) that too many records share to tell anybody;
    - never compared: they have no key in common.
    `words` (fr, en) says it. Of two clients, the records that come closest to each other are told. Raises Mistake for unknown
    ones, and for a record and itself. `country` is as in `shared_keys`.
    """
    left = find(home, one)
    right = left if left.holds(other) else find(home, other)
    first, second = _meant(one, left), _meant(other, right)
    answer: dict[str, Any] = {
        "one": "/".join(first[0]) if len(first) == 1 else left.id,
        "other": "/".join(second[0]) if len(second) == 1 else right.id,
        "clients": [left.id, right.id],
        "together": left.id == right.id,
    }
    if left.id != right.id:
        return answer | {"apart": _apart(home, (left, right), (first, second), country)}
    if len(first) != 1 or len(second) != 1 or first == second:
        raise _same(left)
    path = path_between(accepted_edges(left, present_of(left)), first[0], second[0])
    return answer | {"path": told(path) if path else None}


def _meant(who: str, client: Found) -> list[End]:
    """The record that is named, or all of a client's that is named by id."""
    every = present_of(client)
    name = who.removeprefix("record/")
    return [end for end in every if "/".join(end) == name] or every


def _same(client: Found) -> Mistake:
    """Names records whose keys are no personal details: this is read by everybody."""
    named = ["/".join(end) for end in present_of(client) if Record(*end).known_as]
    records = f": {', '.join(named[:5])}" if named else ""
    return Mistake(
        Words(fr=f"c’est un seul client, {client.id}", en=f"this is one client, {client.id}"),
        remedy=Words(fr=f"nommez deux de ses fiches{records}", en=f"name two of its records{records}"),
    )


def _apart(
    home: Path, clients: tuple[Found, Found], meant: tuple[list[End], list[End]], country: str
) -> dict[str, Any]:
    (left, right), (first, second) = clients, meant
    mine, theirs = present_of(left), present_of(right)
    if decision := _decided(mine, theirs):
        return _said("decided", decision=decision)
    across = [edge for edge in stored_edges(left, [*mine, *theirs]) if len({*mine}.intersection(ends_of(edge))) == 1]
    least = least_of(home)
    if across and across[0]["probability"] >= least:
        foes = _closest(home, left, mine, theirs, against=True)
        return _said("cut", edge=told(across[:1])[0], foes=foes)
    asked = [edge for edge in across if {*first, *second}.issuperset(ends_of(edge))]
    if best := (asked or across)[:1]:
        return _said("weak", edge=told(best)[0], least=least)
    edge = _closest(home, left, first, second, against=False)
    if edge is None:
        return _said("unknown")
    keys, crowded = shared_keys(home, left, *ends_of(edge), country=country)
    if keys:
        return _said("unlike", edge=edge, keys=keys)
    return _said("crowded", edge=edge, keys=crowded) if crowded else _said("never compared", edge=edge)


def _decided(mine: Collection[End], theirs: Collection[End]) -> dict[str, Any] | None:
    for pair in decided_now()[0].apart:
        if ({*pair} & {*mine}) and ({*pair} & {*theirs}):
            return deciding(*pair, apart=True)
    return None


def _closest(
    home: Path, client: Found, mine: Collection[End], theirs: Collection[End], *, against: bool
) -> dict[str, Any] | None:
    """The pair across that weighs most (`against`: least), as an edge, by what the last run froze; None where it knows of none."""
    known = frozen(home)
    rows = {end: row for end in (*[*mine][:MOST], *[*theirs][:MOST]) if (row := _row(known, end)) is not None}
    pairs = [
        (min(a, b), max(a, b))
        for a, b in product([*mine][:MOST], [*theirs][:MOST])
        if a in rows and b in rows
    ]  # fmt: skip
    if not pairs:
        return None
    scorer = known.index.scorer

    def weight(pair: tuple[End, End]) -> float:
        return scorer.weight(rows[pair[0]], rows[pair[1]])

    left, right = sorted(pairs, key=lambda pair: (weight(pair) if against else -weight(pair), pair))[0]
    return _edge(known, left, right, rows)


def _row(known: Frozen, end: End) -> tuple[Any, ...] | None:
    from visavis.clients.models import Arrival

    place = known.index.place_of(*end)
    if place is not None:
        return known.index.record(place).row
    comparable = Arrival.objects.filter(source=end[0], key=end[1]).values_list("comparable", flat=True).first()
    return known.index.scorer.row(comparable) if comparable else None


def _edge(known: Frozen, left: End, right: End, rows: Mapping[End, tuple[Any, ...]]) -> dict[str, Any]:
    score = known.index.scorer.score(rows[left], rows[right])
    edge = {
        **{"source_l": left[0], "key_l": left[1], "source_r": right[0], "key_r": right[1]},
        **{"weight": score.weight, "probability": score.probability, "rule": "", "evidence": score.evidence()},
        "model": known.index.version,
    }
    return told([edge])[0]


def _said(reason: str, **more: Any) -> dict[str, Any]:
    answer = {"reason": reason, **more}
    words = refused(answer)
    return answer | {"words": {"fr": words.fr, "en": words.en}}
