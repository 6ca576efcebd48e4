"""How many voices are carried to each team."""

from collections.abc import Collection

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest


def voices_carried(session: DuckDB, lake: Lake, manifest: Manifest, *, masked: Collection[str]) -> dict[str, int]:
    """Voices by the team able to act on them, as the last run routed them; teams in `masked` (too few people) are left out."""
    lake.show(session, manifest, ["routes"])
    rows = session.rows("SELECT team, count(*) AS n FROM routes WHERE NOT team IS NULL GROUP BY team ORDER BY team")
    return {row["team"]: row["n"] for row in rows if row["team"] not in masked}
