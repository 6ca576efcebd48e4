"""Signing in: right and wrong, slowed down, silent about who has an account."""

import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from visavis.house import slowing
from visavis.house.models import SignInAttempt, User
from visavis.house.signing_in import FREE_PER_ADDRESS, FREE_PER_NETWORK, WrongPassword, sign_in
from visavis.house.slowing import TooManyTries, wait_after
from visavis.mistakes import Mistake
from visavis.vocabulary import Role

PASSWORD = "quatre mots sans rapport"
NETWORK = "192.0.2.7"


@pytest.fixture
def claire(home: Path) -> User:
    """Somebody with an account."""
    return User.objects.create_user("claire@exemple.example", "Claire", Role.LEAD, PASSWORD)


def outcome(email: str, password: str, network: str = NETWORK) -> str:
    """What comes of trying to sign in."""
    try:
        return sign_in(email, password, network=network).name
    except Mistake as wrong:
        return type(wrong).__name__


def test_the_right_password_lets_in(claire: User) -> None:
    assert outcome(" Claire@Exemple.example", PASSWORD) == "Claire"


def test_a_wrong_one_tells_nothing_about_the_address(claire: User) -> None:
    told = set()
    for email in ("claire@exemple.example", "nobody@exemple.example", "", "x" * 5000):
        with pytest.raises(WrongPassword) as raised:
            sign_in(email, "wrong", network=NETWORK)
        told.add(raised.value.say("fr"))
    assert len(told) == 1


def test_a_closed_account_does_not_sign_in(claire: User) -> None:
    User.objects.update(left_at=timezone.now())
    assert outcome("claire@exemple.example", PASSWORD) == "WrongPassword"


def test_an_endless_password_is_refused_without_hashing_it(claire: User) -> None:
    assert outcome("claire@exemple.example", PASSWORD + "x" * 1_000_000) == "WrongPassword"


@pytest.mark.parametrize("email", ["claire@exemple.example", "nobody@exemple.example"])
def test_guessing_at_an_address_is_slowed_down_whether_or_not_it_has_an_account(claire: User, email: str) -> None:
    tries = [outcome(email, "wrong") for _ in range(FREE_PER_ADDRESS + 2)]
    assert tries == ["WrongPassword"] * FREE_PER_ADDRESS + ["TooManyTries"] * 2
    assert outcome(email, PASSWORD) == "TooManyTries"


def test_waiting_helps_and_a_success_forgets(claire: User) -> None:
    for _ in range(FREE_PER_ADDRESS):
        outcome("claire@exemple.example", "wrong")
    SignInAttempt.objects.update(tried_at=timezone.now() - datetime.timedelta(seconds=slowing.FIRST_WAIT + 1))
    assert outcome("claire@exemple.example", PASSWORD) == "Claire"
    assert [outcome("claire@exemple.example", "wrong") for _ in range(FREE_PER_ADDRESS)] == (
        ["WrongPassword"] * FREE_PER_ADDRESS
    )


def test_each_failure_doubles_the_wait_up_to_five_minutes() -> None:
    assert [wait_after(n).total_seconds() for n in (0, 1, 2, 3, 6, 7, 1000)] == [5, 10, 20, 40, 300, 300, 300]


def test_one_network_that_tries_many_addresses_is_slowed_down_others_are_not(claire: User) -> None:
    tries = [outcome(f"p{n}@exemple.example", "wrong") for n in range(FREE_PER_NETWORK + 1)]
    assert tries == ["WrongPassword"] * FREE_PER_NETWORK + ["TooManyTries"]
    assert outcome("claire@exemple.example", PASSWORD) == "TooManyTries"
    assert outcome("claire@exemple.example", PASSWORD, "198.51.100.4") == "Claire"


def test_what_was_tried_is_kept_for_a_day_and_only_as_a_keyed_hash(claire: User) -> None:
    outcome("nobody@exemple.example", "wrong")
    kept = list(SignInAttempt.objects.values_list("about", flat=True))
    assert [len(about) for about in kept] == [64, 64]
    SignInAttempt.objects.update(tried_at=timezone.now() - datetime.timedelta(days=1, seconds=1))
    outcome("somebody@exemple.example", "wrong")
    assert SignInAttempt.objects.count() == 2
    assert set(kept).isdisjoint(
        SignInAttempt.objects.exclude(about=kept[1]).exclude(about=kept[0]).values_list("about", flat=True)
    )


def test_the_wait_is_told_in_both_languages() -> None:
    assert [TooManyTries(seconds).say("fr") for seconds in (1, 40, 61)] == [
        "trop d’essais manqués\n  → attendez 1 seconde, puis réessayez",
        "trop d’essais manqués\n  → attendez 40 secondes, puis réessayez",
        "trop d’essais manqués\n  → attendez 2 minutes, puis réessayez",
    ]
    assert TooManyTries(300).say("en") == "too many failed tries\n  → wait 5 minutes, then try again"
