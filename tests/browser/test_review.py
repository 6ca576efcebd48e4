"""Doubtful pairs in Chromium: answered by keyboard, undone, left for later, without scripts; accessible in both languages and themes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Served, add_people
from tests.browser.serving import serve
from tests.browser.test_every_page import RULES
from tests.browser.test_story import plain
from tests.clients.doubtful import ROWS
from tests.clients.homes import make_home as link_rows
from visavis import database
from visavis.running.home import make_home
from visavis.vocabulary import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A home with four doubtful pairs, served."""
    home: Path = tmp_path_factory.mktemp("doubtful") / "home"
    make_home(home, lang="fr")
    database.use(home)
    link_rows(home, ROWS)
    add_people(home)
    with serve(home, worker=False, log=home.parent / "serve.log") as address:
        yield Served(home, address)


def lead(page: "Page") -> str:
    return plain(page.locator("p.lead").inner_text())


def asked(page: "Page") -> str:
    return page.locator("#answers input[name=pair]").get_attribute("value") or ""


def press(page: "Page", key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_pairs_are_decided_by_keyboard(doubtful: Served, visitor: Callable[..., "Page"]) -> None:
    page = visitor(doubtful.address, Role.ANALYST)
    page.goto(f"{doubtful.address}/clients/review")
    assert lead(page) == "0 paire décidée, 4 restent."
    first = asked(page)
    press(page, "o")
    assert lead(page) == "1 paire décidée, 3 restent."
    press(page, "u")
    assert (lead(page), asked(page)) == ("0 paire décidée, 4 restent.", first)
    press(page, "s")
    assert asked(page) != first
    assert "Paire laissée pour plus tard" in plain(page.locator("main").inner_text())
    press(page, "u")
    assert asked(page) == first
    # Letters typed as a reason answer nothing.
    page.locator("#reason").fill("")
    page.locator("#reason").type("non, une sœur")
    assert asked(page) == first
    page.keyboard.press("Tab")
    page.locator("h1").click()
    press(page, "n")
    assert lead(page) == "1 paire décidée, 3 restent."
    assert "deux clients" in plain(page.locator("main .notice").inner_text())
    press(page, "u")


def test_without_scripts_the_same_buttons_work(doubtful: Served, visitor: Callable[..., "Page"]) -> None:
    page = visitor(doubtful.address, Role.ADMINISTRATOR, lang="en", scripts=False)
    page.goto(f"{doubtful.address}/clients/review")
    page.get_by_label("correct a mistake").check()
    page.get_by_role("button", name="Show details").click()
    assert "Details shown to: correct a mistake." in plain(page.locator("main").inner_text())
    page.get_by_role("button", name="Yes, one client").click()
    assert lead(page) == "1 pair decided, 3 are left."
    page.get_by_role("button", name="Undo").click()
    assert lead(page) == "0 pairs decided, 4 are left."


@pytest.mark.parametrize(("lang", "theme", "width"), [("fr", "dark", 390), ("en", "light", 1280)])
def test_the_page_is_accessible_and_fits(
    doubtful: Served, visitor: Callable[..., "Page"], lang: str, theme: str, width: int
) -> None:
    page = visitor(doubtful.address, Role.LEAD, lang=lang, theme=theme, width=width)
    page.goto(f"{doubtful.address}/clients/review")
    for details in (False, True):
        found = Axe().run(page, options=RULES | {"resultTypes": ["violations"]}).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        if not details:
            page.locator("[name=purpose]").first.check()
            page.locator("form[action='/clients/review/purpose'] button").click()
