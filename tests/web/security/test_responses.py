"""What every answer carries, errors and files included: content security policy, no sniffing, no framing, no caching."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client

from visavis.vocabulary import Role
from visavis.web.access import EVERYBODY, page
from visavis.web.urls import handler403, handler404, handler500
from visavis.web.urls import urlpatterns as real

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def fail(request: HttpRequest) -> HttpResponse:
    """A page of ours that breaks."""
    raise RuntimeError("a secret of the server")


urlpatterns = [*real, page("fails", fail, name="fails", to=EVERYBODY)]

ANSWERS = [
    (None, "/sign-in", 200),
    (None, "/clients", 302),
    (None, "/nowhere", 404),
    (None, "/invitations/guessed", 404),
    (None, "/static/visavis/visavis.css", 200),
    (None, "/static/visavis/nothing.css", 404),
    (Role.EMPLOYEE, "/today", 200),
    (Role.EMPLOYEE, "/settings/people", 403),
    (Role.EMPLOYEE, "/nowhere/either", 404),
    (Role.EMPLOYEE, "/sign-out", 405),
    (Role.EMPLOYEE, "/fails", 500),
    (Role.ADMINISTRATOR, "/settings/people", 200),
]


def test_every_answer_is_guarded(signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ROOT_URLCONF", "tests.web.security.test_responses")
    answers = {where: signed_in(role, raise_request_exception=False).get(where) for role, where, _ in ANSWERS}
    assert {where: answer.status_code for where, answer in answers.items()} == {
        where: status for _, where, status in ANSWERS
    }
    for where, answer in answers.items():
        assert set(answer["Content-Security-Policy"].split("; ")) == POLICY, where
        assert {name: answer.get(name) for name in HEADERS} == HEADERS, where
        assert "Access-Control-Allow-Origin" not in answer, where
    kept = {where: answer["Cache-Control"] for where, answer in answers.items()}
    assert kept.pop("/static/visavis/visavis.css") == "max-age=60, public"
    assert set(kept.values()) == {"no-store"}


def test_a_page_that_breaks_says_so_and_no_more(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ROOT_URLCONF", "tests.web.security.test_responses")
    told = {
        lang: signed_in(Role.EMPLOYEE, lang=lang, raise_request_exception=False).get("/fails").content.decode()
        for lang in ("fr", "en")
    }
    assert "<h1>Une erreur de notre part</h1>" in told["fr"]
    assert "<h1>A mistake of ours</h1>" in told["en"]
    assert [text for text in told.values() if "secret" in text or "RuntimeError" in text] == []


def test_cookies_stay_out_of_scripts_and_of_other_sites(home: Path) -> None:
    from visavis.house.models import User

    User.objects.create_user("camille@exemple.example", "Camille", Role.EMPLOYEE, "un mot de passe assez long")
    client = Client()
    client.get("/sign-in")
    client.post("/sign-in", {"email": "camille@exemple.example", "password": "un mot de passe assez long"})
    client.post("/language", {"language": "en"})
    client.post("/theme", {"theme": "dark"})
    assert {
        name: (bool(cookie["httponly"]), cookie["samesite"], bool(cookie["secure"]))
        for name, cookie in client.cookies.items()
    } == {
        "sessionid": (True, "Lax", False),
        "csrftoken": (True, "Lax", False),
        "visavis_language": (True, "Lax", False),
        "visavis_theme": (True, "Lax", False),
    }


def test_behind_https_cookies_are_secure_and_browsers_are_told_to_stay() -> None:
    import os
    import subprocess
    import sys

    names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE BEHIND_PROXY SECURE_HSTS_SECONDS SECURE_PROXY_SSL_HEADER"
    program = f"import visavis.settings as s; print([getattr(s, name) for name in '{names}'.split()])"
    told = {
        https: subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"VISAVIS_HTTPS": https},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for https in ("", "1")
    }
    assert told == {
        "": "[False, False, False, 0, None]",
        "1": "[True, True, True, 31536000, ('HTTP_X_FORWARDED_PROTO', 'https')]",
    }


def test_forms_without_their_token_change_nothing(signed_in: Callable[..., Client]) -> None:
    from visavis.house.models import Invitation

    client = signed_in(Role.ADMINISTRATOR, enforce_csrf_checks=True)
    response = client.post("/settings/people/invitations", {"role": "administrator"})
    assert response.status_code == 403
    assert "Ce formulaire a expiré" in response.content.decode()
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert Invitation.objects.count() == 0


def test_every_url_that_takes_a_form_wants_a_token(signed_in: Callable[..., Client]) -> None:
    from tests.web.security.test_audiences import address

    client = signed_in(Role.ADMINISTRATOR, enforce_csrf_checks=True)
    assert {str(pattern.name): client.post(address(pattern)).status_code for pattern in real} == {
        str(pattern.name): 403 for pattern in real
    }


NOT_SERVED = [
    "/visavis.sqlite3",
    "/secret_key",
    "/visavis.yaml",
    "/exports/evil.html",
    "/static/../secret_key",
    "/static/visavis/../../secret_key",
    "/static/%2e%2e/%2e%2e/secret_key",
    "/static//etc/passwd",
    "/lake/current.json",
    "/settings/sources/files/..%2F..%2Fsecret_key",
    "/settings/sources/files/%2e%2e",
    "/promises/files/..%2Fvisavis.yaml",
]


def test_nothing_of_the_home_has_an_address(home: Path, signed_in: Callable[..., Client]) -> None:
    (home / "exports" / "evil.html").write_text("<script>alert(1)</script>")
    (home / "secret_key").write_text("the key of the home")
    client = signed_in(Role.ADMINISTRATOR, raise_request_exception=False)
    answers = {where: client.get(where) for where in NOT_SERVED}
    assert {where: answer.status_code for where, answer in answers.items()} == dict.fromkeys(NOT_SERVED, 404)
    leaks = [b"the key of the home", b"language: fr", b"alert(1)", b"SQLite format"]
    assert [where for where, answer in answers.items() if any(leak in answer.content for leak in leaks)] == []


__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]
