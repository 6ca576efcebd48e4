import datetime
from pathlib import Path

import pytest

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import Runner, step


def test_views_join_files_with_different_extra_fields(tmp_path: Path) -> None:
    lake, runner = Lake(tmp_path), DuckDB(tmp_path / "scratch")
    entries = []
    for source, extra, sql in (
        ("a", (("extra_sla", "boolean"),), "SELECT 'a' AS source, 'k1' AS key, true AS extra_sla"),
        (
            "b",
            (("extra_sla", "text"), ("extra_city", "text")),
            "SELECT 'b' AS source, 'k2' AS key, 'no' AS extra_sla, 'Lyon' AS extra_city",
        ),
    ):
        empty = ", ".join(
            f"CAST(NULL AS {t}) AS {n}" for n, t in (("occurred_at", "TIMESTAMP"), ("occurred_on", "DATE"))
        )
        names = [
            "type",
            "about",
            "occurred_zone",
            "status",
            "client_ref",
            "team",
            "staff",
            "unit",
            "due_zone",
            "done_zone",
        ]
        rest = ", ".join(f"CAST(NULL AS VARCHAR) AS {n}" for n in names)
        days = ", ".join(f"CAST(NULL AS DATE) AS {n}_on, CAST(NULL AS TIMESTAMP) AS {n}_at" for n in ("due", "done"))
        runner.run(
            [
                step(
                    "out",
                    f"SELECT *, {empty}, {rest}, {days}, CAST(1.5 AS DOUBLE) AS value, CAST(NULL AS BIGINT) AS place FROM ({sql})",
                )
            ]
        )
        path = lake.new_file("events", "r1")
        entries.append(lake.entry("events", path, runner.write("out", path), source=source, extra=extra))
    manifest = Manifest("r1", entries=tuple(entries))
    lake.show(runner, manifest, ["events", "records"])
    assert runner.rows("SELECT source, extra_sla, extra_city, value, done_on FROM events ORDER BY source") == [
        {"source": "a", "extra_sla": "true", "extra_city": None, "value": 1.5, "done_on": None},
        {"source": "b", "extra_sla": "no", "extra_city": "Lyon", "value": 1.5, "done_on": None},
    ]
    assert runner.rows("SELECT count(*) AS n FROM records") == [{"n": 0}]


def test_a_published_manifest_reads_back_equal_and_the_sweep_spares_it(tmp_path: Path) -> None:
    lake, runner = Lake(tmp_path), DuckDB(tmp_path / "scratch")
    runner.run([step("out", "SELECT DATE '2024-02-29' AS d")])
    kept, orphan = lake.new_file("cases", "r1"), lake.new_file("cases", "r1")
    rows = runner.write("out", kept)
    runner.write("out", orphan)
    manifest = Manifest(
        "r1", "2024-03-01", (lake.entry("cases", kept, rows, extra=(("extra_x", "date"),)),), {"s": [1]}
    )
    lake.save_draft(manifest)
    assert lake.draft() == manifest
    assert lake.current() is None
    lake.publish(manifest)
    assert lake.current() == manifest
    assert lake.draft() is None
    assert lake.sweep() == 1
    assert kept.exists()
    assert not orphan.exists()
    assert runner.rows(f"SELECT d FROM '{kept}'") == [{"d": datetime.date(2024, 2, 29)}]


def test_rows_that_count_no_longer_are_shown_on_no_engine(tmp_path: Path, runner: Runner) -> None:
    lake, session = Lake(tmp_path / "lake"), DuckDB(tmp_path / "other")
    row = "'s' AS source_l, CAST(i AS VARCHAR) AS key_l, 's' AS source_r, 'x' AS key_r, CAST(i AS DOUBLE) AS weight"
    rest = "0.5 AS probability, 'email' AS rule, '[]' AS evidence, 'm' AS model"
    session.run([step("base", f"SELECT {row}, {rest} FROM range(5) AS r(i)")])
    session.run([step("over", f"SELECT {row}, {rest} FROM range(5, 7) AS r(i)")])
    session.run([step("gone", "SELECT CAST(unnest([0, 3]) AS BIGINT) AS place")])
    base, over, gone = (lake.new_file("edges", "r1") for _ in range(3))
    for view, file in (("base", base), ("over", over), ("gone", gone)):
        session.write(view, file)
    stale = gone.relative_to(lake.folder).as_posix()
    entries = (lake.entry("edges", base, 3, stale=stale), lake.entry("edges", over, 2))
    lake.publish(Manifest("r1", entries=entries))
    manifest = lake.current()
    assert manifest == Manifest("r1", entries=entries)
    lake.show(runner, manifest, ("edges",))
    assert [row["key_l"] for row in runner.rows("SELECT key_l FROM edges ORDER BY key_l")] == ["1", "2", "4", "5", "6"]
    assert lake.sweep() == 0
    assert lake.counted(entries[0]) == [(base, gone)]
    assert lake.files(entries[1]) == [over]
    with pytest.raises(ValueError, match="count no longer"):
        lake.files(entries[0])
    assert lake.same_rows(entries[0], entries[0])
    assert not lake.same_rows(entries[0], lake.entry("edges", base, 3))


def test_the_sweep_knows_folders_that_a_cluster_wrote(tmp_path: Path) -> None:
    lake, runner = Lake(tmp_path), DuckDB(tmp_path / "scratch")
    runner.run([step("out", "SELECT 1 AS n")])
    parts, whole, orphan = (lake.new_file("cases", "r1") for _ in range(3))
    for folder in (parts, whole, orphan):
        for name in ("part-0.parquet", "part-1.parquet"):
            runner.write("out", folder / name)
    entries = (lake.entry("cases", parts / "part-0.parquet", 1), lake.entry("cases", whole, 2))
    lake.publish(Manifest("r1", entries=entries))
    assert lake.sweep() == 3
    assert sorted(
        path.relative_to(tmp_path / "data/cases").parts for path in tmp_path.glob("data/cases/*/*")
    ) == sorted([(parts.name, "part-0.parquet"), (whole.name, "part-0.parquet"), (whole.name, "part-1.parquet")])
    assert not orphan.exists()
