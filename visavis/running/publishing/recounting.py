"""Counts told anew after people's decisions, so that pages that tell how many agree with those that show whom."""


def count_anew() -> None:
    """Put into the document `counts` how many clients there are, and wait, now; in the caller's transaction, in turn.

    What else it counts does not depend on whose records are whose.
    """
    from visavis.attention.models import WaitingClient
    from visavis.clients.models import ClientCard
    from visavis.running.models import Document

    document = Document.objects.filter(name="counts").first()
    if document is None:
        return
    waiting = WaitingClient.objects.filter(vanished_run=None)
    document.body |= {
        "clients": ClientCard.objects.filter(vanished_run=None).count(),
        "waiting": waiting.count(),
        "waiting_clients": waiting.values("client").distinct().count(),
    }
    document.save(update_fields=["body"])
