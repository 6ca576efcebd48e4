"""One record linked at once: attached to the client that it tells of, or made a new one, with what it was decided by.

Candidates come from the index of the current run and from what arrived since; they weigh what batch would give them. What would
bring two clients together, or part one, is left to the next run and to people: then the answer says *review*.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from visavis import database
from visavis.clients.arriving.arrived import arrived, raw_of
from visavis.clients.arriving.candidates import Candidates
from visavis.clients.arriving.choosing import Choice, choose
from visavis.clients.linking.frozen import Frozen, frozen
from visavis.clients.moves import KEEP_MOVE, mark_of_arrival
from visavis.engine.linking.comparable.normalise import normalised_one
from visavis.engine.linking.index import HOLDS, IDENTITY, NAMES
from visavis.engine.linking.scored.scoring import digest, probability
from visavis.mistakes import Mistake, Words

Outcome = Literal["attached", "created", "review"]

MARK = "arrived"
"""What stands for the run in a client that a record which arrived has made."""

MOST_TOLD = 5
"""Other candidates that an answer names."""


@dataclass(frozen=True, slots=True)
class Placement:
    """What became of a record: the client it belongs to (a public id), and why.

    `outcome`: attached to a client who was there; created; or review: it has a client, but a person or the next run may decide
    otherwise. `to` is the record that it was attached by, `weight` (bits) and `evidence` as edges have them; `candidates` are
    others that it may belong with: record, client, probability.
    """

    outcome: Outcome
    client: str
    record: str
    to: str | None = None
    rule: str | None = None
    weight: float | None = None
    probability: float | None = None
    evidence: tuple[dict[str, Any], ...] = ()
    candidates: tuple[dict[str, Any], ...] = ()

    def plain(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def link_record(home: Path, record: Mapping[str, Any], *, country: str = "FR") -> Placement:
    """Give `record` (fields: visavis.clients.arriving.arrived.FIELDS) its client, at once and for good: written before this returns.

    The same record again gets the same answer; the same source and key with other contents keeps its client. `country`
    (ISO 3166) is assumed of phone numbers without a prefix. Raises Mistake for a record that can't be read, or where no run
    has linked yet.
    """
    told = arrived(record)
    known = frozen(home)
    comparable = _comparable(told, country)
    candidates = Candidates(known, told, comparable)
    database.use(home)
    from django.db import connection, transaction

    from visavis.clients.erasing import was_erased
    from visavis.clients.turns import next_number, take_turn

    with transaction.atomic(), connection.cursor() as cursor:
        take_turn(cursor)
        if was_erased(cursor, told):
            raise _erased()
        earlier = _earlier(cursor, told)
        if earlier and json.loads(earlier[1]) == told:
            return _again(cursor, told, json.loads(earlier[2]))
        choice = choose(cursor, candidates)
        client = choice.client
        if client is None:
            client = next_number(cursor)
            cursor.execute(
                "INSERT INTO visavis_client (number, created_at, run) VALUES (%s, %s, %s)", [client, _now(), MARK]
            )
        answer = _answer(candidates, choice, client)
        if earlier:
            cursor.execute("DELETE FROM visavis_arrivalkey WHERE arrival = %s", [earlier[0]])
            cursor.execute("DELETE FROM visavis_arrival WHERE id = %s", [earlier[0]])
        _keep(cursor, candidates, known, answer)
        _link(cursor, told, client)
    return answer


def _erased() -> Mistake:
    return Mistake(
        Words(fr="cette fiche est celle d’un client effacé", en="this record is that of a client who was erased"),
        remedy=Words(
            fr="ne la reprenez pas: le client a demandé à ne plus être là",
            en="leave it out: the client asked not to be here any more",
        ),
    )


def _comparable(told: Mapping[str, Any], country: str) -> dict[str, Any]:
    row = normalised_one(raw_of(told), country=country)
    day = row["birth_date"]
    return row | {"birth_date": day.isoformat() if day else None}


def _identity(told: Mapping[str, Any]) -> int:
    return digest(IDENTITY, "", told["source"], told["key"])


def _earlier(cursor: Any, told: Mapping[str, Any]) -> tuple[int, str, str] | None:
    cursor.execute("SELECT id, written, told FROM visavis_arrival WHERE identity = %s", [_identity(told)])
    row = cursor.fetchone()
    return (row[0], row[1], row[2]) if row else None


def _again(cursor: Any, told: Mapping[str, Any], answer: dict[str, Any]) -> Placement:
    """What was answered before, with the number that its client has now."""
    from visavis.clients.models import public_id

    cursor.execute(
        "SELECT coalesce(a.client, l.client) FROM visavis_link AS l LEFT JOIN visavis_clientalias AS a "
        "ON l.client = a.former WHERE l.source = %s AND l.key = %s",
        [told["source"], told["key"]],
    )
    row = cursor.fetchone()
    many = {name: tuple(answer[name]) for name in ("evidence", "candidates")}
    same = Placement(**(answer | many))
    return replace(same, client=public_id(row[0])) if row else same


def _answer(candidates: Candidates, choice: Choice, client: int) -> Placement:
    from visavis.clients.models import public_id

    outcome: Outcome = "review" if choice.doubtful else "created" if choice.client is None else "attached"
    best, answer = choice.by, Placement(outcome, public_id(client), candidates.name)
    others = [
        {"record": each.name, "client": public_id(of), "probability": round(probability(each.weight), 4)}
        for each, of in choice.others[:MOST_TOLD]
    ]
    answer = replace(answer, candidates=tuple(others))
    if best is None:
        return answer
    answer = replace(answer, to=best.name, rule=best.rule, probability=1.0)
    if math.isfinite(best.weight) and best.row is not None and not best.certain:
        score = candidates.score(best)
        evidence = tuple(json.loads(score.evidence()))
        return replace(
            answer, weight=round(score.weight, 6), probability=round(score.probability, 6), evidence=evidence
        )
    return answer


def _keep(cursor: Any, candidates: Candidates, known: Frozen, answer: Placement) -> None:
    told = candidates.told
    cursor.execute(
        "INSERT INTO visavis_arrival (source, key, identity, written, comparable, told, model, arrived_at) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [
            *(told["source"], told["key"], _identity(told)),
            *(json.dumps(each) for each in (told, candidates.comparable, answer.plain())),
            *(known.index.version, _now()),
        ],
    )
    arrival = cursor.fetchone()[0]
    comparable = candidates.comparable
    held = [*(comparable["mailboxes"] or ()), *(comparable["phones"] or ())]
    digests = {
        *candidates.digests,
        *(digest(HOLDS, "", item) for item in held),
        *(digest(NAMES, "", item) for item in told["also_known_as"] or ()),
    }
    cursor.executemany(
        "INSERT INTO visavis_arrivalkey (digest, arrival) VALUES (%s, %s)",
        [(each, arrival) for each in sorted(digests)],
    )


def _link(cursor: Any, told: Mapping[str, Any], client: int) -> None:
    """Link the record to `client`; one that was linked before keeps when that was, and what it said is kept."""
    now, end = _now(), (told["source"], told["key"])
    mark = mark_of_arrival(now)
    cursor.execute(KEEP_MOVE, [client, client, mark, now, *end, client])
    cursor.execute(
        "INSERT INTO visavis_link (source, key, client, run) VALUES (%s, %s, %s, %s) ON CONFLICT (source, key) DO UPDATE "
        "SET client = excluded.client, vanished_run = NULL "
        "WHERE visavis_link.client <> excluded.client OR visavis_link.vanished_run IS NOT NULL",
        [*end, client, mark],
    )


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()
