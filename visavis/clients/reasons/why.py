"""Why records are together: the strongest edges that hold them, each with the weight of its comparisons, from stored evidence."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visavis.clients.decided import DECISIONS, decided_now, standing_pairs
from visavis.clients.linking.frozen import LINKED
from visavis.clients.reasons.phrases import edge_told
from visavis.clients.who import Found, find
from visavis.engine.lake import Manifest
from visavis.engine.linking.scored.edges import (
    Edge,
    End,
    edges_among,
    ends_of,
    spanning,
    strongest_first,
    with_evidence,
)
from visavis.mistakes import Mistake

if TYPE_CHECKING:
    from visavis.clients.models import Decision

BY_DECISION = "decided"
"""Rule of edges that people decided; as engine/linking/link.py has it, which takes a second to import."""


def why(home: Path, who: str, other: str | None = None, *, country: str = "FR") -> dict[str, Any]:
    """The edges that hold the records of the client called `who` together, ready for JSON; with `other`, see `between`.

    Of all accepted edges between its records, the strongest ones that connect them (a maximum spanning tree), strongest first,
    what people decided last, and only where evidence does not suffice:
    keys source_l, key_l, source_r, key_r, weight (bits; null where the link is certain), probability, rule, evidence (comparison,
    level, bits, rarity), model, words (fr, en: the edge in a sentence), and decision (id, actor, reason, decided_at) where people
    decided it. `apart` lists records that no edge holds. Raises Mistake for an unknown client.
    """
    if other is not None:
        from visavis.clients.reasons.between import between

        return between(home, who, other, country=country)
    client = find(home, who)
    present = present_of(client)
    strongest = spanning(accepted_edges(client, present))
    held = {end for edge in strongest for end in ends_of(edge)}
    return {
        "id": client.id,
        "records": [f"{source}/{key}" for source, key in present],
        "edges": told(strongest),
        "apart": [f"{s}/{k}" for s, k in present if (s, k) not in held] if len(present) > 1 else [],
    }


def present_of(client: Found) -> list[End]:
    """The records of a client that are there, in order."""
    return [(each.source, each.key) for each in client.records if each.vanished_run is None]


def accepted_edges(client: Found, records: Collection[End]) -> list[Edge]:
    """What holds `records` of a client together, strongest first: edges of the last run, answers given to records that arrived
    since, and what people decided, until now.

    What people decided comes last: a merger names all records of both clients, and where evidence holds two of them without it,
    evidence is the reason.
    """
    stored = stored_edges(client, records)
    decision, arrival = _last()
    if decision > client.manifest.ledger.get(DECISIONS, 0):
        stored = [edge for edge in stored if edge["rule"] != BY_DECISION] + _decided(records)
    late = arrival > client.manifest.ledger.get(LINKED, 0)
    arrived = _arrived_since(client.manifest, records) if late else []
    likely = [edge for edge in stored if edge["probability"] >= least_of(client.lake.folder.parent)]
    return sorted(strongest_first([*likely, *arrived]), key=lambda edge: edge["rule"] == BY_DECISION)


def _last() -> tuple[int, int]:
    """The numbers of the last decision and of the last record that arrived; 0: none."""
    from django.db import connection

    with connection.cursor() as cursor:  # one question, and in most homes no other
        cursor.execute("SELECT (SELECT max(id) FROM visavis_decision), (SELECT max(id) FROM visavis_arrival)")
        decision, arrival = cursor.fetchone()
    return decision or 0, arrival or 0


def least_of(home: Path) -> float:
    """The probability from which on the last run took two records for one client."""
    from visavis.clients.linking.frozen import frozen

    try:
        return frozen(home).index.model.threshold
    except Mistake:
        return 0.5


def stored_edges(client: Found, records: Collection[End]) -> list[Edge]:
    """The edges of the last run among `records`, strongest first, accepted or not."""
    files = [each for entry in client.manifest.of("edges") for each in client.lake.counted(entry)]
    return edges_among(files, records)


def told(edges: Iterable[Edge]) -> list[dict[str, Any]]:
    """Edges ready for JSON, in the order given: evidence read, in words, and who decided what was decided."""
    found = []
    for edge in with_evidence(edges):
        evidence = json.loads(edge["evidence"]) if isinstance(edge["evidence"], str) else edge["evidence"]
        plain = edge | {"evidence": evidence}
        if edge["rule"] == BY_DECISION and (decision := deciding(*ends_of(edge), apart=False)):
            plain["decision"] = decision
        words = edge_told(plain)
        found.append(plain | {"words": {"fr": words.fr, "en": words.en}})
    return found


def deciding(one: End, other: End, *, apart: bool) -> dict[str, Any] | None:
    """The decision that two records are one client (`apart`: that they are not), if it stands: id, actor, reason, decided_at."""
    from visavis.clients.models import Decision

    standing = standing_pairs(list(Decision.objects.order_by("id")))[apart]
    decision = standing.get((one, other)) or standing.get((other, one))
    return _plain(decision) if decision else None


def _plain(decision: "Decision") -> dict[str, Any]:
    told = {name: getattr(decision, name) for name in ("id", "actor", "reason")}
    return told | {"decided_at": decision.decided_at.isoformat(timespec="seconds")}


def _decided(records: Collection[End]) -> list[Edge]:
    """All that stands decided to be one client among `records`."""
    named = {*records}
    return [_certain(min(pair), max(pair)) for pair in decided_now()[0].together if named.issuperset(pair)]


def _certain(left: End, right: End) -> Edge:
    return _edge(left, right, rule=BY_DECISION, weight=None, probability=1.0, evidence=[], model=None)


def _edge(left: End, right: End, **told: Any) -> Edge:
    return {"source_l": left[0], "key_l": left[1], "source_r": right[0], "key_r": right[1], **told}


def _arrived_since(manifest: Manifest, records: Collection[End]) -> list[Edge]:
    """What was answered to records of those that arrived after the last run's partition was made."""
    from visavis.clients.models import Arrival

    names: dict[str, End] = {"/".join(end): end for end in records}
    found = []
    for arrival in Arrival.objects.filter(id__gt=manifest.ledger.get(LINKED, 0), key__in=[key for _, key in records]):
        mine, to = (arrival.source, arrival.key), names.get(arrival.told["to"] or "")
        if to is None or "/".join(mine) not in names or mine == to:
            continue
        answer = {name: arrival.told[name] for name in ("rule", "weight", "probability")}
        evidence = list(arrival.told["evidence"])
        found.append(_edge(min(mine, to), max(mine, to), **answer, evidence=evidence, model=arrival.model))
    return found
