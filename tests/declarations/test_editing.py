"""Declarations taken out of a file leave the others as they were written; environment secrets stay out of browsers."""

from pathlib import Path

import pytest

from visavis.declarations.editing import check_text, typed, without
from visavis.engine.holding.promise import Promise
from visavis.mistakes import Mistakes

LIST = """# Nos promesses
- name: a   # première
  says: {fr: "A"}
  test: {due: due_at}
- name: b
  says:
    fr: "B"   # deuxième
  test: {due: due_at}
"""
DOCUMENTS = """name: a
says: {fr: A}
---
name: b
says: {fr: B}
"""


def test_one_of_a_list() -> None:
    assert without(LIST, "a") == (
        '# Nos promesses\n- name: b\n  says:\n    fr: "B"   # deuxième\n  test: {due: due_at}\n'
    )


def test_one_of_several_documents() -> None:
    assert without(DOCUMENTS, "a") == "name: b\nsays: {fr: B}\n"
    assert without(DOCUMENTS, "b") == "name: a\nsays: {fr: A}\n"


def test_the_last_leaves_nothing() -> None:
    assert without("name: a\nsays: {fr: A}\n", "a") is None
    assert without("- name: a\n", "a") is None


def test_line_ends_of_browsers() -> None:
    assert typed("a: 1\r\nb: 2") == "a: 1\nb: 2\n"


def test_variables_of_the_environment_are_not_opened_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "hush")
    file = tmp_path / "a.yaml"
    text = "name: a\nsays: {fr: '${SECRET}'}\ntest: {due: due_at}\n"
    with pytest.raises(Mistakes) as found:
        check_text(file, text, Promise)
    assert (found.value.mistakes[0].line, "hush" in found.value.say("fr")) == (2, False)
    file.write_text(text)
    assert check_text(file, text, Promise)[0].value.says.fr == "hush"
