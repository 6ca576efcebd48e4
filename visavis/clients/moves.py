"""When records came to their clients: what links, runs and moves tell of it."""

import datetime

ARRIVED = "arrived-"
"""How the link of a record that arrived by itself is marked, followed by the moment in UTC."""

KEEP_MOVE = (
    "INSERT INTO visavis_clientmove (source, key, former, client, mark, missed, at) "
    "SELECT source, key, CASE WHEN vanished_run IS NULL THEN client ELSE %s END, %s, %s, vanished_run, %s "
    "FROM visavis_link WHERE source = %s AND key = %s AND (client <> %s OR vanished_run IS NOT NULL)"
)
"""SQL that keeps what a link says before it changes; a link that is as it should be already makes no move. It takes the client left,
the one joined, the mark, the moment, source, key, and the client joined again."""

_MOMENT = "%Y%m%dT%H%M%S.%f"


def mark_of_arrival(moment: datetime.datetime) -> str:
    """What stands for the run in the link of a record that arrived at `moment`: it tells when for ever."""
    return f"{ARRIVED}{moment.astimezone(datetime.UTC).strftime(_MOMENT)}"


def when_linked(mark: str) -> datetime.datetime | None:
    """The moment that the mark of an arrival tells; None for a run."""
    if not mark.startswith(ARRIVED):
        return None
    return datetime.datetime.strptime(mark.removeprefix(ARRIVED), _MOMENT).replace(tzinfo=datetime.UTC)
