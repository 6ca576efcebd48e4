"""Clients are found by whatever was typed, alike on both databases, with work that does not depend on what was typed."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visavis import database
from visavis.clients.finding.folding import folded_email, folded_phone, folded_words

PEOPLE = {
    1: ("Marie", "Dupont", "marie.dupont@exemple.fr", "+33612345678", "Mont-de-Marsan", "C-00123", date(2025, 3, 1)),
    2: ("Émilie", "Lefèvre", "elefevre@mail.example", "+33145678901", "Paris", "F7002", date(2025, 5, 1)),
    3: ("Jean-Pierre", "Dupont", "jpd@exemple.fr", "+32470123456", "Liège", "C-00124", None),
    4: ("Mariette", "Cœur", "coeur@exemple.fr", "+33612345679", "Paris", "W500262", date(2025, 6, 1)),
    5: ("Marie", "O’Brien", "marie@obrien.example", "+353861234567", "Cork", "F7003", date(2025, 6, 2)),
    6: ("Gone", "Away", "gone@away.example", "+33600000000", "Paris", "F7004", date(2025, 7, 1)),
}


ANSWERS = [
    ("marie", [5, 1, 4]),  # exact words first, then the latest contact; beginnings after
    ("MARIE", [5, 1, 4]),
    ("mar", [5, 4, 1]),
    ("emilie", [2]),
    ("Émilie", [2]),
    ("coeur", [4]),
    ("cœur", [4]),
    ("dupont marie", [1]),
    ("marie dupont", [1]),
    ("mar dup", [1]),
    ("dupont jean", [3]),
    ("jean pierre dupont", [3]),
    ("jean-pierre", [3]),
    ("marie o'brien", [5]),
    ("paris", [4, 2]),
    ("cœur paris", [4]),
    ("marie paris", [4]),  # Mariette begins with marie
    ("dupont paris", []),
    ("mont de marsan", [1]),
    ("marie.dupont@exemple.fr", [1]),
    ("Marie.Dupont@EXEMPLE.fr", [1]),
    ("marie.dupont@", [1]),
    ("dupont marie.dupont@exemple.fr", [1]),
    ("06 12 34 56 78", [1]),
    ("0612345678", [1]),
    ("+33 6 12 34 56 78", [1]),
    ("+33 (0)6 12 34 56 78", [1]),
    ("0033612345678", [1]),
    ("06.12.34.56.79", [4]),
    ("06 12 34 56", [4, 1]),
    ("+32 470 12 34 56", [3]),
    ("C-00123", [1]),
    ("c-00124", [3]),
    ("crm/C-00124", [3]),
    ("record/crm/F7002", [2]),
    ("F7002", [2]),
    ("f70", [5, 2]),
    ("c-000002", [2]),
    ("C-2", [2]),
    ("c-000009", [2]),  # a former number
    ("gone", []),
    ("c-000006", []),
    ("", []),
    ("   ", []),
    ("%", []),
    ("_arie", []),
    ("'; DROP TABLE visavis_client; --", []),
    ("marie\x00dupont", [1]),
    ("zzz", []),
]


@pytest.fixture
def people(tmp_path: Path, either_database: str) -> None:
    """Six clients, the last one gone; number 9 was merged into number 2."""
    database.use(tmp_path)
    from visavis.clients.models import Client, ClientAlias, ClientCard, Link, SearchTerm

    for number, (given_name, family, email, phone, city, key, last) in PEOPLE.items():
        vanished = "r2" if number == 6 else None
        client = Client.objects.create(number=number, run="r1")
        ClientCard.objects.create(
            client=number, name=f"{given_name} {family}", city=city, last_on=last, vanished_run=vanished
        )
        Link.objects.create(source="crm", key=key, client=client, run="r1")
        given_words, family_words = " ".join(folded_words(given_name)), " ".join(folded_words(family))
        terms = {f"{given_words} {family_words}", f"{family_words} {given_words}"}
        terms |= {word for text in (given_name, family, city, key) for word in folded_words(text)}
        terms |= {folded_email(email), folded_phone(phone)}
        SearchTerm.objects.bulk_create(SearchTerm(client=number, term=term, vanished_run=vanished) for term in terms)
    ClientAlias.objects.create(former=9, client_id=2, run="r1")


def found(text: str, **more: str) -> list[int]:
    from visavis.clients.finding.search import search

    return [card.client for card in search(text, **more).cards]


def test_found(people: None) -> None:
    assert [(typed, found(typed)) for typed, _ in ANSWERS] == ANSWERS


def test_the_country_reads_numbers_without_prefix(people: None) -> None:
    assert found("0470 12 34 56", country="BE") == [3]
    assert found("0470 12 34 56", country="FR") == []


TYPED = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.lists(st.sampled_from(["a", "marie", "dup", "paris", "06", "@", "c-", "+33", "é", "/"]), max_size=20).map(
        " ".join
    ),
    st.integers(100, 5_000).map(lambda n: "x" * n),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(TYPED)
def test_work_is_bounded_whatever_is_typed(people: None, typed: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        clients = found(typed)
    assert len(queries) <= 10
    assert 6 not in clients
    assert len(set(clients)) == len(clients)


WORDS = st.lists(
    st.sampled_from(["marie", "dupont", "cœur", "Émilie", "paris", "mar", "o", "jean", "zz"]), min_size=1, max_size=4
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(WORDS)
def test_words_find_whoever_has_them_all(people: None, words: list[str]) -> None:
    """The same as looking at every client: all words begin one of their terms."""
    from visavis.clients.models import SearchTerm

    terms: dict[int, list[str]] = {}
    for client, term in SearchTerm.objects.filter(vanished_run=None).values_list("client", "term"):
        terms.setdefault(client, []).append(term)
    asked = [word for each in words for word in folded_words(each)]
    expected = {
        client for client, its in terms.items() if all(any(term.startswith(word) for term in its) for word in asked)
    }
    assert set(found(" ".join(words))) == expected


def test_many_who_match_are_told(people: None) -> None:
    from visavis.clients.finding.search import RANKED, search
    from visavis.clients.models import ClientCard, SearchTerm

    numbers = range(1_000, 1_000 + RANKED + 50)
    ClientCard.objects.bulk_create(ClientCard(client=number, name=f"Zoé {number}") for number in numbers)
    SearchTerm.objects.bulk_create(SearchTerm(client=number, term="zoe") for number in numbers)
    SearchTerm.objects.bulk_create(SearchTerm(client=number, term=str(number)) for number in numbers)
    many = search("zoe")
    assert (len(many.cards), many.more) == (25, True)
    assert [card.name for card in search("zoe 1100").cards] == ["Zoé 1100"]
    assert search("marie").more is False


def test_a_zero_is_dialled_where_the_numbering_plans_say_so() -> None:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    from visavis.clients.finding.terms import ZERO

    plans = {
        str(code): PhoneMetadata.metadata_for_region(regions[0], None)
        for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()
    }
    assert set(ZERO) == {code for code, plan in plans.items() if plan and plan.national_prefix == "0"}
