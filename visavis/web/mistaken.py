"""What a person got wrong, one by one, for pages that show all of it at once."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from visavis.mistakes import Mistake, Mistakes, Words


@dataclass(frozen=True, slots=True)
class Shown:
    """One mistake as a page shows it; `place` is the file as seen from the home."""

    what: Words
    remedy: Words | None
    place: str
    line: int | None

    @property
    def name(self) -> str:
        """The name of the file alone."""
        return self.place.rpartition("/")[2]


def shown(found: Mistake | list[Mistake]) -> list[Shown]:
    """The mistakes behind one exception, or those of a list."""
    several = found if isinstance(found, list) else found.mistakes if isinstance(found, Mistakes) else [found]
    return [Shown(each.what, each.remedy, _place(each.file), each.line) for each in several]


def _place(file: Path | str | None) -> str:
    if file is None:
        return ""
    path = Path(file)
    return path.relative_to(settings.HOME).as_posix() if path.is_relative_to(settings.HOME) else path.name
