"""What people write about sources: the contract's own examples, and mistakes told with their line."""

from pathlib import Path

import pytest

from tests.sources.homes import Place
from visavis.declarations import read_declarations
from visavis.engine.tables import FACTS, Type
from visavis.mistakes import Mistake, Mistakes
from visavis.sources.check import check_sources
from visavis.sources.declaration import FACT_MODELS, SourceDeclaration

START = "name: s\nfiles: exports/a.csv\nfacts:\n"


def say(folder: Path, text: str) -> list[str]:
    """Everything that is wrong with a declaration, in English, `line: what`."""
    file = folder / "s.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Mistake) as raised:
        read_declarations([file], SourceDeclaration)
    found = raised.value.mistakes if isinstance(raised.value, Mistakes) else [raised.value]
    return [f"{each.line}: {each.what.en}" for each in found]


def test_the_fields_of_each_fact_are_those_of_its_table() -> None:
    for name, table in FACTS.items():
        fields = set(FACT_MODELS[name].model_fields["fields"].annotation.model_fields)  # type: ignore[union-attr]
        moments = {c.name for c in table.columns if c.name.endswith("_at") and c.type == Type.TIMESTAMP}
        parts = {f"{m.removesuffix('_at')}{part}" for m in moments for part in ("_on", "_zone")}
        assert fields == {c.name for c in table.columns} - parts - {"source", "key", "flag", "place"} | {"extra"}


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (
            "{table: events, key: id, fields: {type: {value: t}, cliant_ref: x}}",
            "unknown key: facts.0.events.fields.cliant_ref",
        ),
        ("{table: events, key: id, fields: {occurred_at: x}}", "facts.0.events: the field type is missing"),
        (
            "{table: ratings, key: id, fields: {score: x, low: {value: 1}}}",
            "facts.0.ratings: the field high is missing",
        ),
        (
            "{table: events, key: id, fields: {type: {value: t}, status: {column: x, take: last}}}",
            "facts.0.events: status: take makes sense under fold only",
        ),
        (
            "{table: events, key: id, fold: {by: case}, fields: {type: {value: t}}}",
            "facts.0.events: with fold, key is fold.by",
        ),
        (
            "{table: events, fold: {by: case}, version_by: v, fields: {type: {value: t}}}",
            "facts.0.events: fold and version_by exclude each other",
        ),
        (
            "{table: events, key: id, fields: {type: {value: t}, status: {as: text}}}",
            "facts.0.events: status: column is missing",
        ),
    ],
)
def test_mistakes_in_facts_name_their_line(tmp_path: Path, fact: str, expected: str) -> None:
    assert say(tmp_path, f"{START}  - {fact}\n") == [f"4: {expected}"]


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("{zone: Europe/Pariss}", "unknown time zone: Europe/Pariss"),
        ("{encoding: utf-9}", "unknown encoding: utf-9"),
        ("{dayfirst: true}", "unknown key: read.dayfirst"),
        ("{delimiter: ';;'}", "read.delimiter"),
    ],
)
def test_mistakes_in_how_files_are_read(tmp_path: Path, read: str, expected: str) -> None:
    text = f"name: s\nfiles: a.csv\nread: {read}\nfacts: [{{table: events, key: id, fields: {{type: {{value: t}}}}}}]\n"
    (found,) = say(tmp_path, text)
    assert found.startswith("3: ")
    assert expected in found


@pytest.mark.parametrize("name", ["Orders", "a b", "a/b", "", "é"])
def test_names_are_slugs(tmp_path: Path, name: str) -> None:
    (found,) = say(
        tmp_path, f'name: "{name}"\nfiles: a.csv\nfacts: [{{table: events, key: id, fields: {{type: {{value: t}}}}}}]\n'
    )
    assert found.startswith("1: name")


def test_check_says_what_is_in_order_and_gathers_what_is_not(place: Place) -> None:
    place.declare(
        START + "  - {table: events, key: id, fields: {type: {value: t}, client_ref: {record: c, of: nobody}}}\n", "a"
    )
    place.declare(
        "name: b\nfiles: exports/b.csv\nfacts:\n  - table: events\n    key: id\n    fields:\n      type: {value: t}\n      status: stat\n",
        "b",
    )
    place.put("exports/a.csv", "id,c\n1,2\n")
    place.put("exports/b.csv", "id,status\n1,2\n")
    checks = check_sources(place.home)
    said = [next(checks).en, next(checks).en]
    with pytest.raises(Mistakes) as raised:
        next(checks)
    assert said == ["s: 1 file(s), events: in order", "  s: client_ref refers to “nobody”, which is no declared source"]
    (missing,) = raised.value.mistakes
    assert (missing.file, missing.line) == (place.home / "sources/b.yaml", 8)
    assert missing.remedy is not None
    assert missing.remedy.en == "did you mean: status?"
