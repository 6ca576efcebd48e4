import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from tests.mirror.company import company
from visavis.mirror.reflect import reflect
from visavis.mirror.reflection import Mirror, Voice
from visavis.mirror.render.appearance import colours, stylesheet
from visavis.mirror.render.standalone import as_html
from visavis.mirror.tell.telling import tell
from visavis.mistakes import Lang, Words

ELSEWHERE = {"src", "href", "srcset", "action", "formaction", "poster", "data", "xlink:href", "background"}


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Mirror:
    home = tmp_path_factory.mktemp("company")
    with company(home):
        return reflect(home)


class Read(HTMLParser):
    """What a file holds: its elements with attributes, its words, and what is left open."""

    EMPTY = frozenset(["meta", "path", "rect", "circle", "polygon", "polyline", "br", "link", "img"])

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        """Words apart by one space."""
        return " ".join("".join(self.words).replace("\u202f", " ").replace("\xa0", " ").split())


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_file_needs_nothing_from_elsewhere(mirror: Mirror, lang: Lang) -> None:
    made = as_html(tell(mirror, lang))
    read = Read(made)
    assert read.open == []
    assert not [
        tag for tag, _ in read.found if tag in ("script", "link", "img", "iframe", "object", "a", "form", "base")
    ]
    assert not [
        (tag, name) for tag, given in read.found for name in given if name in ELSEWHERE or name.startswith("on")
    ]
    assert not re.search(r"url\(|@import|https?://|//[a-z]", stylesheet())
    assert read.found[0][1]["lang"] == lang
    ids = [given["id"] for _, given in read.found if "id" in given]
    assert len(ids) == len(set(ids))


def test_figures_have_a_name_and_a_table_beside(mirror: Mirror) -> None:
    read = Read(as_html(tell(mirror, "fr")))
    drawn = [given for tag, given in read.found if tag == "svg"]
    assert [given["class"] for given in drawn] == ["rates", "trend", "stages"]
    ids = {given.get("id") for _, given in read.found}
    assert all(given["role"] == "img" and given["aria-labelledby"] in ids for given in drawn)
    assert [tag for tag, _ in read.found].count("table") == 3
    for said in (
        "Tenue 84 fois sur 100 d’après les faits, 50 fois sur 78 d’après les clients.",
        "fourchette 76,4–89,8 · 114 cas",
        "« Deux jours de retard, et personne pour me prévenir. »",
        "Aucun événement de vos fichiers ne dit que c’est fait.",
        "février 202483,6 %71,7–91,155",
        "calcul 20240401T120000-abcd",
    ):
        assert said in read.text, read.text


def test_what_clients_wrote_stays_text(mirror: Mirror) -> None:
    text = '<script>alert(1)</script><img src=x onerror=alert(1)> </style> {{ 7 }} {% now "Y" %}'
    hostile = replace(
        mirror.promises[0],
        says=Words(text, text),
        carrier=text,
        voices={"kept": [Voice(text, date(2024, 3, 1), 5.0)], "missed": []},
    )
    read = Read(as_html(tell(replace(mirror, promises=[hostile]), "en")))
    assert not [tag for tag, _ in read.found if tag in ("script", "img")]
    assert read.text.count(" ".join(text.split())) == 3


def test_colours_come_from_the_workspace() -> None:
    assert {"said", "lived", "lived-soft", "ink", "muted", "edge", "line", "paper"} <= set(colours())


def test_a_mirror_without_promises_says_so() -> None:
    read = Read(as_html(tell(Mirror("r1", None, None, None), "en")))
    assert "No promise is written yet" in read.text
