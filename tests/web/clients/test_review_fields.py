"""How two records compare, field by field, as a person reads it."""

import datetime

from visavis.web.clients.review_fields import fields_of, state_of


def test_how_values_compare() -> None:
    for left, right, state in (
        ("Zoé", "ZOE", "same"),
        ("D’Arc", "d'arc", "same"),
        ("Claire", "C", "alike"),
        ("Martin", "Martine", "alike"),
        ("Anne Marie", "Marie", "alike"),
        ("Paul", "Claire", "different"),
        (None, "Paul", "one"),
        (["a@b.fr"], [], "one"),
        (["a@b.fr", "c@d.fr"], ["C@D.FR"], "same"),
        (["claire.morel@exemple.fr"], ["claire.morel@autre.fr"], "alike"),
        (["ab@exemple.fr"], ["ab@autre.fr"], "different"),
        (["0612345678"], ["+33 6 12 34 56 78"], "same"),
        (["0612345678"], ["0612345679"], "alike"),
        (["0612345678"], ["0298765432"], "different"),
        ("35000", "35000", "same"),
        ("35000", "35001", "alike"),
        ("35000", "75011", "different"),
        (datetime.date(1980, 2, 3), datetime.date(1980, 2, 3), "same"),
    ):
        assert (left, right, state_of(left, right)) == (left, right, state)
        assert state_of(right, left) == state


def test_details_are_compared_but_not_told_without_a_reason() -> None:
    left = {"given_name": "Zoé", "emails": ["zoe@exemple.fr"], "street": "3 rue Haute"}
    right = {"given_name": "Zoe", "emails": ["zoe@exemple.fr"], "city": "Rennes"}
    hidden = {each.what.en: (each.state, each.left, each.right) for each in fields_of(left, right, details=False)}
    assert hidden == {
        "given name": ("same", "Zoé", "Zoe"),
        "e-mails": ("same", "", ""),
        "street": ("one", "", ""),
        "city": ("one", "", "Rennes"),
    }
    shown = {each.what.en: (each.left, each.right) for each in fields_of(left, right, details=True)}
    assert shown["e-mails"] == ("zoe@exemple.fr", "zoe@exemple.fr")
    assert shown["street"] == ("3 rue Haute", "")
