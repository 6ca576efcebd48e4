"""Texts almost word for word the same: grouped whatever their number, without chains, and what is known is kept."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.reading.alike import groups

LATE = "Mon colis a dix jours de retard et personne ne me répond au téléphone."
SHOUTED = "MON COLIS A DIX JOURS DE RETARD ET PERSONNE NE ME REPOND AU TELEPHONE !!"
GREETED = "Bonjour, mon colis a dix jours de retard et personne me répond au telephone"
OTHER = "La vendeuse de la boutique de Lille a été charmante avec ma mère."


def test_alike_texts_are_one_group_and_others_stay_alone() -> None:
    assert groups([LATE, OTHER, SHOUTED, GREETED, "merci", "merci"]).tolist() == [0, 1, 0, 0, 4, 5]


def test_nothing_and_next_to_nothing() -> None:
    assert groups([]).tolist() == []
    assert groups([""]).tolist() == [0]
    assert groups(["", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀", " " * 40, "!" * 40]).tolist() == [0, 1, 2, 3]


def test_a_chain_of_pairs_is_no_group() -> None:
    words = [f"mot{number:02d}" for number in range(60)]
    chain = [" ".join(words[begin : begin + 20]) for begin in range(0, 40, 2)]
    found = groups(chain)
    assert len(set(found.tolist())) > 1
    for place, first in enumerate(found):
        assert abs(int(place) - int(first)) * 2 <= 10


def test_what_was_grouped_before_stays_and_only_new_texts_are_compared() -> None:
    texts = [LATE, OTHER, SHOUTED, GREETED]
    # the former run had the first two apart, under numbers of their own, and the third with the first
    assert groups(texts, np.array([4, 7, 4, -1])).tolist() == [0, 1, 0, 0]
    assert groups(texts, np.array([4, 7, 5, 6])).tolist() == [0, 1, 2, 3]


@given(st.lists(st.text(max_size=50), max_size=12))
def test_a_group_is_led_by_its_first_text(texts: list[str]) -> None:
    found = groups(texts)
    assert all(first <= place and found[first] == first for place, first in enumerate(found))


def test_many_texts_and_their_copies_are_found() -> None:
    chance = np.random.default_rng(7)
    words = [f"m{number}{'aeiou'[number % 5]}t" for number in range(400)]
    texts = [" ".join(words[at] for at in chance.integers(0, 400, 14)) for _ in range(1500)]
    copies = [f"Bonjour, {text.upper()}" for text in texts]
    found = groups(texts + copies)
    assert np.mean(found[:1500] == found[1500:]) > 0.995
    assert len(set(found.tolist())) > 1490
