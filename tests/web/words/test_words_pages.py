"""Vocabulaire: the page of habits, and the lists of words changed in one press and undone."""

import datetime
from collections.abc import Callable
from pathlib import Path

from django.test import Client

from visavis.engine.reading.wording.lists import lists_of, shipped_lists
from visavis.mirror.words.trends import Cell, Example, Listed, Series, WordTrends, as_document
from visavis.running.models import Document
from visavis.vocabulary import Role

SignedIn = Callable[..., Client]


def series(name: str, used_in: int, dimension: str = "all", value: str = "") -> Series:
    cells = tuple(Cell(datetime.date(2025, month, 1), 8, 60, 3000, used_in, used_in) for month in (1, 2, 3))
    return Series("out", dimension, value, name, "month", cells)


def keep(**more: tuple[Series, ...]) -> None:
    trends = WordTrends(
        texts=200,
        counted=180,
        lists=(Listed("blame", "faire porter la faute", "blaming", "less"), Listed("thanks", "remercier", "thanking", "more")),
        series=(series("blame", 0), series("thanks", 15), series("thanks", 30, "team", "SAV"), series("thanks", 9, "channel", "mail")),
        examples=(Example("out", "thanks", "Merci <b>à</b> vous.", 12),),
    )  # fmt: skip
    Document.objects.create(name="words", run="r", body=as_document(trends))


def page(client: Client, where: str = "/mirror/words") -> str:
    response = client.get(where)
    assert response.status_code == 200
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_before_a_run_the_page_says_so(signed_in: SignedIn) -> None:
    assert "Rien n’a encore été compté" in page(signed_in(Role.EMPLOYEE))
    Document.objects.create(name="words", run="r", body={})
    assert "Nothing was counted yet" in page(signed_in(Role.EMPLOYEE, lang="en"))


def test_without_five_people_nothing_is_shown(signed_in: SignedIn) -> None:
    Document.objects.create(name="words", run="r", body=as_document(WordTrends(12, 3, (), (), ())))
    assert "cinq personnes au moins" in page(signed_in(Role.EMPLOYEE))


def test_each_habit_has_its_share_interval_and_sentences(signed_in: SignedIn) -> None:
    keep()
    text = page(signed_in(Role.EMPLOYEE))
    assert "25,0 %" in text
    assert "fourchette 19,2–31,8" in text
    assert "Merci &lt;b&gt;à&lt;/b&gt; vous." in text
    assert "Dans aucun message : faire porter la faute." in text
    assert 'class="said-soft"' in text
    assert "Changer les listes" not in text
    assert "Changer les listes" in page(signed_in(Role.ANALYST))


def test_one_team_or_channel_is_chosen(signed_in: SignedIn) -> None:
    keep()
    team = page(signed_in(Role.EMPLOYEE), "/mirror/words?of=team:SAV")
    assert "50,0 %" in team
    assert "Merci &lt;b&gt;" not in team, "sentences are told of all together"
    assert "15,0 %" in page(signed_in(Role.EMPLOYEE), "/mirror/words?of=channel:mail")
    for unknown in ("of=team:Nobody", "of=staff:p1", "direction=in", "of=%3Cscript%3E"):
        assert "25,0 %" in page(signed_in(Role.EMPLOYEE), f"/mirror/words?{unknown}")


def words_of(home: Path, name: str, language: str = "fr") -> list[str]:
    return list(getattr(next(each for each in lists_of(home) if each.name == name), language))


def seen(client: Client, name: str) -> str:
    found: str = client.get(f"/settings/words/{name}").context["seen"]
    return found


def test_a_word_is_added_removed_and_both_are_undone(signed_in: SignedIn, home: Path) -> None:
    client = signed_in(Role.ANALYST)
    before = words_of(home, "apology")
    added = client.post(
        "/settings/words/apology/words", {"word": " oups  la ", "language": "fr", "seen": ""}, follow=True
    )
    assert "Annuler ce changement" in added.content.decode()
    assert words_of(home, "apology") == [*before, "oups la"]
    removed = client.post(
        "/settings/words/apology/removal", {"word": "désolé", "language": "fr", "seen": seen(client, "apology")}
    )
    assert "désolé" not in words_of(home, "apology")
    version = removed["Location"].partition("undo=")[2].replace("%40", "@")
    client.post("/settings/words/apology/restoration", {"version": version})
    assert words_of(home, "apology") == [*before, "oups la"]
    client.post("/settings/words/apology/restoration", {"version": ""})
    assert not (home / "words" / "apology.yaml").exists()
    assert words_of(home, "apology") == before


def test_what_is_no_word_or_there_already_is_refused_and_kept(signed_in: SignedIn, home: Path) -> None:
    client = signed_in(Role.ANALYST)
    for word, why in (("DESOLE", "est déjà dans cette liste"), ("…", "ne contient aucun mot")):
        answer = client.post("/settings/words/apology/words", {"word": word, "language": "fr", "seen": ""})
        assert (
            answer.status_code,
            why in answer.content.decode().replace("\u202f", " "),
            word in answer.content.decode(),
        ) == (422, True, True)
    assert not (home / "words" / "apology.yaml").exists()
    stale = client.post("/settings/words/apology/words", {"word": "oups", "language": "fr", "seen": "else"})
    assert (stale.status_code, "a changé depuis" in stale.content.decode()) == (422, True)


def test_a_list_in_full_is_checked_with_its_lines_and_saved(signed_in: SignedIn, home: Path) -> None:
    client = signed_in(Role.ANALYST)
    wrong = client.post("/settings/words/new", {"yaml": "name: ours\nsays: {fr: a}\nwish: no\n", "seen": ""})
    assert (wrong.status_code, "ligne 2" in wrong.content.decode(), "ligne 3" in wrong.content.decode()) == (
        422,
        True,
        True,
    )
    good = {"yaml": "name: ours\nsays: {fr: a, en: b}\nfr: [zut]\n", "seen": ""}
    assert client.post("/settings/words/new", {**good, "what": "check"}).status_code == 200
    assert [each.name for each in lists_of(home)] == [each.name for each in shipped_lists()]
    saved = client.post("/settings/words/new", {**good, "what": "save"})
    assert saved["Location"] == "/settings/words/ours?saved=yes"
    assert words_of(home, "ours") == ["zut"]


def test_lists_that_are_not_there(signed_in: SignedIn) -> None:
    client = signed_in(Role.ANALYST)
    assert client.get("/settings/words/nothing").status_code == 404
    assert client.post("/settings/words/nothing/words", {"word": "x"}).status_code == 404
    assert client.get("/settings/words/apology/words").status_code == 405
    assert "livrée avec Visavis" in page(client, "/settings/words")
