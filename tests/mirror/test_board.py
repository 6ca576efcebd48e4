from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from tests.mirror.company import company
from tests.mirror.pdf import text_of
from visavis.mirror.reflect import reflect
from visavis.mirror.reflection import Mirror, Refused, Voice
from visavis.mirror.render.board import as_pdf
from visavis.mirror.tell.telling import tell
from visavis.mistakes import Lang, Words

HOSTILE = [
    '#read("/etc/passwd")',
    "$sum_(x=1)^n x$ *gras* _penché_ `code` <label> @ref \\ // non",
    "]#panic[ ] #{ panic() } #set page(width: 1pt)",
    '<svg onload="x"><script>1</script> & \'"',
    "= Titre\n- liste",
]


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Mirror:
    home = tmp_path_factory.mktemp("company")
    with company(home):
        return reflect(home)


def test_the_page_says_what_the_mirror_says(mirror: Mirror) -> None:
    text = text_of(as_pdf(tell(mirror, "fr")))
    for said in (
        "Ce que nous disons, ce que vivent nos clients",
        "faits connus jusqu’au 7 mars 2024",
        "« Livré à la date annoncée »",
        "84,2 % fourchette 76,4–89,8 · 114 cas",
        "−15,8 points",
        "clients 78 avis 64,1",
        "96 tenus · 18 tenus en retard",
        "« Deux jours de retard, et personne pour me prévenir. » 9 mars 2024 · note 3",
        "« Rappelé sous 48 heures »",
        "Aucun événement de vos fichiers ne dit que c’est fait.",
        "Comment lire",
        "calcul 20240401T120000-abcd",
    ):
        assert said in text, text


def test_the_page_is_english_too_and_tells_its_language_and_title(mirror: Mirror) -> None:
    made = as_pdf(tell(mirror, "en"))
    document = pypdfium2.PdfDocument(made)
    assert document.get_metadata_dict()["Title"] == "What we say, what our clients live"
    assert document.get_metadata_dict()["Author"] == "Visavis"
    assert b"/Lang (en)" in made or b"/Lang(en)" in made
    assert (round(document[0].get_width()), round(document[0].get_height())) == (595, 842)
    assert "Kept 84 times out of 100 by the facts" in text_of(made)


def test_the_same_mirror_gives_the_same_bytes(mirror: Mirror) -> None:
    assert as_pdf(tell(mirror, "fr")) == as_pdf(tell(mirror, "fr"))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_shown_and_never_evaluated(mirror: Mirror, text: str) -> None:
    first = mirror.promises[0]
    hostile = replace(
        first,
        says=Words(text, text),
        carrier=text,
        voices={"kept": [Voice(text, date(2024, 3, 1), 5.0)], "missed": [Voice(text, None, None)]},
    )
    made = text_of(as_pdf(tell(replace(mirror, promises=[hostile], refused=[Refused(text, 3, 4)]), "en")))
    assert "".join(made.split()).count("".join(text.split())) == 5, made
    assert "root:" not in made


@pytest.mark.parametrize(("n", "lang"), [(4, "fr"), (7, "fr"), (30, "fr"), (300, "en")])
def test_it_is_always_one_page_and_says_what_it_leaves_out(mirror: Mirror, n: int, lang: Lang) -> None:
    long = "Toujours pas de nouvelles, et personne pour me répondre au téléphone depuis huit jours. " * 4
    voices = {side: [Voice(long, date(2024, 3, 1), 1.0)] * 3 for side in ("kept", "missed")}
    many = [
        replace(
            mirror.promises[0],
            name=f"p{k}",
            says=Words(f"Promesse {k} tenue", f"Promise {k} kept"),
            voices=voices,
            outcomes={"kept": 10 + k},
        )
        for k in range(n)
    ]
    text = text_of(as_pdf(tell(replace(mirror, promises=many), lang)))
    shown = [k for k in range(n) if f"{'Promesse' if lang == 'fr' else 'Promise'} {k} " in text]
    left = n - len(shown)
    assert shown == list(range(n))[left:]  # those with most cases, in their own order
    words = (
        (f"{left} promesse", "à lire dans Visavis, page Miroir.")
        if lang == "fr"
        else (f"{left} promise", "to be read in Visavis, on the page Mirror.")
    )
    assert all((word in text) == bool(left) for word in words[:1])
    assert (n <= 4) == (left == 0), (n, left)
    if left:
        assert words[1] in text


def test_one_promise_longer_than_the_page_is_still_one_page(mirror: Mirror) -> None:
    words = "mot " * 3000
    first = replace(
        mirror.promises[0], says=Words(words, words), carrier=words, voices={"kept": [Voice("x" * 9000, None, None)]}
    )
    text_of(as_pdf(tell(replace(mirror, promises=[first]), "fr")))


def test_a_mirror_without_promises_is_a_page_that_says_so(tmp_path: Path) -> None:
    text = text_of(as_pdf(tell(Mirror("r1", None, None, None), "fr")))
    assert "Aucune promesse n’est encore écrite" in text


def test_words_in_any_script_are_set(mirror: Mirror) -> None:
    voices = {"kept": [Voice("配達が早くて助かりました 🙂 شكرا جزيلا", date(2024, 3, 1), 5.0)], "missed": []}
    made = as_pdf(tell(replace(mirror, promises=[replace(mirror.promises[0], voices=voices)]), "fr"))
    assert "Quand elle est tenue" in text_of(made)
