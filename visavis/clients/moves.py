"""When records came to their clients: what links, runs and moves tell of it."""

import datetime

ARRIVED = "arrived-"
"""How the link of a record that arrived by itself is marked, followed by the moment in UTC."""

_MOMENT = "%Y%m%dT%H%M%S.%f"


def mark_of_arrival(moment: datetime.datetime) -> str:
    """What stands for the run in the link of a record that arrived at `moment`: it tells when for ever."""
    return f"{ARRIVED}{moment.astimezone(datetime.UTC).strftime(_MOMENT)}"


def when_linked(mark: str) -> datetime.datetime | None:
    """The moment that the mark of an arrival tells; None for a run."""
    if not mark.startswith(ARRIVED):
        return None
    return datetime.datetime.strptime(mark.removeprefix(ARRIVED), _MOMENT).replace(tzinfo=datetime.UTC)
