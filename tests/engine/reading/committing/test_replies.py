from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from visavis.engine.reading.committing import finding, learning
from visavis.engine.reading.committing.finding import promised_by, promised_in
from visavis.engine.reading.committing.looking import look

SENT = datetime(2025, 3, 5, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))
HERE = Path(__file__).parent


def sentences(language: str) -> list[tuple[str, str]]:
    """(kind or `none`, sentence), written in the manner of real replies."""
    lines = (HERE / f"replies.{language}.tsv").read_text(encoding="utf-8").splitlines()
    return [(kind, sentence) for kind, sentence in (line.split("\t") for line in lines)]


def kind(sentence: str, language: str) -> str:
    found = promised_by(sentence, SENT, "FR" if language == "fr" else "GB", language)
    return str(found.kind) if found else "none"


@cache
def kinds(language: str) -> list[str]:
    """What is told of each sentence."""
    return [kind(sentence, language) for _, sentence in sentences(language)]


@pytest.mark.parametrize(("language", "least"), [("fr", 0.92), ("en", 0.90)])
def test_promises_in_replies_are_told_from_what_only_looks_so(language: str, least: float) -> None:
    """The head and the judge beside the grammar have never seen these sentences; a soft one counts as none."""
    told = [
        (meant not in ("none", "soft"), found not in ("none", "soft"))
        for (meant, _), found in zip(sentences(language), kinds(language), strict=True)
    ]
    counted = Counter(told)
    assert 2 * counted[True, True] / (2 * counted[True, True] + counted[True, False] + counted[False, True]) >= least


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_kinds_are_told(language: str) -> None:
    right = [found == meant for (meant, _), found in zip(sentences(language), kinds(language), strict=True)]
    assert sum(right) / len(right) >= 0.88


def test_the_grammar_alone_reads_where_no_head_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "head_of", lambda *_: None)
    assert kind("Je vous rappelle demain avant midi.", "fr") == "firm"
    assert kind("We will refund the fee.", "en") == "vague"
    assert kind("Merci de votre patience et de votre confiance.", "fr") == "none"


def test_a_head_is_kept_and_read_again_alike(tmp_path: Path) -> None:
    head = learning.head_of("en", finding.VERSION)
    assert head is not None
    learning.save(head, tmp_path / "head")
    again = learning.load(tmp_path / "head")
    assert again is not None
    looked = [look("We will refund the fee on Friday.", SENT, "GB", "en")]
    assert np.allclose(head.chances(looked), again.chances(looked))
    (tmp_path / "head" / "head.json").write_text("{", encoding="utf-8")
    assert learning.load(tmp_path / "head") is None


def test_two_hundred_sentences_and_more_stand_by() -> None:
    both = sentences("fr") + sentences("en")
    assert len(both) >= 600
    assert len(set(both)) == len(both)


def test_a_reply_tells_where_each_promise_stands_and_whose_words_are_quoted() -> None:
    text = (
        "Bonjour Mme Durand,\n\nNous avons bien reçu votre message du 3 mars.\nJe vous rappelle demain avant midi et notre technicien\n"
        "passera jeudi. N’hésitez pas à me joindre.\n> on vous rappellera lundi\nLe virement de 12.50 € sera fait sous 48 h. "
        "M. Martin vous appellera vendredi.\nCordialement"
    )
    found = list(promised_in(text, SENT))
    stands = [text[each.begin : each.begin + each.length].replace("\n", " ") for each in found]
    assert stands == [each.sentence for each in found]
    assert [(each.act, each.due.on.isoformat() if each.due else "") for each in found] == [
        ("call", "2025-03-06"),
        ("refund", "2025-03-07"),
        ("call", "2025-03-07"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "😀😀😀",
        "a" * 1_000_000,
        "je vous rappelle " * 60_000,
        "\x00\x01\ud800 je",
        ">" * 5_000,
        "?!?!" * 9_999,
    ],
)
def test_no_text_breaks_or_stalls_the_search(text: str) -> None:
    assert len(list(promised_in(text, SENT))) <= 400


def test_what_stands_between_quotation_marks_is_somebody_elses() -> None:
    assert kind("Vous écrivez « nous vous rappellerons demain ».", "fr") == "none"
    assert kind("Vous écrivez « nous vous rappellerons demain », et je vous rappelle ce soir.", "fr") == "firm"
