"""Topics: found in texts, named by their words, the same from run to run."""

import numpy as np
import pytest

from visavis.engine.reading.topics.clusters import cluster, nearest
from visavis.engine.reading.topics.learning import Topics, learn, split
from visavis.engine.reading.topics.matching import match, numbered
from visavis.engine.reading.topics.naming import Proper, count, phrases_of
from visavis.engine.reading.topics.words import hashed, telling

SUBJECTS = {
    "fr": {
        "mot de passe": ("Impossible d’entrer, le mot de passe est refusé{}", "J’ai perdu mon mot de passe{}", "Nouveau mot de passe jamais reçu{}"),
        "facture": ("La facture de ce mois est fausse{}", "Erreur sur ma facture{}", "Facture payée deux fois, c’est pénible{}"),
        "technicien": ("Le technicien n’est pas venu{}", "Technicien absent au rendez-vous{}", "J’attends toujours le technicien{}"),
    },
    "en": {
        "parcel": ("My parcel never came{}", "The parcel was left outside{}", "Where is the parcel now{}"),
        "opening": ("The shop opening times are wrong{}", "Opening times were changed again{}", "Nobody knows the opening times{}"),
    },
}  # fmt: skip
ENDS = {
    "fr": (
        " et karim ne répond pas, Benali non plus.",
        " !",
        ", numéro 4587.",
        " depuis lundi.",
        ", merci.",
        "… vraiment.",
        ", à Rennes.",
        " chez vous.",
    ),
    "en": (
        ", karim said so to Benali.",
        "!",
        ", number 4587.",
        " since Monday.",
        ", thanks.",
        "… really.",
        " in Leeds.",
        " with you.",
    ),
}


def corpus(copies: int = 2) -> tuple[list[str], list[str | None], list[str]]:
    """Texts, their languages, their subjects."""
    rows = [
        (form.format(end + " " * copy), language, subject)
        for copy in range(copies)
        for language, subjects in SUBJECTS.items()
        for subject, forms in subjects.items()
        for form in forms
        for end in ENDS[language]
    ]
    texts, languages, subjects_of = zip(*rows, strict=True)
    return list(texts), list(languages), list(subjects_of)


@pytest.fixture(scope="module")
def learnt() -> Topics:
    texts, languages, _ = corpus()
    found = learn(texts, languages, hashed(texts), "words")
    assert found is not None
    return found


def test_texts_on_one_subject_stand_together(learnt: Topics) -> None:
    texts, _, subjects = corpus()
    numbers, sure = learnt.place(hashed(texts))
    of: dict[int, set[str]] = {}
    for number, subject in zip(numbers, subjects, strict=True):
        if number is not None:
            of.setdefault(number, set()).add(subject)
    assert sum(len(each) == 1 for each in of.values()) >= 0.8 * len(of)
    assert all(0 < p <= 1 for p in sure)


def test_names_are_of_the_language_of_the_texts_and_name_no_person_place_or_number(learnt: Topics) -> None:
    told = " ".join(phrase for topic in learnt.topics for phrase in topic.phrases).lower()
    for never in ("karim", "benali", "rennes", "leeds", "4587", "merci", "thanks"):
        assert never not in told
    names = {topic.name: topic.language for topic in learnt.topics}
    assert len(names) == len(learnt.topics)
    assert {language for name, language in names.items() if "facture" in name} == {"fr"}
    assert {language for name, language in names.items() if "parcel" in name} == {"en"}
    assert "mot de passe" in told


def test_learnt_again_from_other_texts_numbers_and_names_stay(learnt: Topics) -> None:
    texts, languages, _ = corpus(3)
    keep = np.random.default_rng(3).permutation(len(texts))[: len(texts) * 3 // 4]
    texts, languages = [texts[i] for i in keep], [languages[i] for i in keep]
    again = learn(texts, languages, hashed(texts), "words", former=learnt, seed=5)
    assert again is not None
    before, now = ({topic.number: topic.name for topic in each.topics} for each in (learnt, again))
    same = before.keys() & now.keys()
    assert len(same) >= 0.6 * len(before)
    assert all(before[number] == now[number] for number in same)
    assert all(number >= learnt.next for number in now.keys() - before.keys())


def test_what_people_decided_about_stays_even_where_its_texts_are_gone(learnt: Topics) -> None:
    texts, languages, subjects = corpus(3)
    gone = next(topic for topic in learnt.topics if "parcel" in topic.name)
    rest = [place for place, subject in enumerate(subjects) if subject != "parcel"]
    texts, languages = [texts[i] for i in rest], [languages[i] for i in rest]
    without = learn(texts, languages, hashed(texts), "words", former=learnt)
    pinned = learn(texts, languages, hashed(texts), "words", former=learnt, pinned=frozenset({gone.number}))
    assert without is not None
    assert pinned is not None
    assert gone.number not in {topic.number for topic in without.topics}
    (kept,) = (topic for topic in pinned.topics if topic.number == gone.number)
    assert kept.name == gone.name


def test_a_topic_parted_in_two_gives_its_texts_to_its_parts() -> None:
    texts, languages, subjects = corpus(2)
    two = [place for place, subject in enumerate(subjects) if subject in ("facture", "technicien")]
    texts, languages = [texts[i] for i in two], [languages[i] for i in two]
    vectors = hashed(texts)
    whole = learn(texts, languages, vectors, "words")
    assert whole is not None
    number = whole.topics[0].number
    own = [place for place, each in enumerate(whole.place(vectors)[0]) if each == number]
    parted = split(whole, number, vectors[own])
    parts = [topic.number for topic in parted.topics if topic.parent == number]
    assert parts == [whole.next, whole.next + 1]
    assert parted.next == whole.next + 2
    numbers = parted.place(vectors)[0]
    assert {numbers[place] for place in own} <= set(parts)
    assert [each for place, each in enumerate(numbers) if place not in own] == [
        each for place, each in enumerate(whole.place(vectors)[0]) if place not in own
    ]


def test_too_few_texts_make_no_topic() -> None:
    texts = [f"Colis numéro {n} en retard" for n in range(20)]
    assert learn(texts, ["fr"] * 20, hashed(texts), "words") is None


def test_centroids_are_paired_so_that_the_sum_is_greatest_and_each_once() -> None:
    axes = np.eye(4, dtype=np.float32)
    near = (axes + 0.2 * axes[[1, 2, 3, 0]]) / np.sqrt(1.04)
    assert match(near[[2, 0]].astype(np.float32), axes) == [2, 0]
    assert match(axes[:1], axes[1:]) == [None]
    assert numbered([1, None, 0, None], [7, 9], 12) == [9, 12, 7, 13]


def test_groups_that_stand_apart_are_found_and_two_runs_agree() -> None:
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(8, 32))
    points = np.concatenate([centre + 0.25 * rng.normal(size=(60, 32)) for centre in centres])
    vectors = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    one, two = cluster(vectors), cluster(vectors)
    assert one.centroids.tolist() == two.centroids.tolist()
    labels = nearest(vectors, one.centroids)[0].reshape(8, 60)
    purity = [np.bincount(row).max() / 60 for row in labels]
    assert np.mean(purity) > 0.9


def test_words_that_name_nothing_do_not_tell() -> None:
    assert telling("Bonjour, pouvez-vous me dire si la livraison 4587 est prévue ? Merci") == ["livraison", "prevue"]


def test_phrases_bear_accents_and_elisions() -> None:
    texts = ["Le câble d’alimentation est coupé", "Mon câble d’alimentation brûle", "Un câble d’alimentation neuf"]
    counted = count(texts, Proper(texts))
    assert (
        phrases_of(counted, count([*texts, *["rien à voir avec cela"] * 9], Proper(texts)))[0] == "câble d’alimentation"
    )
