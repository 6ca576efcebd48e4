"""The kind `roots` where nobody declared it: over requests alone, not over all that happened."""

from pathlib import Path
from typing import Any

from tests.mirror.written import write
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import Type
from visavis.mirror.measure import measure


def test_what_is_no_request_is_not_counted_as_one_without_a_root(tmp_path: Path) -> None:
    asked = ["client", "client", "management", None]
    rows: list[dict[str, Any]] = [
        {"source": "q", "key": f"r{n}", "type": "request", "extra_root": asked[n % 4]} for n in range(20)
    ]
    rows += [{"source": "q", "key": f"d{n}", "type": "delivery", "client_ref": "record/crm/1"} for n in range(50)]
    runner, lake = DuckDB(tmp_path / "scratch"), Lake(tmp_path / "lake")
    try:
        manifest = write(lake, Manifest("r0"), "events", rows, {"extra_root": Type.TEXT})
        lake.show(runner, measure(tmp_path, runner, lake, manifest, "r1"), ["measures"])
        found = runner.rows("SELECT figure, value, n FROM measures WHERE kind = 'roots' AND grouping IS NULL")
    finally:
        runner.close()
    figures = {row["figure"]: (row["value"], row["n"]) for row in found}
    assert figures["value"] == (10 / 15, 15)
    assert figures["left_out_root"] == (5, 20)
