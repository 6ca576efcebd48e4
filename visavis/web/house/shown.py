"""Who serves whom, as pages show it: the map with its table, what is odd in it, and files it could be taken in from."""

from pathlib import Path
from typing import Any

from django.conf import settings

from visavis.house.map import house_map
from visavis.house.models import Service
from visavis.house.service_file import read_services
from visavis.house.services import notes
from visavis.house.teams import active
from visavis.mistakes import Mistake
from visavis.running.reading_teams import teams_named

LARGEST_LOOKED_AT = 200_000
"""Bytes: longer exports are facts, no list of teams."""
MOST_LOOKED_AT = 200


def house_shown() -> dict[str, Any]:
    """The map and what is odd in the house itself."""
    return {"house": house_map(), "notes": notes()}


def house_edited(withdrawn: str) -> dict[str, Any]:
    """The same, with what a steward can change; `withdrawn` numbers a service taken out just now, to be put back."""
    return {
        "house": house_map(),
        "notes": notes(teams_named()),
        "may_change_house": True,
        "listed_teams": list(active()),
        "unserved": _unserved(withdrawn),
        "house_files": house_files(),
    }


def house_files() -> list[str]:
    """CSV files of the home's exports that tell who serves whom, by name, those that can be read."""
    found = []
    for file in sorted((settings.HOME / "exports").glob("*.csv"))[:MOST_LOOKED_AT]:
        if file.stat().st_size <= LARGEST_LOOKED_AT and _tells(file):
            found.append(file.name)
    return found


def _tells(file: Path) -> bool:
    try:
        read_services(file.read_bytes(), file)
    except (Mistake, OSError):
        return False
    return True


def _unserved(number: str) -> Service | None:
    if not number.isdecimal() or len(number) > 12:
        return None
    held = Service.objects.filter(pk=int(number)).exclude(ended_at=None)
    return held.select_related("team", "served").first()
