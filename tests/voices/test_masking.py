"""Personal data of both sides is found once per text, kept, masked in exports, and searched again only where something changed."""

import json
from pathlib import Path
from typing import Any

import pytest

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.reading.alike import groups as group
from visavis.engine.reading.personal.finding import personal_data
from visavis.engine.reading.personal.spans import Span
from visavis.engine.steps import SQL_TYPES, literal, step
from visavis.engine.tables import ALL
from visavis.running.export import export_table
from visavis.voices import alike, masking
from visavis.voices.alike import find_alike
from visavis.voices.masking import find_in_texts


def facts(lake: Lake, runner: DuckDB, table: str, *rows: dict[str, object]) -> Entry:
    given = {name for row in rows for name in row}
    types = {column.name: SQL_TYPES[column.type] for column in ALL[table].columns}
    selects = [
        "SELECT " + ", ".join(f"CAST({_value(row.get(name))} AS {type_}) AS {name}" for name, type_ in types.items())
        for row in rows
    ]
    assert given <= types.keys()
    runner.run([step("made", " UNION ALL ".join(selects))])
    path = lake.new_file(table, "r")
    return lake.entry(table, path, runner.write("made", path), source="s")


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return literal(value)


def exchange(key: str, text: str, direction: str = "in", **more: object) -> dict[str, object]:
    return {"source": "s", "key": key, "text": text, "direction": direction, **more}


def found(lake: Lake, runner: DuckDB, manifest: Manifest) -> dict[str, tuple[str, ...]]:
    """Key to what stands masked in text and subject."""
    lake.show(runner, manifest, ["personal", "exchanges"])
    rows = runner.rows(
        "SELECT e.key, e.text, e.subject, p.spans, p.subject_spans FROM exchanges AS e JOIN personal AS p ON e.key = p.key"
    )
    return {
        row["key"]: tuple(
            text[begin : begin + length]
            for text, spans in ((row["text"], row["spans"]), (row["subject"], row["subject_spans"]))
            for begin, length, _ in json.loads(spans or "[]")
        )
        for row in rows
    }


def test_both_sides_and_subjects_are_searched_with_the_names_that_the_home_knows(tmp_path: Path) -> None:
    lake, runner = Lake(tmp_path), DuckDB(tmp_path / "scratch")
    record: dict[str, object] = {"source": "crm", "key": "1", "kind": "person", "given_name": "Brune", "family_name": "Desforges", "emails": ["b@x.fr"]}  # fmt: skip
    exchanges = [
        exchange("in", "vu avec brune desforges", client_ref="record/crm/1"),
        exchange("mail", "c’est brune desforges", client_ref="email/b@x.fr"),
        exchange("other", "brune desforges est le nom d’un quai"),
        exchange("out", "Zylphe vous répond demain", "out", subject="Dossier de Karim"),
    ]
    first = Manifest(
        "r1", entries=(facts(lake, runner, "exchanges", *exchanges), facts(lake, runner, "records", record))
    )
    done = find_in_texts(runner, lake, first, "r1", employees=["Zylphe Orquin"])
    assert found(lake, runner, done) == {
        "in": ("brune desforges",),
        "mail": ("brune desforges",),
        "other": (),
        "out": ("Zylphe", "Karim"),
    }
    assert find_in_texts(runner, lake, done, "r2", employees=["Zylphe Orquin"]) is done
    without = find_in_texts(runner, lake, done, "r3")
    assert found(lake, runner, without)["out"] == ("Karim",)


def test_only_what_changed_is_searched_again_and_a_killed_search_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(masking, "BATCH", 2)
    monkeypatch.setattr(masking, "PART", 2)
    lake, runner = Lake(tmp_path), DuckDB(tmp_path / "scratch")
    searched: list[str] = []

    def search(texts: list[str], *more: Any, **given: Any) -> list[list[Span]]:
        searched.extend(texts)
        return personal_data(texts, *more, **given)

    monkeypatch.setattr(masking, "personal_data", search)
    texts = [exchange(str(number), f"Merci à Karim, {'x' * number}") for number in range(4)]
    first = Manifest("r1", entries=(facts(lake, runner, "exchanges", *texts),))

    class Killed(Exception):
        pass

    kept: list[Manifest] = []

    def keep(manifest: Manifest) -> None:
        kept.append(manifest)
        raise Killed

    with pytest.raises(Killed):
        find_in_texts(runner, lake, first, "r1", keep=keep)
    assert len([text for text in searched if text]) == 2
    done = find_in_texts(runner, lake, kept[0], "r2")
    assert len([text for text in searched if text]) == 4
    assert found(lake, runner, done) == {str(number): ("Karim",) for number in range(4)}
    more = [*texts[1:], exchange("new", "Merci à Sarah")]
    changed = done.replaced("exchanges", [facts(lake, runner, "exchanges", *more)])
    searched.clear()
    after = find_in_texts(runner, lake, changed, "r3")
    assert [text for text in searched if text] == ["Merci à Sarah"]
    assert found(lake, runner, after) == {"1": ("Karim",), "2": ("Karim",), "3": ("Karim",), "new": ("Sarah",)}
    assert find_in_texts(runner, lake, after.replaced("exchanges", []), "r4").of("personal") == ()


def test_exports_mask_and_a_purpose_shows_what_reaches_the_client(tmp_path: Path) -> None:
    lake, runner = Lake(tmp_path / "lake"), DuckDB(tmp_path / "scratch")
    said = exchange("1", "Karim Benali, 06 12 34 56 78, carte 4111 1111 1111 1111", subject="De Karim")
    first = Manifest("r1", entries=(facts(lake, runner, "exchanges", said),))
    done = find_in_texts(runner, lake, first, "r1")

    def exported(**more: object) -> tuple[str, str]:
        export_table(tmp_path, "exchanges", shape="json", out=tmp_path / "out.json", **more)  # type: ignore[arg-type]
        row = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
        return row["subject"], row["text"]

    lake.publish(done)
    assert exported() == ("De [personne]", "[personne], [téléphone], carte [carte bancaire]")
    assert exported(lang="en") == ("De [person]", "[person], [phone], carte [bank card]")
    assert exported(reaching=True) == ("De [personne]", "[personne], 06 12 34 56 78, carte [carte bancaire]")
    lake.publish(first)  # a run that searched nothing
    assert exported() == ("De [personne]", "[personne], [téléphone], carte [carte bancaire]")


LATE = "Mon colis a dix jours de retard et personne ne répond"
GLAD = "La vendeuse de la boutique a été charmante avec ma mère"


def groups(lake: Lake, runner: DuckDB, manifest: Manifest) -> dict[str, tuple[str, int]]:
    lake.show(runner, manifest, ["alike"])
    return {row["key"]: (row["group"], row["size"]) for row in runner.rows("SELECT * FROM alike")}


def test_groups_keep_their_names_as_texts_come_and_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake, runner = Lake(tmp_path), DuckDB(tmp_path / "scratch")
    told = [exchange("1", LATE), exchange("2", LATE.upper()), exchange("3", GLAD), exchange("4", LATE, "out"), exchange("5", "ok")]  # fmt: skip
    first = find_alike(runner, lake, Manifest("r1", entries=(facts(lake, runner, "exchanges", *told),)), "r1")
    once = groups(lake, runner, first)
    assert once.keys() == {"1", "2", "3"}
    assert once["1"] == once["2"] == (once["1"][0], 2)
    assert once["3"][1] == 1
    assert find_alike(runner, lake, first, "r2") is first
    compared: list[object] = []

    def compare(texts: Any, known: Any) -> Any:
        compared.append(known)
        return group(texts, known)

    monkeypatch.setattr(alike, "groups", compare)
    for number in range(6, 12):
        told.append(exchange(str(number), f"Bonjour, {LATE} !{'!' * number}"))
        changed = first.replaced("exchanges", [facts(lake, runner, "exchanges", *told)])
        first = find_alike(runner, lake, changed, f"r{number}")
        now = groups(lake, runner, first)
        assert now[str(number)] == now["1"] == (once["1"][0], number - 3)
        assert now["3"] == once["3"]
    assert [known is None for known in compared] == [False] * 6
    left = first.replaced("exchanges", [facts(lake, runner, "exchanges", *told[1:3])])
    assert groups(lake, runner, find_alike(runner, lake, left, "r99")) == {"2": (once["1"][0], 1), "3": once["3"]}
