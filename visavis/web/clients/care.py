"""Who takes care of a client, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from visavis.attention.taking import Taker, taken_by
from visavis.clients.models import ClientCard


@dataclass(frozen=True, slots=True)
class Care:
    """Names of the colleagues who take care of a client, and whether whoever looks is one of them."""

    colleagues: tuple[str, ...] = ()
    mine: bool = False


def care(takers: Iterable[Taker], user: int) -> Care:
    """What `takers` mean for the user with that id."""
    takers = list(takers)
    others = tuple(taker.name for taker in takers if taker.user != user)
    return Care(others, len(others) < len(takers))


def rows(cards: Iterable[ClientCard], user: int) -> list[tuple[ClientCard, Care]]:
    """Each card with who takes care of its client; one query for all."""
    cards = list(cards)
    takers = taken_by(card.client for card in cards)
    return [(card, care(takers.get(card.client, ()), user)) for card in cards]
