"""Records that a client did not have before a merge."""

from typing import TYPE_CHECKING

from visavis.engine.linking.clusters.decided import End
from visavis.running.deciding.effects import records_of

if TYPE_CHECKING:
    from visavis.clients.models import ClientAlias


def came_with(alias: "ClientAlias") -> set[End]:
    """Records of the surviving client that were not its own when the run that made the merge began."""
    from visavis.clients.models import ClientMove, Link
    from visavis.clients.moves import when_linked
    from visavis.running.models import Run

    every = records_of(alias.client_id)
    before: dict[End, int] = {}
    for source, key, former, mark, at in (
        ClientMove.objects.filter(source__in={source for source, _ in every}, key__in={key for _, key in every})
        .order_by("id")
        .values_list("source", "key", "former", "mark", "at")
    ):
        if mark == alias.run or at > alias.created_at:
            before.setdefault((source, key), former)
    runs = set(Run.objects.filter(started_at__gt=alias.created_at).values_list("id", flat=True)) | {alias.run}
    came = set()
    for source, key, run in Link.objects.filter(client_id=alias.client_id).values_list("source", "key", "run"):
        arrived = when_linked(run)
        if run in runs or (arrived is not None and arrived > alias.created_at):
            came.add((source, key))
    own = alias.direct or alias.client_id
    return came | {record for record, former in before.items() if record in every and former != own}
