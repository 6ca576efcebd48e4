"""Two records of which a person says that they are one client, or that they are not."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from visavis import database
from visavis.clients.decided import Pair, standing_pairs
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.clusters.decided import End
from visavis.mistakes import Mistake, Words
from visavis.running.deciding.effects import Effects, records_of
from visavis.running.deciding.evidence import gathered
from visavis.running.deciding.merging import taken_over
from visavis.running.deciding.parting import groups_of_two, parted_from
from visavis.running.deciding.refusing import Pairs, client_holding, in_the_way, need_reason, refuse_broken, told
from visavis.running.deciding.turn import in_turn, settle

if TYPE_CHECKING:
    from visavis.clients.models import Decision

ONE_CLIENT = Words(fr="ces fiches ne peuvent pas être un seul client", en="these records can't be one client")
TWO_CLIENTS = Words(fr="ces fiches ne peuvent pas être deux clients", en="these records can't be two clients")
FIRM = ("must-link", "merge")
"""Kinds of decisions that say outright that records are one client."""
BY_THE_WAY = ("split", "cannot-link", "undo")
"""Kinds of decisions that say only by the way which records stay together, and give way about that."""


def must_link(home: Path, one: End, other: End, *, actor: str, reason: str) -> "Decision":
    """Records `one` and `other` are one client: their clients are merged where they are two.

    Raises Mistake for unknown records, and where it is decided that they are not, or decided so already.
    """
    database.use(home)
    from visavis.clients.models import Decision

    reason, pair = need_reason(reason), _pair(one, other)
    with in_turn(home, lambda: sorted(set(map(client_holding, pair)))) as session:
        together, apart = standing_pairs(list(Decision.objects.order_by("id")))
        _refuse_again(together.get(pair), Decision.Kind.MUST_LINK)
        if standing := apart.get(pair):
            raise in_the_way(standing, ONE_CLIENT)
        numbers = sorted(set(map(client_holding, pair)))
        effects = taken_over(numbers[0], numbers[1:]) if len(numbers) > 1 else Effects()
        refuse_broken(effects, together=together, apart=apart, what=ONE_CLIENT)
        decision = Decision(kind=Decision.Kind.MUST_LINK, actor=actor, reason=reason)
        decision.payload = {"client": numbers[0], "pair": list(pair), "groups": [list(pair)]}
        return settle(session, decision, effects)


def cannot_link(home: Path, one: End, other: End, *, actor: str, reason: str) -> "Decision":
    """Records `one` and `other` are two clients: where they are one, it is cut at the weakest edges between them.

    The number stays with the larger part; then what both parts hold is decided with it, so that runs keep what was seen.
    Raises Mistake for unknown records, and where it is decided that they are one client, or decided so already.
    """
    database.use(home)
    from visavis.clients.models import Decision

    reason, pair = need_reason(reason), _pair(one, other)
    with in_turn(home, lambda: sorted(set(map(client_holding, pair)))) as session:
        together, apart = standing_pairs(list(Decision.objects.order_by("id")))
        _refuse_again(apart.get(pair), Decision.Kind.CANNOT_LINK)
        if standing := _held_by(pair, {each: by for each, by in together.items() if by.kind in FIRM}):
            raise in_the_way(standing, TWO_CLIENTS)
        numbers = sorted(set(map(client_holding, pair)))
        groups: list[list[End]] = [[pair[0]], [pair[1]]]
        effects = Effects()
        if len(numbers) == 1:
            parted = _cut(home, session, numbers[0], pair, together, apart)
            effects = parted_from(numbers[0], parted)
            groups = groups_of_two(records_of(numbers[0]), parted)
        refuse_broken(effects, together=together, apart=apart, weak=BY_THE_WAY, what=TWO_CLIENTS)
        decision = Decision(kind=Decision.Kind.CANNOT_LINK, actor=actor, reason=reason)
        others = {"other": numbers[1]} if len(numbers) > 1 else {}
        decision.payload = {"client": numbers[0], **others, "pair": list(pair), "groups": groups}
        return settle(session, decision, effects)


def _pair(one: End, other: End) -> Pair:
    """Both records, in order; raises Mistake where they are the same."""
    first, second = sorted(((one[0], one[1]), (other[0], other[1])))
    if first == second:
        raise Mistake(
            Words(fr="c’est deux fois la même fiche", en="this is twice the same record"),
            remedy=Words(fr="donnez deux fiches", en="give two records"),
        )
    return first, second


def _refuse_again(standing: "Decision | None", kind: str) -> None:
    if standing is not None and standing.kind == kind:
        its = told(standing)
        raise Mistake(
            Words(fr=f"c’est déjà décidé: {its.fr}", en=f"this is decided already: {its.en}"),
            remedy=Words(fr="il n’y a rien à faire", en="there is nothing to do"),
        )


def _held_by(pair: Pair, together: Pairs) -> "Decision | None":
    """The latest of the decisions by which `pair` is one client; None where they don't say so."""
    linked: dict[End, list[tuple[End, Decision]]] = {}
    for (left, right), decision in together.items():
        linked.setdefault(left, []).append((right, decision))
        linked.setdefault(right, []).append((left, decision))
    ahead, came = [pair[0]], {pair[0]: list["Decision"]()}
    while ahead:
        record = ahead.pop(0)
        for neighbour, decision in linked.get(record, ()):
            if neighbour not in came:
                came[neighbour] = [*came[record], decision]
                ahead.append(neighbour)
    return max(came.get(pair[1], ()), key=lambda decision: decision.pk, default=None)


def _cut(home: Path, session: DuckDB, client: int, pair: Pair, together: Pairs, apart: Pairs) -> list[End]:
    """The records that leave `client`, so that the two of `pair` part: the smaller side, of equal ones the later in order."""
    every = records_of(client)
    label = gathered(
        home,
        session,
        every,
        groups=[[pair[0]], [pair[1]]],
        together=_of_kinds(together, firm=True),
        likely=_of_kinds(together, firm=False),
        apart=apart,
    )
    sides = [[record for record in every if label[record] == label[end]] for end in pair]
    return min(reversed(sides), key=lambda side: (sum(every[record] for record in side), [-1, 1][side is sides[0]]))


def _of_kinds(together: Pairs, *, firm: bool) -> Iterable[Pair]:
    return [pair for pair, decision in together.items() if (decision.kind in FIRM) is firm]
