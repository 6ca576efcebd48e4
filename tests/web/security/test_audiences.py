"""Who may open what: every URL of the table, asked by nobody and by every role, against audiences written down by hand."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern

from visavis.vocabulary import Role
from visavis.web import access
from visavis.web.urls import urlpatterns

ANYBODY = (None, *Role)
EVERYBODY = tuple(Role)
STEWARDS = (Role.ANALYST, Role.ADMINISTRATOR)
ADMINISTRATORS = (Role.ADMINISTRATOR,)

AUDIENCES: dict[str, tuple[Role | None, ...]] = {
    "home": EVERYBODY,
    "today": EVERYBODY,
    "today-waiting": EVERYBODY,
    "today-promises": EVERYBODY,
    "today-thanks": EVERYBODY,
    "clients": EVERYBODY,
    "clients-review": EVERYBODY,
    "clients-review-answer": EVERYBODY,
    "clients-review-withdrawal": EVERYBODY,
    "clients-review-purpose": EVERYBODY,
    "client": EVERYBODY,
    "client-taking": EVERYBODY,
    "client-release": EVERYBODY,
    "client-details": EVERYBODY,
    "client-data": ADMINISTRATORS,
    "client-erasure": ADMINISTRATORS,
    "client-contradictions": EVERYBODY,
    "client-relations": EVERYBODY,
    "client-why": EVERYBODY,
    "client-parting": EVERYBODY,
    "client-merger": EVERYBODY,
    "client-undoing": EVERYBODY,
    "mirror": EVERYBODY,
    "answers": EVERYBODY,
    "catalogue": EVERYBODY,
    "mirror-cases": EVERYBODY,
    "chain": EVERYBODY,
    "relation": EVERYBODY,
    "dialogue": EVERYBODY,
    "journey": EVERYBODY,
    "mirror-over-time": EVERYBODY,
    "mirror-over-time-html": EVERYBODY,
    "mirror-voices": EVERYBODY,
    "mirror-teams": EVERYBODY,
    "mirror-pdf": EVERYBODY,
    "mirror-html": EVERYBODY,
    "words": EVERYBODY,
    "answer-forecasts": EVERYBODY,
    "answer-forecast-new": EVERYBODY,
    "answer-forecast-seal": EVERYBODY,
    "answer-forecast-withdrawal": EVERYBODY,
    "actions": EVERYBODY,
    "action": EVERYBODY,
    "action-new": STEWARDS,
    "action-version": STEWARDS,
    "action-stop": STEWARDS,
    "word-lists": STEWARDS,
    "word-list": STEWARDS,
    "word-more": STEWARDS,
    "word-fewer": STEWARDS,
    "word-restoration": STEWARDS,
    "promises": EVERYBODY,
    "promise": EVERYBODY,
    "promise-new": STEWARDS,
    "promise-trial": STEWARDS,
    "promise-file": STEWARDS,
    "promise-restoration": STEWARDS,
    "promise-edit": STEWARDS,
    "promise-withdrawal": STEWARDS,
    "start": STEWARDS,
    "start-files": STEWARDS,
    "start-withdrawal": STEWARDS,
    "start-discard": STEWARDS,
    "start-look": STEWARDS,
    "start-mapping": STEWARDS,
    "start-promises": STEWARDS,
    "start-forecast": EVERYBODY,
    "start-progress": STEWARDS,
    "start-attempt": STEWARDS,
    "settings": STEWARDS,
    "sources": STEWARDS,
    "source": STEWARDS,
    "source-withdrawal": STEWARDS,
    "source-file": STEWARDS,
    "source-restoration": STEWARDS,
    "settings-quality": STEWARDS,
    "settings-runs": STEWARDS,
    "settings-rejects": STEWARDS,
    "settings-rejects-file": STEWARDS,
    "settings-data": STEWARDS,
    "settings-reading": STEWARDS,
    "settings-reading-lessons": STEWARDS,
    "settings-reading-versions": STEWARDS,
    "settings-reading-labels": STEWARDS,
    "settings-reading-undo": STEWARDS,
    "voice-corrections": EVERYBODY,
    "voice-corrections-withdrawal": EVERYBODY,
    "settings-table": STEWARDS,
    "inbox": EVERYBODY,
    "triage": EVERYBODY,
    "heard": EVERYBODY,
    "heard-withdrawal": EVERYBODY,
    "voice-route": EVERYBODY,
    "voice-seen": EVERYBODY,
    "voice-route-withdrawal": EVERYBODY,
    "teams": STEWARDS,
    "team-ending": STEWARDS,
    "team-members": STEWARDS,
    "team-departures": STEWARDS,
    "team-remits": STEWARDS,
    "team-words": STEWARDS,
    "team-remit-withdrawal": STEWARDS,
    "team-services": STEWARDS,
    "team-services-file": STEWARDS,
    "service-withdrawal": STEWARDS,
    "service-restoration": STEWARDS,
    "components": STEWARDS,
    "people": ADMINISTRATORS,
    "invitations": ADMINISTRATORS,
    "withdrawal": ADMINISTRATORS,
    "role": ADMINISTRATORS,
    "account-closing": ADMINISTRATORS,
    "account-reopening": ADMINISTRATORS,
    "account-renewal": ADMINISTRATORS,
    "sign-in": ANYBODY,
    "sign-out": EVERYBODY,
    "invitation": ANYBODY,
    "language": ANYBODY,
    "theme": ANYBODY,
    "preferences": EVERYBODY,
    "own-password": EVERYBODY,
    "own-keys": EVERYBODY,
    "own-key-withdrawal": EVERYBODY,
    "commitments": EVERYBODY,
    "commitment-answer": EVERYBODY,
    "commitment-withdrawal": EVERYBODY,
    "commitment-due": EVERYBODY,
    "commitment-outcome": EVERYBODY,
    "authorship": EVERYBODY,
    "demonstration": EVERYBODY,
    "demonstration-departure": ADMINISTRATORS,
    "voices": EVERYBODY,
    "voice": EVERYBODY,
    "topics": EVERYBODY,
    "topic": EVERYBODY,
    "topic-name": EVERYBODY,
    "topic-merger": EVERYBODY,
    "topic-parts": EVERYBODY,
    "topic-withdrawal": EVERYBODY,
    "theme-trend": EVERYBODY,
    "visit": EVERYBODY,
    "visit-stop": EVERYBODY,
    "visit-leaving": EVERYBODY,
}

SAMPLES = {"str": "c-000999", "slug": "nothing", "int": "999999", "uuid": str(UUID(int=7))}


def address(pattern: URLPattern) -> str:
    """An address that this pattern matches and that names nothing in the home."""
    route = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        route = route.replace(f"<{kind}:{name}>", SAMPLES[kind])
    assert "<" not in route, f"a converter without sample: {route}"
    return f"/{route}"


def turned_away(client: Client, method: str, where: str) -> str:
    """How whoever asks is received: `signs in first`, `forbidden` or `let in` (whatever the page then says)."""
    response = getattr(client, method)(where)
    if response.status_code == 302 and response["Location"].startswith("/sign-in?next="):
        return "signs in first"
    if response.status_code == 403:
        assert b'href="/"' in response.content, "403 without our page"
        return "forbidden"
    return "let in" if response.status_code < 500 else f"broken: {response.status_code}"


def expected(audience: tuple[Role | None, ...], role: Role | None) -> str:
    """What an audience means for somebody."""
    return "let in" if role in audience else "signs in first" if role is None else "forbidden"


def test_every_url_is_declared_and_written_down_here() -> None:
    assert all(isinstance(pattern, URLPattern) for pattern in urlpatterns)
    assert {pattern.name for pattern in urlpatterns} == set(AUDIENCES)
    assert {name: frozenset(audience) for name, audience in AUDIENCES.items()} == {
        pattern.name: access.AUDIENCES[pattern.name or ""] for pattern in urlpatterns
    }


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: str(role or "nobody"))
def test_nobody_gets_past_an_audience(signed_in: Callable[..., Client], role: Role | None, method: str) -> None:
    received = {pattern.name: turned_away(signed_in(role), method, address(pattern)) for pattern in urlpatterns}
    assert received == {name: expected(audience, role) for name, audience in AUDIENCES.items()}


def test_partial_requests_of_nobody_are_sent_to_sign_in_as_a_whole_page(signed_in: Callable[..., Client]) -> None:
    response = signed_in(None).get("/clients?q=morel", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (204, "/sign-in?next=%2Fclients%3Fq%3Dmorel")


def test_a_url_that_forgot_its_audience_is_closed_to_all(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ROOT_URLCONF", "tests.web.security.forgetful")
    assert signed_in(Role.ADMINISTRATOR).get("/forgotten").status_code == 403
    assert signed_in(None).get("/forgotten").status_code == 403


def test_two_urls_of_one_name_cannot_differ_in_audience() -> None:
    with pytest.raises(ValueError, match="two URLs named today"):
        access.page("another", lambda request: HttpResponse(), name="today", to=access.ADMINISTRATORS)
