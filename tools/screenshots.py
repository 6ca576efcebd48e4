"""Makes the pictures of the README: the demonstration company, served, seen with Chromium. `make screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import PASSWORD, add_people, browser_program
from tests.browser.serving import serve
from visavis import database
from visavis.mistakes import Lang
from visavis.vocabulary import Role

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WIDTH, HEIGHT = 1280, 900
CLIENTS = 400


def main() -> None:
    """Generate, run, serve, look."""
    from visavis.demo.generate import generate
    from visavis.running.home import make_home
    from visavis.running.run import run

    program = browser_program()
    if program is None:
        raise SystemExit("Chromium is not installed")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        generate(home, clients=CLIENTS, seed=7)
        make_home(home, lang="fr")
        run(home)
        add_people(home)
        client = known_three_times(home)
        with serve(home, worker=False, log=Path(folder) / "log") as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            for lang in ("fr", "en"):
                page = signed_in(browser, address, lang)
                for name, path in (("today", "/today"), ("mirror", "/mirror"), ("client", f"/clients/{client}")):
                    page.goto(f"{address}{path}")
                    page.screenshot(path=PICTURES / f"{name}.{lang}.png", clip=_clip(page))
                    print(PICTURES / f"{name}.{lang}.png")
            browser.close()


def known_three_times(home: Path) -> str:
    """The client whom most sources know, and of these the one with most to tell."""
    database.use(home)
    from visavis.clients.models import ClientCard, public_id

    card = ClientCard.objects.filter(vanished_run=None, voices__gte=1).order_by("-sources", "-facts", "client").first()
    assert card is not None
    return public_id(card.client)


def signed_in(browser: Browser, address: str, lang: Lang) -> Page:
    """A page in that language."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
    context.add_cookies([{"name": "visavis_language", "value": lang, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.locator("input[type=email]").fill(f"{Role.SPONSOR}@exemple.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def _clip(page: Page) -> dict[str, float]:  # type: ignore[type-arg]
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), HEIGHT + 450)
    page.set_viewport_size({"width": WIDTH, "height": height})
    return {"x": 0, "y": 0, "width": WIDTH, "height": height}


if __name__ == "__main__":
    main()
