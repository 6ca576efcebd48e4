"""The mirror on paper, and its file where there is no workspace."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Served
from tests.mirror.pdf import text_of
from visavis.vocabulary import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_it_prints_on_one_page_with_its_voices(company: Served, visitor: Callable[..., "Page"], lang: str) -> None:
    page = visitor(company.address, Role.SPONSOR, lang=lang)
    page.goto(f"{company.address}/mirror")
    quoted = page.locator("blockquote p").first.inner_text()
    printed = text_of(page.pdf(prefer_css_page_size=True))
    assert "".join(quoted.split())[:40] in "".join(printed.split())
    assert ("Comment lire" if lang == "fr" else "How to read this") in printed


def test_the_file_opens_anywhere_and_asks_for_nothing(
    company: Served, visitor: Callable[..., "Page"], chromium: "Browser", tmp_path: Path
) -> None:
    page = visitor(company.address, Role.SPONSOR)
    answer = page.request.get(f"{company.address}/mirror.html")
    file = tmp_path / "miroir.html"
    file.write_bytes(answer.body())
    asked: list[str] = []
    for width in (1280, 390):
        alone = chromium.new_page(viewport={"width": width, "height": 900})
        alone.on("request", lambda request: asked.append(request.url))
        alone.goto(file.as_uri())
        assert alone.locator("svg.rates").first.is_visible()
        assert alone.evaluate("document.documentElement.scrollWidth") <= width
        alone.close()
    assert set(asked) == {file.as_uri()}
