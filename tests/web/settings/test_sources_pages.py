"""Sources in the browser: where each stands, its mapping in words, its text checked, kept, taken away and put back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.running.shop import shop
from tests.web.promises.made import text_of
from visavis.declarations import versions
from visavis.running.run import run
from visavis.vocabulary import Role

SignedIn = Callable[..., Client]


def test_every_source_with_what_it_delivered(home: Path, signed_in: SignedIn) -> None:
    shop(home)
    run(home, only=["fetch"])
    page = text_of(signed_in(Role.ANALYST).get("/settings/sources"))
    assert (
        "orders exports/orders*.csv 5 évènements 0 20 mars 2025 chaque livraison remplace la précédente Europe/Paris"
        in page
        or "orders exports/orders*.csv 5 évènements 0" in page
    )
    assert "reviews exports/reviews.csv 2 avis 0 6 mars 2025 chaque livraison remplace la précédente UTC" in page


def test_the_mapping_in_words(home: Path, signed_in: SignedIn) -> None:
    shop(home)
    page = text_of(signed_in(Role.ANALYST, lang="en").get("/settings/sources/reviews"))
    assert "not read yet" in page
    assert "Is about about order → orders" in page
    assert "Lowest score low always “1”" in page


def test_a_column_that_is_not_there_is_told_with_its_line(home: Path, signed_in: SignedIn) -> None:
    shop(home)
    file = home / "sources" / "shop.yaml"
    before = file.read_text()
    typed = before.replace("score: score,", "score: mark,")
    page = signed_in(Role.ANALYST).post(
        "/settings/sources/reviews", {"yaml": typed, "seen": versions.seen(file), "what": "save"}
    )
    assert page.status_code == 422
    line = next(n for n, each in enumerate(typed.splitlines(), 1) if "score: mark" in each)
    assert f"shop.yaml, ligne {line} ·" in text_of(page)
    assert "pas de colonne « mark »" in text_of(page)
    assert file.read_text() == before


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../outside.csv", "secret_key", "exports/../secret_key", "visavis.sqlite3"]
)
def test_a_browser_opens_no_file_outside_exports(home: Path, signed_in: SignedIn, path: str) -> None:
    shop(home)
    file = home / "sources" / "shop.yaml"
    before = file.read_text()
    for what in ("check", "save"):
        page = signed_in(Role.ADMINISTRATOR).post(
            "/settings/sources/reviews",
            {"yaml": before.replace("exports/reviews.csv", path), "seen": versions.seen(file), "what": what},
        )
        assert page.status_code == 422
        assert "n’est pas dans le dossier exports" in text_of(page)
    assert file.read_text() == before


def test_files_named_before_stay_allowed(home: Path, signed_in: SignedIn, tmp_path: Path) -> None:
    shop(home)
    file, outside = home / "sources" / "shop.yaml", tmp_path / "reviews.csv"
    (home / "exports" / "reviews.csv").rename(outside)
    file.write_text(file.read_text().replace("exports/reviews.csv", str(outside)))
    text = file.read_text().replace("value: review", "value: avis")
    answer = signed_in(Role.ANALYST).post(
        "/settings/sources/reviews", {"yaml": text, "seen": versions.seen(file), "what": "save"}
    )
    assert answer.status_code == 302
    assert file.read_text() == text


def test_a_source_taken_away_leaves_the_others_and_comes_back(home: Path, signed_in: SignedIn) -> None:
    shop(home)
    file = home / "sources" / "shop.yaml"
    before, client = file.read_text(), signed_in(Role.ANALYST)
    stale = client.post("/settings/sources/reviews/withdrawal", {"seen": "another text"})
    assert (stale.status_code, file.read_text()) == (409, before)
    client.post("/settings/sources/reviews/withdrawal", {"seen": versions.seen(file)})
    client.get("/settings/sources")  # tells once that the source is withdrawn
    assert "reviews" not in text_of(client.get("/settings/sources"))
    assert client.get("/settings/sources/orders").status_code == 200
    client.post("/settings/sources/files/shop.yaml/restoration", {"version": versions.versions(file.parent)[0].id})
    assert file.read_text() == before


def test_a_file_that_cannot_be_read_opens_to_be_mended(home: Path, signed_in: SignedIn) -> None:
    file = home / "sources" / "casse.yaml"
    file.write_text("name: casse\nfiles: [exports/x.csv\n")
    client = signed_in(Role.ANALYST)
    page = client.get("/settings/sources")
    assert 'href="/settings/sources/files/casse.yaml"' in page.content.decode()
    assert client.get("/settings/sources/files/casse.yaml").status_code == 200
    assert client.get("/settings/sources/files/..%2Fvisavis.yaml").status_code == 404


def test_names_of_columns_are_never_markup(home: Path, signed_in: SignedIn) -> None:
    (home / "sources" / "x.yaml").write_text(
        'name: x\nfiles: "exports/<b>.csv"\nfacts: [{table: records, key: "<script>alert(1)</script>", fields: {name: "<img src=x>"}}]\n'
    )
    for address in ("/settings/sources", "/settings/sources/x", "/settings/sources/files/x.yaml"):
        body = signed_in(Role.ANALYST).get(address).content.decode()
        assert "<script>alert" not in body
        assert "<img" not in body
        assert "<b>" not in body
