"""Chromium, the demonstration company served, and visitors of every role."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.serving import serve
from visavis import database
from visavis.vocabulary import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "un mot de passe assez long"
CLIENTS = 150


def browser_program() -> str | None:
    """Chromium's program; None where there is none."""
    named = os.environ.get("VISAVIS_CHROMIUM", "")
    found = (shutil.which(each) for each in (named, "chromium", "chromium-browser", "google-chrome") if each)
    return next((each for each in found if each), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """Chromium, headless."""
    program = browser_program()
    if program is None:
        pytest.skip("Chromium is not installed (Debian/Ubuntu: apt install chromium), or name it in VISAVIS_CHROMIUM")
    from playwright.sync_api import sync_playwright

    # Playwright's own loop runs in this thread: Django would refuse the database here without this.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass(frozen=True)
class Served:
    """A home that is being served, and where."""

    home: Path
    address: str


def add_people(home: Path) -> None:
    """A person of every role."""
    database.use(home)
    from visavis.house.models import User

    for role in Role:
        User.objects.create_user(f"{role}@exemple.example", f"Camille {role}", role, PASSWORD)


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demonstration company, run and served; tests look at it and leave it as it is."""
    from visavis.demo.generate import generate
    from visavis.running.home import make_home
    from visavis.running.run import run

    home = tmp_path_factory.mktemp("company") / "home"
    generate(home, clients=CLIENTS, seed=7)
    make_home(home, lang="fr")
    run(home)
    add_people(home)
    with serve(home, log=home.parent / "serve.log") as address:
        yield Served(home, address)


@pytest.fixture
def visitor(chromium: "Browser") -> Iterator[Callable[..., "Page"]]:
    """`visitor(address, Role.ANALYST, lang="en", theme="dark", width=390)`: a page, signed in; what goes wrong in it fails the test."""
    from playwright.sync_api import TimeoutError

    contexts: list[Any] = []
    wrong: list[str] = []

    def visit(
        address: str,
        role: Role | None = None,
        *,
        lang: str = "fr",
        theme: str = "light",
        width: int = 1280,
        scripts: bool = True,
    ) -> "Page":
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale="fr-FR" if lang == "fr" else "en-GB",
            color_scheme="dark" if theme == "dark" else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        context.add_cookies([{"name": "visavis_language", "value": lang, "url": address}])
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: wrong.append(message.text) if _is_bad(message) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        if role is not None:
            page.goto(f"{address}/sign-in")
            page.get_by_label("Adresse" if lang == "fr" else "mail", exact=False).first.fill(f"{role}@exemple.example")
            page.locator("input[type=password]").fill(PASSWORD)
            page.locator("main form button").first.click()
            try:
                page.wait_for_url(lambda url: "/sign-in" not in url)
            except TimeoutError:
                pytest.fail(f"{role} was not signed in; {page.url} says: {page.inner_text('body')}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert wrong == []


def _is_bad(message: Any) -> bool:
    """Errors of scripts and of the content security policy; a page that answers 404 on purpose is none."""
    return message.type == "error" and "Failed to load resource" not in message.text
