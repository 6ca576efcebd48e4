"""Who serves whom in a demonstration company, taken in from the file that it exports."""

from pathlib import Path

FILE = Path("exports") / "equipes.csv"


def take_in_house(home: Path) -> None:
    """Take in the teams of the company in `home`, unless somebody noted who serves whom there: what people did stays."""
    from visavis import database

    database.use(home)
    from visavis.house.models import Service
    from visavis.house.services import take_in

    if (home / FILE).is_file() and not Service.objects.exists():
        take_in(home / FILE)
