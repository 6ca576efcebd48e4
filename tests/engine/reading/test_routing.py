"""Which team is able to act: signs weighed together, corrections learnt, and doubt said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.reading.routing import SIGNS, UNTRIED, Asked, Known, Route, learn_router

TEAMS = ("Facturation", "Logistique", "Réseau")
REMITS = [("Facturation", "theme", "price"), ("Logistique", "theme", "delivery"), ("Facturation", "object", "factures"), ("Réseau", "object", "pannes/outage")]  # fmt: skip
BILL = ["la facture de mars est fausse", "prélevé deux fois ce mois", "le montant de la facture change", "facture impayée déjà réglée"]  # fmt: skip
PARCEL = ["le colis est perdu", "livraison en retard de trois jours", "mon colis abîmé", "le livreur a laissé le colis dehors"]  # fmt: skip


def routes(*asked: Asked, known: list[tuple[Asked, Known]] | None = None) -> list[Route]:
    seen, labels = zip(*known, strict=True) if known else ((), ())
    return learn_router(TEAMS, REMITS, seen, labels).routes(asked)


def test_before_any_correction_facts_and_remits_carry_and_say_why() -> None:
    found = routes(
        Asked("?", acted="Réseau", kind="pannes/outage", theme="price"),
        Asked("?", theme="delivery", step="receive"),
        Asked("?", kind="factures/invoice"),
        Asked("merci à eux", thanked=("Logistique",), theme="price"),
        Asked("bonjour"),
    )
    assert [(each.team, each.signs[:1]) for each in found] == [
        ("Réseau", (("acted", "pannes/outage"),)),
        ("Logistique", (("theme", "delivery"),)),
        ("Facturation", (("events", "factures/invoice"),)),
        ("Logistique", (("thanked", ""),)),
        (None, ()),
    ]
    assert found[4].p == pytest.approx(1 / 3)


def test_two_teams_able_to_act_on_the_same_share_it_and_nobody_is_sure() -> None:
    both = [*REMITS, ("Réseau", "theme", "delivery")]
    (found,) = learn_router(TEAMS, both, [], []).routes([Asked("?", theme="delivery")])
    assert found.team is None
    assert found.p < UNTRIED


def test_similar_voices_follow_what_people_corrected_and_tell_how_many() -> None:
    known = [(Asked(text, theme="price"), Known("Réseau", "Facturation")) for text in BILL]
    (found,) = routes(Asked("encore une facture fausse ce mois", theme="price"), known=known)
    assert found.team == "Réseau"
    assert dict(found.signs)["corrected"] == "2"


def test_what_is_not_for_a_team_goes_less_to_it() -> None:
    before = routes(Asked(BILL[0], theme="price"))[0]
    away = routes(Asked(BILL[0], theme="price"), known=[(Asked(each, theme="price"), Known(None, "Facturation")) for each in BILL])[0]  # fmt: skip
    assert before.team == "Facturation"
    assert away.p < before.p


def test_past_cases_teach_words_to_teams_that_have_no_remit() -> None:
    cases = [(Asked(text), Known("Facturation", by_hand=False)) for text in BILL * 6]
    cases += [(Asked(text), Known("Logistique", by_hand=False)) for text in PARCEL * 6]
    found = routes(Asked("facture fausse"), Asked("colis perdu"), known=cases)
    assert [each.likeliest for each in found] == ["Facturation", "Logistique"]
    assert found[0].signs[0][0] == "words"
    assert min(each.p for each in found) > 0.5


def test_more_corrections_make_surer() -> None:
    def sure(n: int) -> float:
        known = [(Asked(f"{text} {i}"), Known("Logistique")) for i, text in enumerate((PARCEL * 3)[:n])]
        return routes(Asked("mon colis est perdu"), known=known)[0].p

    assert sure(1) < sure(4) < sure(12)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.text(max_size=30), st.sampled_from([*TEAMS, None]), st.booleans(), st.sampled_from(["price", None])), max_size=12),
    st.lists(st.text(max_size=30), min_size=1, max_size=4),
)  # fmt: skip
def test_whatever_the_words_probabilities_are_probabilities(known: list[tuple[str, str | None, bool, str | None]], texts: list[str]) -> None:  # fmt: skip
    seen = [Asked(text, theme=theme) for text, _, _, theme in known]
    labels = [Known(team, None, by_hand) for _, team, by_hand, _ in known]
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(len(seen), 8)).astype(np.float32)
    router = learn_router(TEAMS, REMITS, seen, labels, vectors)
    for each in router.routes([Asked(text) for text in texts], rng.normal(size=(len(texts), 8)).astype(np.float32)):
        assert 0 <= each.p <= 1
        assert each.p + sum(p for _, p in each.others) == pytest.approx(1)
        assert (each.team is None) or each.p >= router.threshold
    assert len(router.weights) == len(SIGNS)
    assert (router.weights >= 0).all()
