"""What a guided visit shows of this very company: chosen by what its data say, whatever company it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from visavis.clients.models import ClientCard, Link
from visavis.clients.reading import read
from visavis.engine.measuring.intervals import newcombe
from visavis.mirror.draw.figures import together
from visavis.mirror.reflection import Mirror, Month, Rate, Reflected
from visavis.vocabulary import Audience

FEWEST = 30
"""Cases from which on a rate is worth a stop."""

SURE = 3.3
"""Normal quantile that a fall must stand: the month is sought among many, one of which always looks worst by chance."""

LATEST = 2_000
"""Clients heard of last, among whom one known by several sources is looked for first: by index, however many there are."""


@dataclass(frozen=True, slots=True)
class Break:
    """The month since which a promise is kept less, and its rates before it and since."""

    month: date
    before: Rate
    since: Rate

    @property
    def fall(self) -> float:
        """How much less it is kept, 0 to 1."""
        return (self.before.value or 0.0) - (self.since.value or 0.0)


def most_broken(mirror: Mirror) -> Reflected | None:
    """The promise made to clients that fell most; where none fell beyond chance, the one that is kept least.

    None where the facts can test none, or where all are kept.
    """
    tested = [
        each
        for each in mirror.promises
        if each.rate.value is not None and each.rate.kept < each.rate.n and each.audience != Audience.INTERNAL
    ]
    fell = {each.name: broke for each in tested if (broke := broke_in(each.trend))}
    if fell:
        return max((each for each in tested if each.name in fell), key=lambda each: (fell[each.name].fall, each.name))
    firm = [each for each in tested if each.rate.n >= FEWEST] or tested
    return min(firm, key=lambda each: (each.rate.value or 0.0, each.name), default=None)


def broke_in(trend: Sequence[Month]) -> Break | None:
    """The month after which the rate fell most, where the fall is beyond chance; None where no month stands out."""
    months = [month for month in trend if month.rate.n]
    found: list[tuple[float, Break]] = []
    for place in range(1, len(months)):
        before, since = together(months[:place]), together(months[place:])
        if min(before.n, since.n) < FEWEST:
            continue
        least, _ = newcombe(before.kept, before.n, since.kept, since.n, z=SURE)
        if least > 0:
            found.append((least, Break(months[place].period, before, since)))
    return max(found, key=lambda each: each[0])[1] if found else None


def known_by_several() -> ClientCard | None:
    """A client whose page tells most: three records or more of several sources, words, kept and missed promises.

    Sought among the latest, then among all; None where no client has three records.
    """
    here = "WHERE vanished_run IS NULL"
    latest = read(ClientCard, f"{here} AND last_on IS NOT NULL ORDER BY last_on DESC, client DESC LIMIT %s", LATEST)
    found = [card for card in latest if card.records >= 3] or read(
        ClientCard, f"{here} AND records >= 3 ORDER BY client LIMIT %s", LATEST
    )
    best = sorted(found, key=_worth, reverse=True)[:FEW]
    several = sources_of_records(card.client for card in best)
    return next((card for card in best if several.get(card.client, 0) > 1), next(iter(best), None))


def sources_of_records(clients: Iterable[int]) -> Mapping[int, int]:
    """By client, how many sources their records come from; addresses that facts name are no source."""
    links = Link.objects.present().filter(client_id__in=list(clients)).exclude(source__in=ADDRESSES)
    return dict(links.values_list("client_id").annotate(n=Count("source", distinct=True)))


FEW = 50
"""Clients with most to tell, of whom one is taken whose records do not all come from one source."""

ADDRESSES = ("email", "phone")
"""What links call a record that is but an address."""


def _worth(card: ClientCard) -> tuple[int, ...]:
    """How much a client's page has to tell, without being endless; the first client where several tell as much."""
    telling = (card.sources >= 3, card.voices > 0, card.missed > 0, card.kept > 0, card.records <= 6, card.facts <= 60)
    return (sum(telling), min(card.sources, 5), min(card.voices, 3), -card.client)
