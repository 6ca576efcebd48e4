"""Every page of the URL table, as people of a role open it: accessible, still, within its width, in both languages and themes."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Served
from visavis import database
from visavis.vocabulary import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def addresses(served: Served) -> dict[str, str]:
    """An address for every URL of the table that answers a GET with a page, by name."""
    database.use(served.home)
    from visavis.clients.models import ClientCard, public_id
    from visavis.promises.models import Case
    from visavis.web.access import AUDIENCES
    from visavis.web.urls import urlpatterns

    card = ClientCard.objects.filter(vanished_run=None).order_by("-records", "client").first()
    case = Case.objects.filter(vanished_run=None).order_by("promise").first()
    assert card is not None
    assert case is not None
    known = {
        "public": public_id(card.client),
        "promise": case.promise,
        "source": "installations",
        "file": "clients.yaml",
    }
    found = {}
    for pattern in urlpatterns:
        assert pattern.name in AUDIENCES
        route = str(pattern.pattern)
        for part in list(pattern.pattern.converters):
            value = known.get(part)
            if value is None:
                break
            route = _filled(route, part, value)
        else:
            found[str(pattern.name)] = f"{served.address}/{route}"
    return found


def _filled(route: str, part: str, value: str) -> str:
    import re

    return re.sub(rf"<(\w+:)?{part}>", value, route)


SIDEWAYS = "[...document.querySelectorAll('.scroll:has(> table:not(.samples))')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
"""Tables that scroll sideways; rows of somebody's file are as wide as that file."""

SETTLED = "Promise.allSettled(document.getAnimations().map(each => each.finished))"
"""Colours that pass from one theme to the other have arrived."""

LOOKS: dict[str, tuple[tuple[Literal["light", "dark"], int], ...]] = {
    "fr": (("light", 1280), ("dark", 390)),
    "en": (("light", 390), ("dark", 1280)),
}
"""Theme and width of the window, one after the other without loading the page again: as when a window is made narrower."""


@pytest.mark.parametrize("lang", LOOKS)
def test_every_page_is_accessible_and_fits(company: Served, visitor: Callable[..., "Page"], lang: str) -> None:
    page = visitor(company.address, Role.ADMINISTRATOR, lang=lang)
    faults, seen = {}, []
    for name, address in addresses(company).items():
        if not _opened(page, address):
            continue
        seen.append(name)
        found = [] if page.evaluate("document.documentElement.lang") == lang else ["not in the language asked for"]
        for theme, width in LOOKS[lang]:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme)
            page.evaluate(SETTLED)
            found += [f"{theme}, {width} px: {fault}" for fault in _faults(page, width)]
        if found:
            faults[name] = found
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
    assert {
        "today",
        "clients",
        "client",
        "client-why",
        "mirror",
        "promises",
        "promise",
        "promise-edit",
        "start-files",
    } <= {*seen}
    assert {"settings", "sources", "source", "settings-runs", "settings-rejects", "settings-quality", "people"} <= {
        *seen
    }


def _opened(page: "Page", address: str) -> bool:
    """Whether a page opens there: not a file to keep, not the part of a page, not another address."""
    from playwright.sync_api import Error

    try:
        response = page.goto(address)
    except Error as error:
        if "Download is starting" in str(error):
            return False
        raise
    assert response is not None
    if response.status != 200 or response.request.redirected_from is not None:
        return False
    return "text/html" in response.headers["content-type"] and "<html" in response.text()


def _faults(page: "Page", width: int) -> list[str]:
    violations: list[Any] = Axe().run(page, options=RULES | {"resultTypes": ["violations"]}).response["violations"]
    found = [f"{each['id']}: {each['nodes'][0]['html'][:200]} ({len(each['nodes'])})" for each in violations]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{wide} px wider than the window")
    hidden = page.evaluate(SIDEWAYS)
    if width == 390 and hidden:
        found.append(f"columns out of sight: {hidden}")
    return found
