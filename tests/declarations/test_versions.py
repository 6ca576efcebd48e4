"""Former versions: every change keeps what it replaces; what changed meanwhile is not overwritten."""

from pathlib import Path

import pytest

from visavis.declarations import versions
from visavis.mistakes import Mistake


def test_each_change_keeps_the_text_before_it(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    assert versions.change(file, "un: é\n", if_seen="") is None
    for text in ("deux: 2\n", "trois: 3\n"):
        versions.change(file, text, if_seen=versions.seen(file))
    kept = versions.versions(tmp_path, "a.yaml")
    assert [(tmp_path / ".former" / each.id).read_text() for each in kept] == ["deux: 2\n", "un: é\n"]
    versions.restore(tmp_path, kept[1].id)
    assert file.read_text() == "un: é\n"
    assert len(versions.versions(tmp_path)) == 3


def test_a_text_that_changed_meanwhile_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("un: 1\n")
    seen = versions.seen(file)
    file.write_text("deux: 2\n")
    for place, former in ((file, seen), (file, ""), (tmp_path / "new.yaml", seen)):
        with pytest.raises(Mistake):
            versions.change(place, "trois: 3\n", if_seen=former)
    with pytest.raises(Mistake):
        versions.withdraw(file, if_seen=seen)
    assert file.read_text() == "deux: 2\n"
    assert not (tmp_path / "new.yaml").exists()
    assert versions.versions(tmp_path) == []


def test_what_was_taken_away_is_gone_until_it_is_back(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("un: 1\n")
    versions.withdraw(file, if_seen=versions.seen(file))
    assert [each.name for each in versions.gone(tmp_path)] == ["a.yaml"]
    versions.restore(tmp_path, versions.gone(tmp_path)[0].id)
    assert (file.read_text(), versions.gone(tmp_path)) == ("un: 1\n", [])


@pytest.mark.parametrize("name", ["../a.yaml", "a", ".a.yaml", "a/b.yaml", "a.yaml@x", "", "a.yaml\n", "/a.yaml"])
def test_names_that_are_no_file_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(Mistake):
        versions.file_in(tmp_path, name)
