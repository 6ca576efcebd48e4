"""Lists of words, what counts as a use of them, and what canned replies share."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.reading.wording.counting import Watch, languages_of, sentence_at
from visavis.engine.reading.wording.forms import body_of, form_of_words, opening_of, words_of
from visavis.engine.reading.wording.lists import (
    FOLDER,
    WordList,
    folded,
    lists_of,
    own_lists,
    print_of,
    shipped_lists,
    tokens_of_phrase,
)
from visavis.mistakes import Mistakes

SHIPPED = Watch(shipped_lists())


def used(text: str, watch: Watch = SHIPPED) -> list[tuple[str, str]]:
    """(list, words as they stand) of every use."""
    return [(use.list, text[use.begin : use.end]) for use in watch.uses(text)[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Je m’en occupe dès demain.", [("in-person", "Je m’en occupe")]),
        ("JE M'EN OCCUPE", [("in-person", "JE M'EN OCCUPE")]),
        ("Il sera procédé à la vérification.", [("passive", "Il sera procédé")]),
        ("Vous auriez du nous prévenir.", [("blame", "Vous auriez du")]),
        ("Mon client a appelé.", [("possession", "Mon client"), ("client", "client")]),
        ("Rendez-vous dans votre espace client.", []),
        ("Le guide utilisateur est joint pour vous.", []),
        ("Les utilisatrices nous ont écrit.", [("other-names", "utilisatrices")]),
        ("Nous vous prions de nous excuser pour ce retard.", [("apology", "Nous vous prions de nous excuser")]),
        ("Merci de bien vouloir patienter.", []),
        ("I am sorry; you should have told us, as per my previous e-mail.", [("apology", "sorry"), ("blame", "you should have"), ("blame", "as per my previous")]),
        ("Our customers are right and we thank them.", [("possession", "Our customers"), ("client", "customers"), ("thanks", "we thank")]),
        ("The user of the attached file", [("other-names", "user")]),
        ("Le PTO et le SAV sont prévenus.", [("acronyms", "PTO")]),
        ("Le PTO (point de terminaison) est posé.", []),
        ("Le point de terminaison (PTO) est posé.", []),
        ("VOTRE LIGNE EST EN PANNE AU NRO", []),
        ("", []),
        ("👍🎉", []),
        ("\u0000\u202e\ud800", []),
    ],
)  # fmt: skip
def test_what_counts(text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(used(text)) == sorted(expected)


def test_a_word_of_the_other_language_does_not_count() -> None:
    assert used("We will close the file d’attente for you and your friends") == [("other-names", "the file")]
    assert used("Le user a dit que vous êtes dans la file") == []


def test_the_longest_phrase_counts_once() -> None:
    watch = Watch(
        [
            WordList.model_validate(
                {
                    "name": "sorry",
                    "says": {"fr": "x", "en": "x"},
                    "fr": ["excuses", "toutes nos excuses", "nos excuse*"],
                }
            )
        ]
    )
    assert used("Toutes nos excuses pour vous", watch) == [("sorry", "Toutes nos excuses")]


def test_languages_by_little_words() -> None:
    assert languages_of(["je", "vous", "remercie", "de", "votre", "message"]) == ("fr",)
    assert languages_of(["thank", "you", "for", "your", "message"]) == ("en",)
    assert languages_of(["ok"]) == ("fr", "en")


@given(st.text(max_size=200))
def test_any_text_is_counted_and_places_hold(text: str) -> None:
    assert len(folded(text)) == len(text)
    words, uses = SHIPPED.uses(text)
    assert words >= 0
    assert all(0 <= use.begin < use.end <= len(text) and sentence_at(text, use.begin) for use in uses)


def test_every_shipped_phrase_is_found_where_it_stands() -> None:
    lost = []
    for each in shipped_lists():
        if each.counts == "acronyms":
            continue
        for language, phrases, around in (("fr", each.fr, "nous vous le {}"), ("en", each.en, "we of the {}")):
            for phrase in phrases:
                watch = Watch([each])
                if not [use for use in watch.uses(around.format(phrase.replace("*", "")))[1] if use.list == each.name]:
                    lost.append((each.name, language, phrase))
    assert lost == []


def test_shipped_lists_have_words_of_both_languages_and_no_doubles() -> None:
    for each in shipped_lists():
        for phrases in (each.fr, each.en):
            assert phrases, each.name
            folded_phrases = [tokens_of_phrase(phrase) for phrase in phrases]
            assert [phrase for phrase in folded_phrases if folded_phrases.count(phrase) > 1] == [], each.name


def test_a_list_of_the_home_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "ours.yaml").write_text(
        "- name: apology\n  says: {fr: pardon, en: pardon}\n  fr: [oups]\n- name: ours\n  says: {fr: a, en: b}\n  fr: [zig*]\n",
        encoding="utf-8",
    )
    lists = lists_of(tmp_path)
    assert [each.name for each in lists] == [*(each.name for each in shipped_lists()), "ours"]
    assert used("Oups, désolé, des zigotos", Watch(lists)) == [("apology", "Oups"), ("ours", "zigotos")]
    assert print_of(lists) != print_of(shipped_lists())


def test_what_is_wrong_in_a_list_is_told_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "wrong.yaml").write_text(
        "name: ours\nsays: {fr: a, en: b}\nwish: maybe\nfr:\n  - bon\n  - '…'\nwords: []\n", encoding="utf-8"
    )
    with pytest.raises(Mistakes) as wrong:
        own_lists(tmp_path)
    assert sorted(mistake.line or 0 for mistake in wrong.value.mistakes) == [3, 4, 7]
    assert any("ne contient aucun mot" in mistake.what.fr for mistake in wrong.value.mistakes)


BODY = "Nous avons bien reçu votre message du {day} et nous reviendrons vers vous avant le {date}, référence {number}."


def test_a_canned_reply_is_known_beyond_names_days_and_numbers() -> None:
    one = (
        "Bonjour Madame Morel,\n\n"
        + BODY.format(day="mardi 3 mars", date="12/03/2025", number="D4432")
        + "\n\nCordialement,\nJulie"
    )
    other = (
        "Bonjour,\n" + BODY.format(day="lundi 11 août", date="13/08/2025", number="F1-22") + "\nBonne journée à vous"
    )
    assert _form_of(one) == _form_of(other) != ""
    assert _form_of(one) != _form_of(one.replace("reviendrons", "reviendrons demain"))
    assert (
        opening_of(one)
        == "Nous avons bien reçu votre message du mardi … mars et nous reviendrons vers vous avant le …, référence …"
    )
    assert "Julie" not in body_of(one)
    assert "Morel" not in body_of(one)


def test_a_short_reply_is_no_canned_one() -> None:
    assert _form_of("Bonjour,\nMerci beaucoup, bonne journée !") == ""


def _form_of(text: str) -> str:
    return form_of_words(words_of(text))
