"""Doubtful pairs, one at a time: side by side, answered, undone, left for later; details for a reason; two reviewers at once.

Making the home costs seconds: what only reads it, and what undoes what it did, is one test.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.clients.doubtful import PAIRS, ROWS
from tests.clients.homes import make_home
from tests.web.reading import text_of
from visavis.clients.doubts.asked import DoubtHeld
from visavis.clients.doubts.reviewing import Doubt, queue
from visavis.clients.models import Decision, DetailsSeen, Link
from visavis.house.models import User
from visavis.running.deciding import cannot_link
from visavis.vocabulary import Role

SignIn = Callable[..., Client]
HERE = "/clients/review"
DETAILS = (
    "claire.morel@exemple.fr",
    "zoe.coeur",
    "0612345699",
    "0611223344",
    "rue Haute",
    "quai Sud",
    "35000",
    "69001",
)


def plain(text: str) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", text)


def named(doubt: Doubt) -> str:
    return " ".join(f"{source}/{key}" for source, key in (doubt.one, doubt.other))


@pytest.fixture
def doubtful(home: Path) -> Path:
    """A home with four doubtful pairs."""
    make_home(home, ROWS)
    return home


def shown(home: Path, html: str) -> Doubt:
    """The pair that a page asks about."""
    pair = re.search(r'name="pair" value="([0-9a-f]{32})"', html)
    assert pair is not None
    return next(each for each in queue(home).open if each.pair == pair[1])


def numbers() -> dict[str, int]:
    return {f"{s}/{k}": number for s, k, number in Link.objects.values_list("source", "key", "client_id")}


def test_reviewing(doubtful: Path, signed_in: SignIn) -> None:
    assert {named(each) for each in queue(doubtful).open} == PAIRS
    check_details_for_a_reason(doubtful, signed_in)
    check_two_reviewers(doubtful, signed_in)
    check_later_comes_last(doubtful, signed_in)
    check_wrong_answers(doubtful, signed_in)
    check_answers_and_undoing(doubtful, signed_in)
    check_until_none_is_left(doubtful, signed_in)


def check_details_for_a_reason(home: Path, signed_in: SignIn) -> None:
    """Nothing personal is shown until a reason is given; then each pair seen is noted, for each of its clients."""
    browser = signed_in(Role.EMPLOYEE)
    page = browser.get(HERE)
    assert [each for each in DETAILS if each in page.content.decode()] == []
    assert "masqué" in text_of(page)
    assert not DetailsSeen.objects.exists()
    browser.post(f"{HERE}/purpose", {"purpose": "curiosity"})
    assert "masqué" in text_of(browser.get(HERE))
    page = browser.post(f"{HERE}/purpose", {"purpose": "correct"}, follow=True)
    doubt = shown(home, page.content.decode())
    assert any(each in page.content.decode() for each in DETAILS)
    assert "Coordonnées affichées pour : corriger une erreur." in plain(text_of(page))
    seen = DetailsSeen.objects.values_list("client", "purpose", "user__role")
    assert set(seen) == {(client, "correct", "employee") for client in doubt.clients}
    browser.post(f"{HERE}/purpose", {"purpose": ""})
    assert "masqué" in text_of(browser.get(HERE))


def check_two_reviewers(home: Path, signed_in: SignIn) -> None:
    """Two never have the same pair before them; one keeps theirs when the page is loaded again."""
    first, second = signed_in(Role.EMPLOYEE), signed_in(Role.LEAD)
    mine = shown(home, first.get(HERE).content.decode())
    assert shown(home, first.get(HERE).content.decode()) == mine
    theirs = shown(home, second.get(HERE).content.decode())
    assert theirs.pair != mine.pair
    DoubtHeld.objects.exclude(pair=mine.pair).delete()
    others = User.objects.create_user(
        "ailleurs@exemple.example", "Ailleurs", Role.EMPLOYEE, "un mot de passe assez long"
    )
    for each in queue(home).open:
        DoubtHeld.objects.get_or_create(pair=each.pair, defaults={"user": others, "until": "2999-01-01T00:00:00Z"})
    assert "Des collègues ont sous les yeux toutes les paires qui restent." in text_of(second.get(HERE))
    DoubtHeld.objects.all().delete()


def check_later_comes_last(home: Path, signed_in: SignIn) -> None:
    """What is left for later is last in the queue, for everybody, unless it is taken back."""
    browser = signed_in(Role.EMPLOYEE)
    first = shown(home, browser.get(HERE).content.decode())
    page = browser.post(f"{HERE}/answer", {"pair": first.pair, "answer": "later"}, follow=True)
    assert "Paire laissée pour plus tard" in text_of(page)
    assert shown(home, page.content.decode()).pair != first.pair
    assert queue(home).open[-1].pair == first.pair
    page = browser.post(f"{HERE}/withdrawal", follow=True)
    assert shown(home, page.content.decode()).pair == first.pair
    assert queue(home).open[0].pair == first.pair
    DoubtHeld.objects.all().delete()


def check_wrong_answers(home: Path, signed_in: SignIn) -> None:
    """What is no answer, or to no pair, changes nothing and says so."""
    browser = signed_in(Role.EMPLOYEE)
    pair = queue(home).open[0].pair
    for sent, sentence in (
        ({"pair": pair, "answer": "perhaps"}, "Il manque votre réponse"),
        ({"pair": "f" * 32, "answer": "yes"}, "Cette paire n’est plus à décider"),
        ({"pair": "", "answer": "no"}, "Cette paire n’est plus à décider"),
    ):
        assert sentence in text_of(browser.post(f"{HERE}/answer", sent, follow=True))
    assert "Cette réponse est déjà annulée" in text_of(
        browser.post(f"{HERE}/withdrawal", {"decision": "77"}, follow=True)
    )
    assert not Decision.objects.exists()
    assert browser.get(f"{HERE}/answer").status_code == 405
    DoubtHeld.objects.all().delete()


def check_answers_and_undoing(home: Path, signed_in: SignIn) -> None:
    """Each answer does what it said it would, says so, and can be taken back to the exact former state."""
    browser, before = signed_in(Role.EMPLOYEE), numbers()
    for doubt in queue(home).open:
        for said in ("yes", "no"):
            check_one_answer(home, browser, doubt, said)
            assert numbers() == before
            assert queue(home).decided == 0
    assert Decision.objects.count() == 16


def check_one_answer(home: Path, browser: Client, doubt: Doubt, said: str) -> None:
    page = browser.post(f"{HERE}/answer", {"pair": doubt.pair, "answer": said, "reason": "<b>vu</b>"}, follow=True)
    decision = Decision.objects.order_by("-id")[0]
    assert (decision.kind, decision.reason) == ("must-link" if said == "yes" else "cannot-link", "<b>vu</b>")
    now = numbers()
    one, other = (now[f"{source}/{key}"] for source, key in (doubt.one, doubt.other))
    assert (one == other) is (said == "yes")
    kept = doubt.together is (said == "yes")
    text = plain(text_of(page))
    assert "1 paire décidée, 3 restent" in text
    assert ("Rien n’a changé de client." in text) is kept
    assert ("1 fiche maintenant chez c-" in text) is not kept
    assert f"Votre réponse : {'un même client' if said == 'yes' else 'deux clients'}." in text
    assert "Cette paire n’est plus" in text_of(
        browser.post(f"{HERE}/answer", {"pair": doubt.pair, "answer": said}, follow=True)
    )
    page = browser.post(f"{HERE}/withdrawal", {"decision": decision.pk}, follow=True)
    assert shown(home, page.content.decode()).pair == doubt.pair


def check_until_none_is_left(home: Path, signed_in: SignIn) -> None:
    """The last pair answered, the page says that none is left; another’s decision about a pair takes it off the queue."""
    browser = signed_in(Role.ANALYST, lang="en")
    DoubtHeld.objects.all().delete()
    for told in ("\0", "no pair"):
        browser.post(f"{HERE}/answer", {"pair": told, "answer": "later"})
        browser.post(f"{HERE}/withdrawal")
    assert not DoubtHeld.objects.exists()
    first = queue(home).open[0]
    cannot_link(home, first.one, first.other, actor="cli/camille", reason="two brothers")
    assert (len(queue(home).open), queue(home).decided) == (3, 1)
    while queue(home).open:
        doubt = shown(home, browser.get(HERE).content.decode())
        browser.post(f"{HERE}/answer", {"pair": doubt.pair, "answer": "no"})
    text = text_of(browser.get(HERE))
    assert "4 pairs decided, none is left." in plain(text)
    assert "there are none" in text
    assert {each.reason for each in Decision.objects.filter(actor__startswith="user/").order_by("-id")[:3]} == {
        "seen side by side"
    }


def test_without_a_run_nothing_is_in_doubt(home: Path, signed_in: SignIn) -> None:
    page = signed_in(Role.EMPLOYEE).get(HERE)
    assert page.status_code == 200
    assert "il n’hésite sur aucune" in text_of(page)
