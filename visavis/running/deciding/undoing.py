"""Decisions taken back, and merges that runs made: the former numbers come back, with the records that they had."""

from collections.abc import Collection
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from visavis import database
from visavis.clients.decided import groups_of, in_force, standing_pairs
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.clusters.decided import End
from visavis.mistakes import Mistake, Words
from visavis.running.deciding.effects import Effects, Move, client_of, effects_of, records_of, standing
from visavis.running.deciding.evidence import gathered
from visavis.running.deciding.linking import BY_THE_WAY
from visavis.running.deciding.refusing import Pairs, client_called, in_the_way, need_reason, refuse_broken, told
from visavis.running.deciding.since import came_with
from visavis.running.deciding.turn import in_turn, settle

if TYPE_CHECKING:
    from visavis.clients.models import ClientAlias, Decision

WHAT = Words(fr="cette décision ne peut pas être annulée", en="this decision can't be undone")
UNMERGED = Words(fr="cette réunion ne peut pas être annulée", en="this merge can't be undone")


def undo(home: Path, decision: int, *, actor: str, reason: str) -> "Decision":
    """Take a decision back, whatever runs did since: numbers and records are as before it, what was decided before holds again.

    Records that came since go where the edges of the last run lead. Where those edges would bring a merge about again, the two
    are kept apart. An undoing can be undone. Raises Mistake where there is no such decision, where it was taken back already,
    or where another decision stands in the way.
    """
    database.use(home)
    from visavis.clients.models import Decision

    reason = need_reason(reason)
    row = _standing_decision(decision)
    with in_turn(home, lambda: _concerned(effects_of(row))) as session:
        row, done = _standing_decision(decision), effects_of(row)
        every = list(Decision.objects.order_by("id"))
        undoing = Decision(kind=Decision.Kind.UNDO, actor=actor, reason=reason)
        undoing.payload = {"client": standing(row.payload["client"]), "undoes": row.pk}
        together, apart = standing_pairs([*every, undoing])
        moves = _way_back(row, done, every)
        back = tuple((number, client, row.decided_at.isoformat()) for number, client in done.became)
        named = {record for group in groups_of(row) for record in group} or {(m[0], m[1]) for m in done.moves}
        effects, groups = _brought_back(home, session, moves, back, together, apart, named)
        gone = _taken_back(done, moves)
        effects = Effects((*effects.moves, *gone.moves), became=gone.became, revived=effects.revived)
        refuse_broken(effects, together=together, apart=apart, weak=BY_THE_WAY, what=WHAT)
        if groups:
            undoing.payload["groups"] = groups
        return settle(session, undoing, effects)


def undo_merge(home: Path, former: int, *, actor: str, reason: str) -> "Decision":
    """Number `former` is a client again, with the records that it had when another number took it over.

    Where a person decided that merge, the decision is taken back; where a run made it, its clients are kept apart in every run
    after. Raises Mistake where nobody took `former` over, where it is not on record what it had, or where a decision stands in
    the way.
    """
    database.use(home)
    from visavis.clients.models import Decision

    reason = need_reason(reason)
    alias = _alias(former)
    if alias.run.startswith("decision-"):
        return undo(home, int(alias.run.removeprefix("decision-")), actor=actor, reason=reason)
    with in_turn(home, lambda: [standing(former)]) as session:
        alias = _alias(former)
        every = list(Decision.objects.order_by("id"))
        together, apart = standing_pairs(every)
        whose = alias.client_id
        moves = _moves_of_merge(alias)
        back = ((former, whose, alias.created_at.isoformat()),)
        mine = {(source, key) for source, key, *_ in moves}
        named = mine | (set(records_of(whose)) - came_with(alias))
        effects, groups = _brought_back(home, session, moves, back, together, apart, named, keep=True)
        refuse_broken(effects, together=together, apart=apart, weak=BY_THE_WAY, what=UNMERGED)
        decision = Decision(kind=Decision.Kind.SPLIT, actor=actor, reason=reason)
        decision.payload = {"client": whose, "merged": alias.run, "groups": groups}
        return settle(session, decision, effects)


def _standing_decision(number: int) -> "Decision":
    from visavis.clients.models import Decision

    every = list(Decision.objects.order_by("id"))
    row = next((each for each in every if each.pk == number), None)
    if row is None:
        raise Mistake(
            Words(fr=f"il n’y a pas de décision n° {number}", en=f"there is no decision {number}"),
            remedy=Words(
                fr="voyez leurs numéros: visavis client history ID", en="see their numbers: visavis client history ID"
            ),
        )
    if row not in in_force(every):
        by = told(next(each for each in reversed(every) if each.payload.get("undoes") == number))
        raise Mistake(
            Words(fr=f"cette décision est déjà annulée: {by.fr}", en=f"this decision is undone already: {by.en}"),
            remedy=Words(fr="il n’y a rien à faire", en="there is nothing to do"),
        )
    return row


def _alias(former: int) -> "ClientAlias":
    from visavis.clients.models import ClientAlias, public_id

    client_called(former)
    alias = ClientAlias.objects.filter(former=former).first()
    if alias is None:
        name = public_id(former)
        raise Mistake(
            Words(fr=f"personne n’a repris l’identifiant {name}", en=f"nobody took the id {name} over"),
            remedy=Words(
                fr="donnez un ancien identifiant, ou le numéro d’une décision",
                en="give a former id, or a decision’s number",
            ),
        )
    return alias


def _concerned(done: Effects) -> list[int]:
    """The clients that taking `done` back concerns, as they stand now."""
    now = {client_of((source, key)) for source, key, *_ in done.moves} - {None}
    return sorted({standing(number) for number in done.numbers} | {each for each in now if each is not None})


def _way_back(row: "Decision", done: Effects, every: "list[Decision]") -> list[Move]:
    """The moves of `done` the other way; raises Mistake where a later decision moved one of the records elsewhere."""
    later = [each for each in in_force(every) if each.pk > row.pk]
    moves = []
    for source, key, left, joined in done.moves:
        now = client_of((source, key))
        if now is None:
            continue
        if now != standing(joined):
            blocking = [each for each in later if (source, key) in effects_of(each).target]
            if blocking:
                raise in_the_way(blocking[-1], WHAT)
        moves.append((source, key, now, left))
    return moves


def _moves_of_merge(alias: "ClientAlias") -> list[Move]:
    """What `alias` had when a run let another number take it over, the way back."""
    from visavis.clients.models import ClientMove

    rows = ClientMove.objects.filter(former=alias.former, mark=alias.run).order_by("source", "key")
    moved = [(source, key) for source, key in rows.values_list("source", "key")]
    if not moved:
        raise Mistake(
            Words(
                fr="les fiches que cet identifiant avait ne sont pas connues",
                en="the records that this id had are not known",
            ),
            remedy=Words(
                fr="séparez-les à la main: visavis client split ID SOURCE/CLÉ… --reason …",
                en="part them by hand: visavis client split ID SOURCE/KEY… --reason …",
            ),
        )
    return [
        (source, key, now, alias.former)
        for source, key in moved
        if (now := client_of((source, key))) == alias.client_id
    ]


def _taken_back(done: Effects, moves: Collection[Move]) -> Effects:
    """Numbers that `done` made, or brought back, are taken over by the clients that they came out of, with all they have now."""
    every: dict[End, Move] = {}
    became = []
    for number, source_of in (*done.minted, *((number, client) for number, client, _ in done.revived)):
        whose = standing(source_of)
        became.append((number, whose))
        if standing(number) == number:
            every |= {(source, key): (source, key, number, whose) for source, key in records_of(number)}
        else:
            at = {(source, key) for source, key, _, joined in done.moves if joined == number}
            every |= {(m[0], m[1]): (m[0], m[1], m[2], whose) for m in moves if (m[0], m[1]) in at and m[2] != whose}
    return Effects(tuple(every.values()), became=tuple(became))


def _brought_back(
    home: Path,
    session: DuckDB,
    moves: Collection[Move],
    back: tuple[tuple[int, int, str], ...],
    together: Pairs,
    apart: Pairs,
    named: Collection[End],
    *,
    keep: bool = False,
) -> tuple[Effects, list[list[End]]]:
    """What it does when the numbers of `back` are their own again, and the groups that must be kept apart so that they stay so.

    `moves` lead back to them; of the records beside those, only such as are not `named` may follow, where edges lead.
    """
    if not back:
        return Effects(), []
    numbers = [number for number, *_ in back]
    own: dict[int, list[End]] = {number: [] for number in numbers}
    for source, key, _, left in moves:
        own.setdefault(left, []).append((source, key))
    here = {standing(client) for _, client, _ in back} | {now for *_, now, left in moves if left in numbers}
    present = {record: number for number in sorted(here) for record in records_of(number)}
    returning = {record for number in numbers for record in own[number]}
    staying = [record for record in present if record in named and record not in returning]
    groups = [staying, *(own[number] for number in numbers)]
    label = gathered(home, session, present, groups=groups, together=together, apart=apart)
    place = {label[own[number][0]]: number for number in numbers if own[number]}
    joining = {
        record: place.get(label[record]) for record in present if record not in named and record not in returning
    }
    for record, number in joining.items():
        if number is not None:
            own[number].append(record)
    final = tuple(
        (*record, present[record], number) for number in numbers for record in sorted(own[number]) if record in present
    )
    gone = {(source, key) for source, key, *_ in final}
    parts = [sorted(set(present) - gone), *(sorted(own[number]) for number in numbers)]
    if not keep:
        label = gathered(home, session, present, groups=[], together=together, apart=apart)
        labels = [{label[record] for record in part if record in label} for part in parts]
        keep = any(one & other for one, other in combinations(labels, 2))
    return Effects(final, revived=back), [part for part in parts if part] if keep else []
