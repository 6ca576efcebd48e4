"""Whom thanks are for: teams by their everyday names, back office included, and colleagues by name."""

import pytest

from visavis.voices.thanking import gathered, is_named, spread, teams_named

TEAMS = [("Service client", ()), ("Interventions", ("votre équipage",)), ("Logistique", ()), ("Commandes", ()), ("Réseau", ()), ("Comptabilité clients", ()), ("Contrôle qualité", ())]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Merci à vos techniciens", ["Interventions"]),
        ("VOTRE ÉQUIPAGE a été parfait", ["Interventions"]),
        ("Dites merci à votre comptable", ["Comptabilité clients"]),
        ("La dame de l’entrepôt a tout retrouvé", ["Logistique"]),
        ("Remerciez pour moi la logistique", ["Logistique"]),
        ("Thanks to the guys in the warehouse", ["Logistique"]),
        ("Thank you to the delivery driver", ["Logistique"]),
        ("Merci à l’équipe réseau", ["Réseau"]),
        ("Le réseau marche enfin", []),
        ("Ma commande est arrivée", []),
        ("Merci au service commandes", ["Commandes"]),
        ("Merci au monsieur du téléphone", ["Service client"]),
        ("Mon téléphone marche", []),
        ("Derrière le technicien, il y a des gens qui préparent tout", []),
        ("Transmettez au contrôle qualité que tout tient", ["Contrôle qualité"]),
        ("Bravo et merci", []),
        ("", []),
        ("🙏🙏🙏", []),
    ],
)
def test_teams_are_named_by_what_clients_call_them(text: str, named: list[str]) -> None:
    assert teams_named(text, TEAMS) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Bravo à la logistique", ["Logistique"]),
        ("Merci aux techniciens, et aux gens de l’entrepôt", ["Interventions"]),
        ("Le technicien m’a coupé la parole trois fois. Félicitations, on progresse.", []),
    ],
)
def test_directly_thanked_are_those_to_whom_the_word_is_said(text: str, named: list[str]) -> None:
    assert teams_named(text, TEAMS, directly=True) == named


@pytest.mark.parametrize(
    ("person", "text", "named"),
    [
        ("Julie Kervella", "Un grand merci à Julie Kervella", True),
        ("Julie Kervella", "merci madame Kervella !", True),
        ("Julie Kervella", "merci a J. Kervella", True),
        ("Julie Kervella", "KERVELLA Julie est formidable", True),
        ("Julie Kervella", "Merci, Julie", False),
        ("Julie Kervella", "La rue Kervella est inondée", False),
        ("Zoé Le Dantec", "merci à zoe le dantec", True),
        ("Zoé", "merci à Zoé", False),
        ("", "merci", False),
    ],
)
def test_a_colleague_is_named_by_full_name_or_title(person: str, text: str, named: bool) -> None:
    assert is_named(person, text) is named


def test_names_are_kept_whole_in_a_column() -> None:
    assert spread([]) is None
    assert gathered(spread(["A, B", "C"]) or "") == ["A, B", "C"]
    assert gathered("") == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Dites bien au contrôle qualité que l’usine a redémarré grâce à eux.", ["Contrôle qualité"]),
        ("Transmettez aux gens de l’entrepôt que tout est arrivé", ["Logistique"]),
        ("Tell the warehouse team they saved us", ["Logistique"]),
        ("Dites-moi quand le technicien passe", []),
    ],
)
def test_thanks_to_be_passed_on_are_direct_too(text: str, named: list[str]) -> None:
    assert teams_named(text, TEAMS, directly=True) == named
