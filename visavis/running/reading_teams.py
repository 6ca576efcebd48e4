"""Teams that facts name, as the last run told them."""

from visavis.running.models import Document


def teams_named() -> list[str]:
    """Their names; none before the first run."""
    body = Document.objects.filter(name="teams").values_list("body", flat=True).first() or {}
    return [each["name"] for each in body.get("named", [])]
