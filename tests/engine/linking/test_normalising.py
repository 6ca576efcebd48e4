"""Normalising: what people write, in one comparable form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.linking.comparable.companies import bears_its_domain, company_name, has_legal_form, luhn, siren
from visavis.engine.linking.comparable.contacts import email_address, is_role_mailbox, phone_number
from visavis.engine.linking.comparable.names import (
    PersonName,
    family_name,
    given_circle,
    given_name,
    given_root,
    person_name,
    split_name,
)
from visavis.engine.linking.comparable.normalise import normalised
from visavis.engine.linking.comparable.places import Street, city, postcode, street
from visavis.engine.linking.comparable.text import plain


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Éloïse D’Œuvre-Straße", "eloise doeuvre strasse"),
        ("  S.A.R.L.\tL'Île ", "sarl lile"),
        ("ÆGIR İstanbul", "aegir istanbul"),
        ("ﬁancé №5", "fiance no5"),
        ("Δημήτρης", "δημητρησ"),
        ("!!!", ""),
    ],
)
def test_plain(written: str, expected: str) -> None:
    assert plain(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (("Jean-Claude", "DE LA TOUR", None), PersonName("jean claude", "jean claude", "delatour")),
        (("Bob", "O'Brien", None), PersonName("bob", "robert", "obrien")),
        (("Mme Hélène", "Le Berre", None), PersonName("helene", "helene", "leberre")),
        (("Marie", "Dupont née Martin", None), PersonName("marie", "marie", "dupont", "martin")),
        (("Marie", "Martin épouse Dupont", None), PersonName("marie", "marie", "martin", "dupont")),
        (("Marie", "Dupont (Martin)", None), PersonName("marie", "marie", "dupont", "martin")),
        (("J.-P.", "Saint-Martin", None), PersonName("j p", "j p", "saintmartin")),
        (("J.-P.", "St Martin", None), PersonName("j p", "j p", "saintmartin")),
        ((None, None, "DUPONT Jean"), PersonName("jean", "jean", "dupont")),
        ((None, None, "Dupont, Jean"), PersonName("jean", "jean", "dupont")),
        ((None, None, "M. Jean de La Tour"), PersonName("jean", "jean", "delatour")),
        ((None, None, "Dr Jane Smith Jr"), PersonName("jane", "jane", "smith")),
        ((None, "Née", None), PersonName("", "", "nee")),
        ((None, None, None), PersonName()),
        (("", "", "   "), PersonName()),
    ],
)
def test_person_names(written: tuple[str | None, str | None, str | None], expected: PersonName) -> None:
    assert person_name(*written) == expected


def test_nicknames_meet_in_a_common_name() -> None:
    assert set(given_circle("liz")) & set(given_circle("elizabeth"))
    assert set(given_circle("jeannot")) & set(given_circle("jean"))
    assert set(given_circle("alex")) & set(given_circle("alexandra"))
    assert not set(given_circle("marie")) & set(given_circle("mario"))
    assert given_circle("") == ()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Jean.Dupont+promo@GMAIL.com", "jeandupont@gmail.com"),
        ("jean@googlemail.com", "jean@gmail.com"),
        ("jean.dupont+x@free.fr", "jean.dupont+x@free.fr"),
        ("Jean Dupont <jean@free.fr>", "jean@free.fr"),
        ("mailto:jean@free.fr", "jean@free.fr"),
        ("jean@free", None),
        ("@free.fr", None),
        ("", None),
        (None, None),
    ],
)
def test_email_addresses(written: str | None, expected: str | None) -> None:
    assert email_address(written) == expected


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("contact@x.fr", True),
        ("sav-lyon@x.fr", True),
        ("no.reply@x.fr", True),
        ("service.client2@x.fr", True),
        ("infosport@x.fr", False),
        ("jean.info@x.fr", False),
        ("salesse@x.fr", False),
    ],
)
def test_role_mailboxes(address: str, role: bool) -> None:
    assert is_role_mailbox(address) is role


@pytest.mark.parametrize(
    ("written", "country", "expected"),
    [
        ("06 12.34-56 78", "FR", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "FR", "+33612345678"),
        ("0033612345678", "GB", "+33612345678"),
        ("07911 123456", "GB", "+447911123456"),
        ("+44 7911 123456", "FR", "+447911123456"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("12", "FR", None),
        ("inconnu", "FR", None),
        ("0000000000000000000000", "FR", None),
        (None, "FR", None),
    ],
)
def test_phone_numbers(written: str | None, country: str, expected: str | None) -> None:
    assert phone_number(written, country) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12 bis, av. de la République", Street("12bis", "avenue", "republique")),
        ("12bis avenue République", Street("12bis", "avenue", "republique")),
        ("5 Mill Rd", Street("5", "road", "mill")),
        ("Flat 3 5 Mill Road", Street("5", "road", "mill")),
        ("Bd St-Michel 7", Street("7", "boulevard", "saint michel")),
        ("Hauptstraße 7", Street("", "", "hauptstrasse 7")),
        ("le bourg", Street("", "", "bourg")),
        (None, Street()),
    ],
)
def test_streets(written: str | None, expected: Street) -> None:
    assert street(written) == expected


def test_postcodes_and_cities() -> None:
    assert [postcode(p) for p in ("3200", "03200", "F-75001", "sw1a 1aa", None)] == [
        "03200",
        "03200",
        "75001",
        "SW1A1AA",
        "",
    ]
    assert [city(c) for c in ("St-Étienne CEDEX 2", "L’Haÿ-les-Roses", None)] == [
        "saint etienne",
        "l hay les roses",
        "",
    ]


def test_companies() -> None:
    assert company_name("SARL Dupont & Fils") == company_name("Dupont et fils, S.A.R.L.") == "dupont"
    assert company_name("Acme Holdings Ltd.") == "acme holdings"
    assert company_name("SAS") == "sas"
    assert company_name("SA PHARMAZAN") == company_name("Pharmazan S.A.") == company_name("Pharmazan") == "pharmazan"
    forms = (
        "EURL Dupont",
        "SCI Dupont",
        "Dupont GmbH",
        "Dupont plc",
        "Dupont B.V.",
        "Dupont Ltd",
        "Dupont S.A.R.L. & Cie",
    )
    assert {(company_name(name), has_legal_form(name)) for name in forms} == {("dupont", True)}
    assert has_legal_form("Dupont SAS")
    assert has_legal_form("Acme Inc.")
    assert not has_legal_form("Jean Dupont")


@pytest.mark.parametrize(
    ("name", "emails", "kind"),
    [
        ("Hôtel de l’Écluse", ["Accueil@hotel-de-lecluse.example"], "organisation"),
        ("Camping des Arcades", ["contact@campingdesarcades2.example"], "organisation"),
        ("Camping des Arcades", ["contact@courriel.example"], "person"),
        ("Claire Morel", ["claire@clairemorel.example"], "person"),
        ("Ax", ["contact@ax.example"], "person"),
        ("Hôtel de l’Écluse", [], "person"),
    ],
)
def test_who_writes_from_a_function_of_the_domain_that_spells_the_name_is_an_organisation(
    name: str, emails: list[str], kind: str
) -> None:
    columns = (
        "rid",
        "source",
        "key",
        "origin",
        "also_known_as",
        "kind",
        "given_name",
        "family_name",
        "company",
        "street",
    )
    bare: dict[str, object] = dict.fromkeys((*columns, "phones", "postcode", "city", "country", "birth_date"))
    (found,) = normalised([bare | {"name": name, "emails": emails}]).to_pylist()
    assert found["kind"] == kind
    assert not bears_its_domain(None, "contact@courriel.example")


def test_sirens() -> None:
    assert siren("SIRET 732 829 320 00074") == "732829320"
    assert siren("FR83 404833048") == "404833048"
    assert siren("123456789") is None
    assert siren("732 829 320 00074") == siren("732 829 320 00082") == "732829320"
    assert luhn("732829320")


@given(st.text(max_size=60))
def test_normal_forms_are_fixed_points_and_nothing_crashes(text: str) -> None:
    for form in (plain, given_name, family_name, city, postcode, company_name):
        once = form(text)
        assert form(once) == once
    address = email_address(text)
    assert address is None or email_address(address) == address
    number = phone_number(text)
    assert number is None or phone_number(number) == number
    assert street(street(text).name).name is not None
    assert given_root(given_root(plain(text))) == given_root(plain(text))
    person_name(text, text, text)
    split_name(text)
    siren(text)


_WRITTEN = st.none() | st.sampled_from(
    ["", "Jean", "MARTIN née Dupont", "M.", "Garage Martin SARL", "contact@garage-martin.fr", "0612345678", "3200", "12 rue X", "GB"]
)  # fmt: skip
_RECORD = st.fixed_dictionaries(
    {
        **dict.fromkeys(("given_name", "family_name", "name", "street", "postcode", "city", "country", "company"), _WRITTEN),
        **dict.fromkeys(("emails", "phones"), st.none() | st.lists(_WRITTEN.filter(bool), max_size=3)),
        "kind": st.sampled_from([None, "person", "organisation"]),
        "birth_date": st.none() | st.dates(),
        "key": st.sampled_from(["1", "732829320"]),
    }
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(_RECORD, min_size=1, max_size=6))
def test_a_record_reads_the_same_alone_and_among_others(records: list[dict[str, object]]) -> None:
    rows = [{"rid": n, "source": "crm", "origin": "record", "also_known_as": None} | r for n, r in enumerate(records)]
    together = normalised(rows).to_pylist()
    assert together == [one for row in rows for one in normalised([row]).to_pylist()]
    assert [each["rid"] for each in together] == list(range(len(rows)))
