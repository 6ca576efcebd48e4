"""How people write: the same seed the same words, nothing empty, nothing copied, and few texts alike."""

import re
import sys
import time
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from visavis.demo.chance import Flags, Texts, stream, texts
from visavis.demo.words.book import book
from visavis.demo.words.composing import compose
from visavis.demo.words.lists import read_pools
from visavis.demo.words.manners import TONES
from visavis.demo.words.saying import Lived, say
from visavis.demo.words.shapes import FORMS, MOODS
from visavis.demo.words.situations import AT, SITUATIONS, situations
from visavis.engine.reading.sentences import read_sentences
from visavis.vocabulary import Theme

COMPANIES = ("operator", "manufacturer")
FACTS = {
    "days": (("6", "12", "3", "9", "21"), ("6", "12", "3", "9", "21")),
    "what": (("la box", "le décodeur", "la fibre", "les prises"), ("the router", "the TV box", "the sockets")),
    "city": (("Lyon", "Le Mans", "Quimper", "Les Herbiers"), ("Lyon", "Le Mans", "Quimper")),
    "when": (("mardi 4 mars", "lundi 12 mai", "jeudi 2 octobre"), ("Tuesday 4 March", "Monday 12 May")),
    "amount": (("38,90 €", "124,00 €", "19,99 €"), ("€38.90", "€124.00")),
    "number": (("D48213", "D90211", "D11784", "D66802"), ("D48213", "D90211", "D11784")),
    "name": (("Sylvie", "Karim", "Élodie"), ("Emily", "James")),
    "team": (("le planning", "la facturation", "les techniciens"), ("planning", "billing")),
    "person": (("Nadia", "Julien"), ("Nadia", "Julien")),
    "since": (("2009", "2016"), ("2009", "2016")),
}


def facts(rng: np.random.Generator, english: Flags, names: tuple[str, ...] = tuple(FACTS)) -> dict[str, Texts]:
    n = len(english)
    found = {}
    for name in names:
        french, other = (texts(list(values))[rng.integers(len(values), size=n)] for values in FACTS[name])
        found[name] = np.where(english, other, french).astype(object)
    return found


def lived(
    seed: int,
    n: int,
    company: str,
    share_english: float = 0.25,
    names: tuple[str, ...] = tuple(FACTS),
    without: tuple[str, ...] = (),
) -> Lived:
    rng = stream(seed, company)
    rows = np.asarray(
        [at for at, one in enumerate(SITUATIONS) if one.company in ("both", company) and one.mood not in without]
    )
    english = rng.random(n) < share_english
    return Lived(rows[rng.integers(len(rows), size=n)], english, facts(rng, english, names), company=company)


@pytest.mark.parametrize("company", COMPANIES)
@pytest.mark.parametrize("form", FORMS)
def test_the_same_seed_says_the_same_and_nothing_is_empty(form: str, company: str) -> None:
    about = lived(3, 3_000, company)
    said = say(stream(5, form), about, form=form)
    assert said.tolist() == say(stream(5, form), about, form=form).tolist()
    assert said.tolist() != say(stream(6, form), about, form=form).tolist()
    assert [text for text in said if not text.strip()] == []


@pytest.mark.parametrize("company", COMPANIES)
def test_no_mark_of_the_word_lists_is_left_and_sentences_are_joined_well(company: str) -> None:
    for form in FORMS:
        for text in say(stream(7, form), lived(4, 4_000, company), form=form):
            assert not re.search(r"[\[\]{}|<>\x1e]|  | ,|\.\.\.\.|[?!.], |^\s|\s$", text), text


def test_without_facts_something_is_said_all_the_same() -> None:
    for company in COMPANIES:
        for form in FORMS:
            said = say(stream(8, form), lived(9, 3_000, company, names=()), form=form)
            assert [text for text in said if not text.strip()] == []


def test_a_fact_that_is_not_known_is_not_told() -> None:
    n = 2_000
    english = np.zeros(n, dtype=bool)
    about = Lived(np.full(n, AT["installation-late"]), english, {"days": np.full(n, "1", dtype=object)})
    assert [text for text in say(stream(1, "days"), about) if re.search(r"\b1 jours?\b", text)] == []


def test_things_in_the_plural_are_no_subject_of_a_verb_in_the_singular() -> None:
    n = 4_000
    several = {"what": np.full(n, "les vannes", dtype=object)}
    said = say(stream(2, "plural"), Lived(np.full(n, AT["ask-broken"]), np.zeros(n, dtype=bool), several), form="chat")
    assert [text for text in said if re.search("vannes (?:ne |n’|n'|est|a )", text, re.I)] == []


def test_who_writes_agrees_with_what_is_written() -> None:
    n = 6_000
    english = np.zeros(n, dtype=bool)
    situation = situations("installation-late", "waiting-good", "reception-bad")[np.arange(n) % 3]
    luck = stream(3, "luck").integers(1 << 48, size=n)
    hers, his = (
        say(stream(4, "gender"), Lived(situation, english, woman=np.full(n, woman), luck=luck))
        for woman in (True, False)
    )
    assert sum("déçue" in text for text in hers) > 50
    assert [
        text for text in hers if re.search(r"\b(?:je suis|très|vraiment|profondément|franchement) déçu\b", text)
    ] == []
    assert [text for text in his if re.search(r"déçue|satisfaite|cliente", text)] == []
    assert sum("déçu" in text for text in his) == sum("déçu" in text for text in hers)


def test_a_person_writes_alike_each_time() -> None:
    """Who spells as on a phone does so in every text, and only they."""
    people, each = 400, 12
    luck = np.repeat(stream(11, "people").integers(1 << 48, size=people), each)
    n = len(luck)
    situation = situations("installation-late")[np.zeros(n, dtype=np.int64)]
    said = say(stream(12, "alike"), Lived(situation, np.zeros(n, dtype=bool), luck=luck), form="letter")
    shouting = np.asarray([text.isupper() for text in said]).reshape(people, each)
    small = np.asarray([text == text.lower() for text in said]).reshape(people, each)
    assert set(shouting.sum(axis=1).tolist()) == {0, each}
    assert set(small.sum(axis=1).tolist()) == {0, each}


@pytest.mark.parametrize("company", COMPANIES)
def test_few_texts_are_alike(company: str, capsys: pytest.CaptureFixture[str]) -> None:
    """At 60,000 texts in the forms in which a company receives them (questions come by mail and chat)."""
    shares = {"review": 14_000, "survey": 14_000, "letter": 20_000, "chat": 12_000}
    said: list[tuple[str, bool]] = []
    for form, n in shares.items():
        about = lived(21, n, company, without=() if form in ("letter", "chat") else ("ask",))
        said += zip(say(stream(22, form), about, form=form).tolist(), about.english.tolist(), strict=True)
    long = [text for text, _ in said if len(text) > 40]
    distinct = len(set(long)) / len(long)
    often = {english: _most_said([text for text, foreign in said if foreign == english]) for english in (False, True)}
    told = "; ".join(f"« {words} » {share:.2%}" for words, share in often.values())
    with capsys.disabled():
        sys.stdout.write(
            f"\n{company}: {len(long):,} texts over 40 characters, {distinct:.1%} distinct; said most: {told}\n"
        )
    assert distinct >= 0.90
    assert [share for _, share in often.values() if share > 0.02] == []


def _most_said(said: list[str]) -> tuple[str, float]:
    """The five words in a row that stand in most texts, and the share of texts."""
    counts: Counter[tuple[str, ...]] = Counter()
    for text in said:
        words = re.findall(r"[\w’'-]+", text.lower().replace("'", "’"))
        counts.update({tuple(words[at : at + 5]) for at in range(len(words) - 4)})
    words, n = counts.most_common(1)[0]
    return " ".join(words), n / len(said)


def test_no_sentence_is_one_that_the_reader_was_trained_on() -> None:
    trained = {_bare(one.text) for one in read_sentences()} - {""}
    for company in COMPANIES:
        for form in FORMS:
            for text in say(stream(31, form), lived(32, 12_000, company, share_english=0.4), form=form):
                pieces = [text, *re.split(r"(?<=[.!?…])\s|\n+", text)]
                assert [piece for piece in pieces if _bare(piece) in trained] == []


def _bare(text: str) -> str:
    """Letters alone; a single word (`RAS.`, `Merci`) is no sentence, and everybody's."""
    return re.sub(r"[\W_]+", "", text.lower()) if len(text.split()) > 1 else ""


def test_every_situation_is_spoken_of_in_both_languages_by_every_company_that_knows_it() -> None:
    for language in ("fr", "en"):
        pools = read_pools(language)
        for one in SITUATIONS:
            for company in COMPANIES if one.company == "both" else (one.company,):
                telling = [pools[company, one.name, "told", tone] for tone in ("plain", "angry", "formal")]
                assert min(map(len, telling)) >= 2, (language, one.name)
                known = book(language == "en")
                for tone in TONES:
                    assert known.bare[known.pool_at[company, one.name, "told", tone]] > 0, (language, one.name, tone)
                if one.mood == "mixed":
                    assert pools[company, one.name, "badly", "plain"], one.name
                    assert pools[company, one.name, "well", "plain"], one.name


def test_situations_bear_labels_of_the_reader() -> None:
    assert {one.theme for one in SITUATIONS} - {None} <= {theme.value for theme in Theme}
    assert {one.sentiment for one in SITUATIONS} <= {"positive", "negative", "mixed", "neutral", None}
    assert {one.mood for one in SITUATIONS} <= set(MOODS)
    assert len(AT) == len(SITUATIONS)
    assert situations("waiting-bad", "leaving").tolist() == [AT["waiting-bad"], AT["leaving"]]


def test_texts_are_composed_together_and_not_one_by_one() -> None:
    """A loose bound on time: ten thousand texts in well under what composing them one by one would take."""
    about = lived(41, 10_000, "operator")
    say(stream(42, "warm"), about)
    began = time.process_time()
    say(stream(42, "speed"), about)
    assert time.process_time() - began < 0.5


def test_an_unknown_form_or_company_is_refused() -> None:
    about = lived(1, 3, "operator")
    with pytest.raises(ValueError, match="telegram"):
        say(stream(1, "x"), about, form="telegram")
    with pytest.raises(ValueError, match="shop"):
        say(stream(1, "x"), Lived(about.situation, about.english, company="shop"))


def test_books_hold_what_they_say_they_hold() -> None:
    for english in (False, True):
        known = book(english)
        assert known.pools.sizes.min() >= 1
        assert (known.bare <= known.pools.sizes).all()
        for one, after in pairwise(known.choice_first.tolist()):
            assert after > one
    assert compose.__doc__
