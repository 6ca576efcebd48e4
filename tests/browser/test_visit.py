"""The guided visit in Chromium: by keyboard, in both languages and themes, on a phone and on paper, without scripts; and the way
from the demonstration to one's own files."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Served
from tests.browser.serving import serve
from tests.browser.test_every_page import RULES
from tests.browser.test_story import MINUTES, drag, plain, press
from visavis import database
from visavis.vocabulary import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { if (!each.hadRecentInput) sum += each.value; }))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 300);
})"""
"""How far parts of the page moved by themselves since it was opened."""


@pytest.mark.parametrize(("lang", "theme", "width"), [("fr", "dark", 390), ("en", "light", 1280)])
def test_every_stop_is_accessible_still_and_hides_nothing(
    company: Served, visitor: Callable[..., "Page"], lang: str, theme: str, width: int
) -> None:
    page = visitor(company.address, Role.LEAD, lang=lang, theme=theme, width=width)
    of = "sur" if lang == "fr" else "of"
    for number in range(1, 6):
        page.goto(f"{company.address}/visit/{number}")
        band = page.locator("aside.demonstration")
        assert re.search(rf"\b{number} {of} 5\b", plain(band.inner_text()))
        # The rest of each page is looked at in test_every_page.
        options = RULES | {"resultTypes": ["violations"]}
        faults = Axe().run(page, context="aside.demonstration", options=options).response["violations"]
        assert [each["id"] for each in faults] == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        above, below = band.bounding_box(), page.locator("main").bounding_box()
        assert above
        assert below
        assert above["y"] + above["height"] <= below["y"]
        assert page.evaluate("getComputedStyle(document.querySelector('aside.demonstration')).position") == "static"
        assert page.evaluate(SHIFTS) < 0.01
        page.emulate_media(media="print")
        assert not band.is_visible()
        page.emulate_media(media="screen")


def test_it_goes_by_keyboard_alone(company: Served, visitor: Callable[..., "Page"]) -> None:
    page = visitor(company.address, Role.SPONSOR)
    page.goto(f"{company.address}/demonstration")
    walk_to(page, "Commencer la visite")
    page.wait_for_url("**/mirror")
    for number in range(2, 6):
        walk_to(page, "Suite")
        page.locator(f"ol.stops a[aria-current=step][href='/visit/{number}']").wait_for()
    walk_to(page, "Terminer la visite")
    page.wait_for_url("**/demonstration")
    assert "Refaire la visite" in plain(page.locator("main").inner_text())


def walk_to(page: "Page", name: str) -> None:
    """Press Tab until what bears that name has the focus, then Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip().startswith(name):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"no Tab leads to {name}")


def test_it_works_without_scripts(company: Served, visitor: Callable[..., "Page"]) -> None:
    page = visitor(company.address, Role.EMPLOYEE, lang="en", scripts=False)
    page.goto(f"{company.address}/visit")
    for _ in range(4):
        page.locator("aside.demonstration .onwards a").click()
    assert "5 of 5" in plain(page.locator("aside.demonstration").inner_text())
    page.goto(f"{company.address}/clients")
    page.get_by_role("button", name="Leave the tour").click()
    page.wait_for_url("**/clients")
    page.get_by_role("link", name="Resume the tour, 5 of 5").click()
    page.wait_for_url("**/promises")


@pytest.fixture
def another(company: Served, tmp_path: Path) -> Iterator[Served]:
    """A copy of the demonstration, served: what is done there is done to it alone."""
    home = tmp_path / "home"
    shutil.copytree(company.home, home, ignore=shutil.ignore_patterns(f"{database.FILE}*"))
    with sqlite3.connect(company.home / database.FILE) as there, sqlite3.connect(home / database.FILE) as here:
        there.backup(here)
    with serve(home, log=tmp_path / "serve.log") as address:
        yield Served(home, address)


def test_from_the_demonstration_to_own_files(another: Served, visitor: Callable[..., "Page"], tmp_path: Path) -> None:
    reader = visitor(another.address, Role.ANALYST)
    reader.goto(f"{another.address}/clients")
    reader.get_by_role("link", name="Commencer avec mes fichiers").click()
    assert "Camille administrator" in plain(reader.locator("section[aria-labelledby=own]").inner_text())

    page = visitor(another.address, Role.ADMINISTRATOR)
    page.goto(f"{another.address}/clients")
    page.get_by_role("link", name="Commencer avec mes fichiers").click()
    page.wait_for_url("**/demonstration/departure")
    press(page, "Effacer la démonstration et commencer")
    page.wait_for_url("**/start/files")
    assert "La démonstration est effacée" in plain(page.locator("main").inner_text())
    assert page.locator("aside.demonstration").count() == 0

    orders = tmp_path / "commandes.csv"
    orders.write_text(
        "commande;client;prévue le;livrée le;état\n"
        + "".join(f"C-{n};K-{n % 40};{n % 28 + 1:02}/03/2025;{n % 27 + 2:02}/03/2025;livrée\n" for n in range(200)),
        encoding="utf-8",
    )
    drag(page, [orders])
    press(page, "Regarder ce que disent ces fichiers")
    page.wait_for_url("**/start/mapping", timeout=MINUTES)
    press(page, "Accepter et lire ces fichiers")
    page.wait_for_url("**/start/promises", timeout=MINUTES)
    press(page, "Garder ces promesses")
    press(page, "Continuer sans pronostic")
    page.get_by_role("link", name="Voir le miroir").wait_for(timeout=MINUTES)
    press(page, "Voir le miroir")
    page.wait_for_url("**/mirror")
    assert "200 cas" in plain(page.locator("main").inner_text())
    page.goto(f"{another.address}/clients")
    assert "40 clients connus" in plain(page.locator("main").inner_text())
