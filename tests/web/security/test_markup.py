"""Nothing that comes from a file, a form or an address becomes markup, on any page, in either language."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.security.poisoned import poison, poisoned
from tests.web.security.test_audiences import address
from visavis import database
from visavis.vocabulary import Role

ASKED = (
    "q",
    "source",
    "reason",
    "after",
    "kind",
    "before",
    "outcome",
    "month",
    "parted",
    "promise",
    "from",
    "to",
    "next",
    "page",
)


class Elements(HTMLParser):
    """Finds what a poisoned text became, if it became anything."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Elements and attributes that none of our templates write."""
        given = {name: value or "" for name, value in attrs}
        if tag.startswith("xss") or tag in ("img", "iframe", "object", "embed", "base"):
            self.found.append(f"<{tag}>")
        if tag == "script" and not given.get("src", "").startswith("/static/"):
            self.found.append("<script>")
        self.found += [
            f"{tag} {name}" for name in given if name.startswith(("on", "xss")) or name == "style" or "'" in name
        ]
        self.found += [
            f"{tag} {name}={given[name]}"
            for name in ("href", "src", "action", "formaction", "hx-get", "hx-post")
            if name in given
            and given[name].lower().lstrip(" \t\n\x01").startswith(("javascript:", "data:", "vbscript:"))
        ]


def markup_of(response: Any) -> list[str]:
    """What poisoned texts became on this page."""
    text = b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()
    elements = Elements()
    elements.feed(text)
    return elements.found + (["raw"] if "<xss-" in text else [])


@pytest.fixture(scope="module")
def bad_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The poisoned home, run."""
    from visavis.running.home import make_home
    from visavis.running.run import run

    home = tmp_path_factory.mktemp("poisoned") / "home"
    make_home(home, lang="fr")
    poisoned(home)
    run(home)
    return home


@pytest.fixture
def stewards(bad_home: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Client]:
    """An administrator with a poisoned name who reads French, and the same in English."""
    from visavis.house.models import User

    monkeypatch.setattr(settings, "HOME", bad_home)
    monkeypatch.setitem(settings.__dict__, "SECRET_KEY", "only for tests, where nothing is worth stealing")
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["testserver"])
    database.use(bad_home)
    user = User.objects.filter(role=Role.ADMINISTRATOR).first() or User.objects.create_user(
        "admin@exemple.example", poison("user"), Role.ADMINISTRATOR
    )
    clients = {}
    for lang in ("fr", "en"):
        clients[lang] = Client(raise_request_exception=True)
        clients[lang].cookies["visavis_language"] = lang
        clients[lang].force_login(user)
    return clients


def addresses() -> list[str]:
    """Every address of the table that a GET opens, with what this home knows in its places."""
    from visavis.clients.models import TimelineItem, public_id
    from visavis.web.urls import urlpatterns

    firsts = [
        TimelineItem.objects.filter(fact=table, vanished_run=None)
        .order_by("client")
        .values_list("client", flat=True)[:1]
        for table in ("events", "exchanges", "ratings")
    ]
    clients = [public_id(client) for found in firsts for client in found]
    known = {
        "public": clients,
        "name": ["on-time", "crm", "orders", "records", "events", "links"],
        "file": ["poisoned.yaml"],
        "source": ["crm", "orders"],
        "shape": ["csv", "rows"],
    }
    found = []
    for pattern in urlpatterns:
        routes = [str(pattern.pattern)]
        for name, converter in pattern.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            routes = [route.replace(f"<{kind}:{name}>", one) for route in routes for one in known.get(name, [])]
        found += [f"/{route}" for route in routes] or [address(pattern)]
    return sorted(set(found) - {"/mirror.pdf", "/mirror.html"})


def test_no_field_of_a_file_becomes_markup_on_any_page(stewards: dict[str, Client]) -> None:
    became, shown, pages = {}, set(), 0
    for lang, client in stewards.items():
        for where in addresses():
            response = client.get(where)
            assert response.status_code < 500, where
            if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
                continue
            pages += 1
            became[lang, where] = markup_of(response)
            text = response.content.decode()
            shown |= {part.split(" ")[0] for part in text.split("&lt;xss-")[1:]}
    assert {where: found for where, found in became.items() if found} == {}
    assert pages >= 50
    assert {"family-name", "text", "status", "says", "user", "subject"} <= shown


def test_details_of_a_client_are_no_markup_either(stewards: dict[str, Client]) -> None:
    from visavis.clients.models import ClientCard, public_id

    for client in stewards.values():
        for card in ClientCard.objects.filter(vanished_run=None)[:3]:
            response = client.post(f"/clients/{public_id(card.client)}/details", {"purpose": "call"}, follow=True)
            assert response.status_code == 200
            assert markup_of(response) == []


def test_the_mirror_as_one_file_carries_no_markup_of_others(stewards: dict[str, Client]) -> None:
    for client in stewards.values():
        response = client.get("/mirror.html")
        assert response.status_code == 200
        assert [found for found in markup_of(response) if "style" not in found] == []


def test_nothing_asked_in_an_address_becomes_markup(stewards: dict[str, Client]) -> None:
    asked = urlencode(dict.fromkeys(ASKED, poison("asked")))
    became = {}
    for where in addresses():
        response = stewards["fr"].get(f"{where}?{asked}")
        assert response.status_code < 500, where
        if response["Content-Type"].startswith("text/html"):
            became[where] = markup_of(response)
    for place in ("clients", "promises", "settings/sources", "nowhere", "promises/files", "invitations"):
        response = stewards["fr"].get(f"/{place}/{quote(poison('path').replace('/', ''))}")
        became[place] = markup_of(response)
    assert {where: found for where, found in became.items() if found} == {}


def test_no_name_of_a_dropped_file_and_no_typed_text_becomes_markup(stewards: dict[str, Client]) -> None:
    client = stewards["fr"]
    bad = poison("file").replace("/", "")
    sent = client.post(
        "/start/files", {"files": [SimpleUploadedFile(f"{bad}.csv", f"{bad};b\n{bad};2\n".encode())]}, follow=True
    )
    typed = [
        client.post("/settings/people/invitations", {"role": "lead", "email": poison("email")}),
        client.post("/promises/new", dict.fromkeys(("name", "says", "fr", "en", "carrier", "yaml", "says_fr"), bad)),
        client.post("/promises/files/poisoned.yaml", {"yaml": f"name: {poison('yaml')}", "what": "check"}),
        client.post("/settings/sources/files/poisoned.yaml", {"yaml": f"name: {poison('yaml')}", "what": "check"}),
        client.post("/sign-in", {"email": poison("email"), "next": poison("next")}),
        Client().post("/sign-in", {"email": poison("email"), "next": poison("next"), "password": "x"}),
        client.get("/start/files"),
    ]
    assert [markup_of(response) for response in [sent, *typed]] == [[] for _ in [sent, *typed]]
