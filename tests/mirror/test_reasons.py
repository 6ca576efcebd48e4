import re
from pathlib import Path

import pytest

import visavis
from visavis.change import saying
from visavis.mirror.reasons import REASONS, Reason, reason

ENGINE = Path(visavis.__file__).parent / "engine"


def written_codes() -> set[str]:
    """The codes that the engine writes: those of Unmeasurable, and quoted ones of holding that look like a code."""
    codes: set[str] = set()
    for file in (ENGINE / "measuring").glob("*.py"):
        codes |= set(re.findall(r'Unmeasurable\(\s*"(\w+)"', file.read_text()))
        codes |= set(re.findall(r'"((?:no|not|none|too|empty)_[a-z_]+)"', file.read_text()))
    for file in (ENGINE / "holding").glob("*.py"):
        codes |= set(re.findall(r"""['"]((?:no|fewer|outside|start_without)_[a-z_]+)['"]""", file.read_text()))
    return codes


def test_every_code_of_the_engine_has_words() -> None:
    codes = written_codes()
    assert {"no_done_event", "fewer_than_five", "missing_field", "no_time"} <= codes
    assert codes <= set(REASONS) | set(saying.REASONS)


@pytest.mark.parametrize("code", sorted(REASONS))
def test_both_languages_say_why_and_what_to_do(code: str) -> None:
    why = Reason(code, "extra.x")
    for lang in ("fr", "en"):
        for text in (why.say(lang), why.remedy(lang)):
            assert text
            assert code not in text
            assert "{detail}" not in text
    if code != "other":
        assert why.say("fr") != why.say("en")
        assert why.remedy("fr") != why.remedy("en")


def test_a_code_may_name_what_is_concerned() -> None:
    why = reason("missing_field:extra.answr → extra.answer")
    assert why == Reason("missing_field", "extra.answr → extra.answer")
    assert why.say("fr") == "le champ n’existe pas dans vos faits: extra.answr → extra.answer"
    assert reason(None) is None
    assert reason("something new: here") == Reason("other", "something new: here")
