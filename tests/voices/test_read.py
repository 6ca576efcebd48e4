from pathlib import Path

import pytest

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.steps import SQL_TYPES, Runner, step
from visavis.engine.tables import RATINGS
from visavis.voices import read as reading
from visavis.voices.read import read, read_steps


def ratings(lake: Lake, runner: DuckDB, *texts: tuple[str, str]) -> Entry:
    rows = " UNION ALL ".join(f"SELECT 'avis' AS source, '{key}' AS key, '{text}' AS text" for key, text in texts)
    given = {"source", "key", "text"}
    columns = ", ".join(
        c.name if c.name in given else f"CAST(NULL AS {SQL_TYPES[c.type]}) AS {c.name}" for c in RATINGS.columns
    )
    runner.run([step("made", f"SELECT {columns} FROM ({rows})")])
    path = lake.new_file("ratings", "r")
    return lake.entry("ratings", path, runner.write("made", path), source="avis")


def shown(lake: Lake, runner: DuckDB, manifest: Manifest) -> dict[str, str | None]:
    lake.show(runner, manifest, ["readings"])
    return {row["key"]: row["sentiment"] for row in runner.rows("SELECT key, sentiment FROM readings")}


def test_only_what_is_new_or_changed_is_read_and_what_vanished_goes(tmp_path: Path) -> None:
    lake, runner = Lake(tmp_path), DuckDB(tmp_path / "scratch")
    angry, glad = (
        "Je suis furieux, colis jamais reçu, service lamentable",
        "Merci beaucoup, livraison parfaite, équipe adorable",
    )
    first = Manifest("r1", entries=(ratings(lake, runner, ("1", angry), ("2", glad), ("3", "  ")),))
    once = read(runner, lake, first, "r1")
    assert shown(lake, runner, once) == {"1": "negative", "2": "positive"}
    again = read(runner, lake, once, "r2")
    assert again.of("readings") == once.of("readings")
    changed = once.replaced("ratings", [ratings(lake, runner, ("1", glad), ("2", glad), ("4", angry))])
    said: list[str] = []
    after = read(runner, lake, changed, "r3", progress=lambda words, share=None: said.append(words.en))
    assert shown(lake, runner, after) == {"1": "positive", "2": "positive", "4": "negative"}
    assert "Reading verbatims (2)" in said
    gone = read(runner, lake, after.replaced("ratings", []), "r4")
    assert gone.of("readings") == ()


def test_the_steps_mean_the_same_on_every_engine(runner: Runner, tmp_path: Path) -> None:
    lake, duckdb = Lake(tmp_path / "lake"), DuckDB(tmp_path / "d")
    manifest = Manifest("r1", entries=(ratings(lake, duckdb, ("1", "Bonjour à tous"), ("2", "trois")),))
    lake.show(runner, manifest, ["ratings", "exchanges", "readings", "said", "vectors"])
    runner.run(read_steps("any", "encoder"))
    assert runner.rows("SELECT count(*) AS n FROM unread") == [{"n": 2}]


def test_what_was_read_is_kept_part_by_part_and_a_killed_reading_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH", 2)
    monkeypatch.setattr(reading, "PART", 4)
    lake, runner = Lake(tmp_path), DuckDB(tmp_path / "scratch")
    texts = [(str(n), f"Merci beaucoup, livraison parfaite le {n} mars") for n in range(1, 11)]
    manifest = Manifest("r1", entries=(ratings(lake, runner, *texts),))

    class Killed(Exception):
        pass

    kept: list[Manifest] = []

    def keep(so_far: Manifest) -> None:
        kept.append(so_far)
        if len(kept) == 2:
            raise Killed

    with pytest.raises(Killed):
        read(runner, lake, manifest, "r1", keep=keep)
    assert [sum(entry.rows for entry in each.of("readings")) for each in kept] == [4, 8]
    said: list[str] = []
    after = read(runner, lake, kept[-1], "r2", progress=lambda words, share=None: said.append(words.en))
    assert "Reading verbatims (2)" in said
    assert set(shown(lake, runner, after)) == {key for key, _ in texts}
    assert [entry.rows for entry in after.of("readings")] == [4, 4, 2]
