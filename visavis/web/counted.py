"""What the last run counted: pages tell how many there are without counting rows."""

from datetime import date
from typing import Any

from visavis.running.models import Document


def counts() -> dict[str, Any]:
    """The document `counts`; empty before the first run."""
    return Document.objects.filter(name="counts").values_list("body", flat=True).first() or {}


def day_told(counted: dict[str, Any]) -> date | None:
    """The last day that facts tell of; None before the first run, or without a date."""
    return date.fromisoformat(counted["as_of"]) if counted.get("as_of") else None
