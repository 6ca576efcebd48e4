"""Where the public sets are: `VISAVIS_DATA`, else `../shared/data` beside the project. Nothing of them is kept here."""

import os
from pathlib import Path

DATA = Path(os.environ.get("VISAVIS_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


def sets_missing() -> str | None:
    """What to say where the public sets are absent; None where they are there."""
    return None if DATA.is_dir() else f"the public data sets are not at {DATA}; name their folder in VISAVIS_DATA"
