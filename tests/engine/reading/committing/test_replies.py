from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from visavis.engine.reading.committing.finding import promised_by, promised_in

SENT = datetime(2025, 3, 5, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))
HERE = Path(__file__).parent


def sentences(language: str) -> list[tuple[str, str]]:
    """(kind or `none`, sentence), written in the manner of real replies."""
    lines = (HERE / f"replies.{language}.tsv").read_text(encoding="utf-8").splitlines()
    return [(kind, sentence) for kind, sentence in (line.split("\t") for line in lines)]


def kind(sentence: str, language: str) -> str:
    found = promised_by(sentence, SENT, "FR" if language == "fr" else "GB", language)
    return str(found.kind) if found else "none"


KNOWN_MISSES = {
    "I think we can get someone out to you on Monday.",
    "I'll ask around.",
    "I'm putting a refund through now, it will show in 3 to 5 days.",
    "Il est possible que le technicien passe plus tôt.",
    "J'ajoute votre demande à la tournée de mardi.",
    "Si vous le souhaitez, je peux vous rappeler, et dans ce cas je le ferai demain.",
    "I will be there at 3 pm with the contract.",
    "I'd expect it to reach you by Friday.",
    "We may be able to deliver tomorrow.",
    "I promise to keep you posted every day.",  # vague: no day is named
    "Let me check with the depot and I'll come back to you tomorrow.",  # conditional: it hangs on the check
    "Je transmets ce jour les éléments au service juridique, qui vous répondra sous 15 jours.",  # firm: the service will
    "Subject to approval, the works will start on Monday.",
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_promises_in_replies_are_told_from_what_only_looks_so(language: str) -> None:
    wrong = {s: (told, kind(s, language)) for told, s in sentences(language) if kind(s, language) != told}
    assert set(wrong) - KNOWN_MISSES == set()
    counted = Counter((told != "none", kind(s, language) != "none") for told, s in sentences(language))
    assert counted[True, False] <= 7
    assert counted[False, True] == 0


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
