"""What no person types: the character NUL, numbers beyond any row's, addresses opened the wrong way. None breaks a page."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.test.client import encode_multipart

from tests.running.clientele import clientele, numbers
from tests.web.reading import text_of
from tests.web.security.test_audiences import address
from visavis.clients.models import public_id
from visavis.running.run import run
from visavis.vocabulary import Role
from visavis.web.urls import urlpatterns

ASKED = [
    "after",
    "before",
    "from",
    "kind",
    "month",
    "next",
    "outcome",
    "parted",
    "promise",
    "q",
    "reason",
    "source",
    "to",
    "waiting",
    "version",
    "token",
]
TYPED = [
    "decision",
    "email",
    "password",
    "name",
    "role",
    "current",
    "next",
    "promise",
    "purpose",
    "reason",
    "record",
    "seen",
    "value",
    "version",
    "what",
    "yaml",
    "language",
    "theme",
]
NUMBERS = ["9" * 18, "9" * 19, "9" * 5_000, "²", "0~" + "9" * 40, "-~" + "9" * 5_000]
SignIn = Callable[..., Client]


def page(answer: object) -> tuple[int, str]:
    return answer.status_code, text_of(answer)  # type: ignore[attr-defined, arg-type]


@pytest.mark.parametrize(
    ("lang", "told"), [("fr", "Cette demande ne peut pas être lue"), ("en", "This request can’t be read")]
)
def test_nul_is_turned_away_before_anything_reads_it(signed_in: SignIn, lang: str, told: str) -> None:
    client = signed_in(Role.ADMINISTRATOR, lang=lang)
    stranger = signed_in(None, lang=lang)
    stranger.cookies["sessionid"] = "a\0b"
    answers = [
        stranger.get("/sign-in"),
        stranger.get("/static/visavis/visavis.css"),
        client.get("/clients?q=a%00b"),
        client.get("/clients?%00=b"),
        client.get("/promises/a%00b"),
        client.post("/settings/people/invitations", {"role": "employee", "email": "a\0@b.example"}),
        client.post("/settings/people/invitations", {"role": "employee", "na\0me": "x"}),
    ]
    form = encode_multipart("limit", {"role": "employee", "email": "a\0@b.example"})
    answers.append(client.post("/settings/people/invitations", form, "multipart/form-data; boundary=limit"))
    for answer in answers:
        status, text = page(answer)
        assert (status, told in text) == (400, True)
        assert (answer["Cache-Control"], answer["Content-Language"]) == ("no-store", lang)
        assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert client.get("/today").status_code == 200


def test_no_cookie_of_nul_breaks_the_page_of_files(signed_in: SignIn) -> None:
    """Its form is read by the page itself."""
    client = signed_in(Role.ANALYST)
    form = encode_multipart("limit", {"csrfmiddlewaretoken": "a\0b"})
    assert client.post("/start/files", form, "multipart/form-data; boundary=limit").status_code == 400


@pytest.fixture
def published(home: Path) -> str:
    """The id of a client of a home that has run."""
    clientele(home)
    run(home)
    return public_id(numbers()["crm/1"])


def test_no_number_is_too_large_for_any_page(published: str, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR, raise_request_exception=False)
    broken = []
    for pattern in urlpatterns:
        where = address(pattern).replace("c-000999", published if "client" in str(pattern.name) else "on-time")
        if pattern.name in ("sign-out", "start-look", "settings-runs"):
            continue  # signs out; ask for jobs, whatever else is said
        for number in NUMBERS:
            for answer in (
                client.get(where, dict.fromkeys(ASKED, number)),
                client.post(where, dict.fromkeys(TYPED, number)),
            ):
                if answer.status_code >= 500:
                    broken.append((pattern.name, number[:30], answer.request["REQUEST_METHOD"]))
            wanted = address(pattern).replace("999999", number)
            if "<int" in str(pattern.pattern) and client.post(wanted).status_code >= 500:
                broken.append((pattern.name, number[:30], "address"))
    assert broken == []
    for number in NUMBERS:
        answer = client.post(f"/clients/{published}/undoing", {"what": number, "reason": "x"})
        assert (answer.status_code, "Rien n’a été annulé." in text_of(answer)) == (422, True)


@pytest.mark.parametrize(
    ("lang", "told", "back"),
    [
        ("fr", "Cette adresse ne s’ouvre pas ainsi", "Revenir à la page précédente"),
        ("en", "This address does not open this way", "Back to the page before"),
    ],
)
def test_an_address_of_a_button_says_so_when_it_is_opened(signed_in: SignIn, lang: str, told: str, back: str) -> None:
    client = signed_in(Role.ADMINISTRATOR, lang=lang)
    answer = client.get("/start/examination", headers={"Referer": "http://testserver/start/files?a=1"})
    assert (answer.status_code, answer["Allow"], told in text_of(answer), back in text_of(answer)) == (
        405,
        "POST",
        True,
        True,
    )
    assert 'href="/start/files?a=1"' in answer.content.decode()
    for elsewhere in (
        "https://evil.example/",
        "//evil.example",
        "http://testserver/start/examination",
        "javascript:alert(1)",
    ):
        alone = client.get("/start/examination", headers={"Referer": elsewhere})
        assert (told in text_of(alone), back in text_of(alone), b"evil" in alone.content) == (True, False, False)
    assert client.post("/today").status_code == 405
    assert told in text_of(client.post("/today"))
    assert told in text_of(client.get(f"/start/progress/{UUID(int=7)}/attempt"))
