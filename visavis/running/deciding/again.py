"""Decisions carried out again, after a publication that did not know of them."""

from visavis.engine.lake import Lake, Manifest
from visavis.running.deciding.effects import carry_out, client_of, effects_of, standing
from visavis.running.deciding.turn import mark_of
from visavis.running.publishing.anew import publish_anew, with_records
from visavis.running.publishing.recounting import count_anew
from visavis.running.publishing.writing import take_turns


def carry_out_again(lake: Lake, manifest: Manifest, *, after: int) -> int:
    """Do again what was decided after decision `after`: a publication that did not know of it may have undone it.

    The last decision that was done again, else `after`.
    """
    from django.db import transaction

    from visavis.clients.models import Decision

    last = after
    for decision in Decision.objects.filter(id__gt=after).order_by("id"):
        effects = effects_of(decision)
        clients = {standing(number) for number in effects.numbers}
        clients |= {client for record in effects.target if (client := client_of(record)) is not None}
        with with_records(lake, manifest, clients) as session, transaction.atomic():
            take_turns()
            touched = clients | carry_out(effects, mark_of(decision))
            publish_anew(session, sorted(touched), mark_of(decision))
            count_anew()
        last = decision.pk
    return last
