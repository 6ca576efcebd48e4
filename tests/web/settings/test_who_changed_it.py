"""Who changed roles, accounts and files: a row each, told beside what was changed."""

import re
from collections.abc import Callable
from pathlib import Path

from django.test import Client

from tests.running.shop import shop
from tests.web.reading import text_of
from visavis.declarations import versions
from visavis.house.models import Change, User
from visavis.vocabulary import Role

SignIn = Callable[..., Client]


def plain(answer: object) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", text_of(answer))  # type: ignore[arg-type]


def changes() -> list[tuple[str, str, str, str, str]]:
    rows = Change.objects.order_by("id").values_list("what", "user__role", "about__email", "before", "after")
    return [tuple(each or "" for each in row) for row in rows]  # type: ignore[misc]


def test_roles_and_accounts_keep_who_changed_them(signed_in: SignIn) -> None:
    browser = signed_in(Role.ADMINISTRATOR)
    paul = User.objects.create_user("paul@exemple.example", "Paul", Role.EMPLOYEE)
    place = f"/settings/people/{paul.pk}"
    for address, form, told in (
        (f"{place}/role", {"role": "lead"}, "Fonction changée par Camille administrator le"),
        (f"{place}/role", {"role": "lead"}, "(avant : "),
        (f"{place}/closing", {}, "Compte fermé par Camille administrator le"),
        (f"{place}/closing", {}, "Compte fermé par Camille administrator le"),
        (f"{place}/reopening", {}, "Compte rouvert par Camille administrator le"),
    ):
        assert told in plain(browser.post(address, form, follow=True))
    assert changes() == [
        ("role", "administrator", paul.email, "employee", "lead"),
        ("closed", "administrator", paul.email, "", ""),
        ("reopened", "administrator", paul.email, "", ""),
    ]
    assert "Account opened again by Camille administrator on" in plain(
        signed_in(Role.ADMINISTRATOR, lang="en").get("/settings/people")
    )


def test_files_keep_who_changed_them(home: Path, signed_in: SignIn) -> None:
    shop(home)
    browser = signed_in(Role.ANALYST)
    for folder, address in (
        ("sources", "/settings/sources/files/shop.yaml"),
        ("promises", "/promises/files/shop.yaml"),
    ):
        file = home / folder / "shop.yaml"
        text = file.read_text()
        changed = {"yaml": f"# first\n{text}", "seen": versions.seen(file), "what": "save"}
        assert browser.post(address, changed).status_code == 302
        version = versions.versions(home / folder)[0]
        assert "par Camille analyst" in plain(browser.get(address))
        assert "by Camille analyst" in plain(signed_in(Role.ANALYST, lang="en").get(address))
        other = signed_in(Role.ADMINISTRATOR)
        assert other.post(f"{address}/restoration", {"version": version.id}).status_code == 302
        assert file.read_text() == text
        assert "par Camille administrator" in plain(browser.get(address))
        assert list(Change.objects.filter(file=f"{folder}/shop.yaml").values_list("user__role", "version")) == [
            ("analyst", version.id),
            ("administrator", versions.versions(home / folder)[0].id),
        ]
    names = {"seen": versions.seen(home / "promises" / "shop.yaml")}
    assert browser.post("/promises/on-time/withdrawal", names).status_code == 302
    assert not (home / "promises" / "shop.yaml").exists()
    assert "par Camille analyst" in plain(browser.get("/promises"))
