"""What the last run counted: pages tell how many there are without counting rows."""

import json
from datetime import date
from typing import Any

from visavis.clients.reading import ask


def counts() -> dict[str, Any]:
    """The document `counts`; empty before the first run."""
    found: dict[str, Any] = {}
    for (body,) in ask("SELECT CAST(body AS text) FROM visavis_document WHERE name = 'counts'"):
        found = json.loads(body)
    return found


def day_told(counted: dict[str, Any]) -> date | None:
    """The last day that facts tell of; None before the first run, or without a date."""
    return date.fromisoformat(counted["as_of"]) if counted.get("as_of") else None
