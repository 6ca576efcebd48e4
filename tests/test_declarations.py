from pathlib import Path
from typing import Literal

import pytest
from pydantic import Field

from visavis.declarations import SpokenError, Written, read_declarations, read_folder
from visavis.mistakes import Mistake, Mistakes, Words


class Inner(Written):
    delivery: Literal["full", "log"] = "full"
    many: list[str] = Field(default_factory=list)


class Outer(Written):
    name: str
    read: Inner = Inner()
    files: list[str] = Field(default_factory=list)

    def model_post_init(self, context: object) -> None:
        if self.name == "trop":
            raise SpokenError(Words(fr="ce nom est trop court", en="this name is too short"))


def write(folder: Path, text: str, name: str = "a.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def told(file: Path) -> list[tuple[int | None, str, str]]:
    with pytest.raises(Mistake) as caught:
        read_declarations([file], Outer)
    mistakes = caught.value.mistakes if isinstance(caught.value, Mistakes) else [caught.value]
    return [(m.line, m.what.en, m.remedy.en if m.remedy else "") for m in mistakes]


def test_one_object_several_documents_and_a_list(tmp_path: Path) -> None:
    write(tmp_path, "name: one\n---\nname: two\nread: {delivery: log}\n")
    write(tmp_path, "- name: three\n\n- {name: four}\n", "b.yml")
    write(tmp_path, "name: no", "c.txt")
    assert [(d.value.name, d.file.name, d.line, d.value.read.delivery) for d in read_folder(tmp_path, Outer)] == [
        ("one", "a.yaml", 1, "full"),
        ("two", "a.yaml", 3, "log"),
        ("three", "b.yml", 1, "full"),
        ("four", "b.yml", 3, "full"),
    ]
    assert read_folder(tmp_path / "absent", Outer) == []


def test_every_mistake_is_told_with_line_and_remedy(tmp_path: Path) -> None:
    file = write(tmp_path, "name: one\nread:\n  delivry: log\n  many: [a]\n---\nfiles: []\nread: {delivery: dayly}\n")
    assert told(file) == [
        (3, "unknown key: read.delivry", "did you mean “delivery”?"),
        (6, "a key is missing: name", "add “name: …”"),
        (7, "read.delivery: Input should be 'full' or 'log'; read: 'dayly'", ""),
    ]


def test_a_validator_speaks_both_languages(tmp_path: Path) -> None:
    with pytest.raises(Mistake) as caught:
        read_declarations([write(tmp_path, "\n\nname: trop\n")], Outer)
    assert "ce nom est trop court" in caught.value.say("fr")
    assert caught.value.say("fr").startswith(f"{tmp_path}/a.yaml:3: ")


def test_broken_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    ((line, what, _),) = told(write(tmp_path, "name: one\nread: {delivery: log\nfiles: []\n"))
    assert line == 3
    assert what.startswith("not readable as YAML")


def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("name: one\nfiles: [été]\n".encode("cp1252"))
    assert told(file) == [(2, "this file is not UTF-8", "save it as UTF-8")]


def test_a_name_is_taken_once(tmp_path: Path) -> None:
    write(tmp_path, "name: one\n")
    write(tmp_path, "\nname: one\n", "b.yaml")
    with pytest.raises(Mistake) as caught:
        read_folder(tmp_path, Outer)
    assert f"({tmp_path}/a.yaml:1)" in caught.value.say("en")


def test_variables_expand_or_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHERE", "/data")
    monkeypatch.delenv("NOWHERE", raising=False)
    (declared,) = read_declarations([write(tmp_path, 'name: a\nfiles: ["${WHERE}/*.csv"]\n')], Outer)
    assert declared.value.files == ["/data/*.csv"]
    ((line, what, _),) = told(write(tmp_path, 'name: a\nfiles:\n - "${NOWHERE}/*.csv"\n'))
    assert (line, what) == (3, "the environment variable NOWHERE is not set")


def test_a_scalar_document_is_a_mistake(tmp_path: Path) -> None:
    assert len(told(write(tmp_path, "just text\n"))) == 1
