"""Promises adopted together: their files and their rows, or nothing of them."""

from pathlib import Path
from typing import Any

import pytest

from tests.running.shop import shop
from visavis import database
from visavis.declarations.together import all_or_nothing
from visavis.promises.adopting import adopt
from visavis.promises.models import ProposedPromise

TEST = {"over": "events", "where": {"type": "delivery"}, "due": "due_at", "done": "done_at"}


@pytest.mark.usefixtures("either_database")
def test_promises_are_adopted_together_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import transaction

    home = shop(tmp_path / "home")
    database.use(home)
    for position, name in enumerate(("first", "second")):
        says = {"fr": "Dit", "en": "Said"}
        promise = {"name": name, "says": says, "audience": "public", "carrier": "us", "test": TEST}
        ProposedPromise.objects.create(
            name=name, position=position, written=promise, why={"fr": "Vu", "en": "Seen"}, cases=1
        )
    before = files(home)
    chosen = dict.fromkeys(ProposedPromise.objects.values_list("pk", flat=True), "Dit")
    save = ProposedPromise.save

    def fails_at_the_second(self: ProposedPromise, *given: Any, **more: Any) -> None:
        if self.name == "second":
            raise RuntimeError("the database is gone")
        save(self, *given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(ProposedPromise, "save", fails_at_the_second)
        with pytest.raises(RuntimeError), all_or_nothing() as together:
            adopt(home, chosen, "fr", together)
    assert (files(home), adopted()) == (before, ["", ""])
    with pytest.raises(ZeroDivisionError), all_or_nothing() as together, transaction.atomic():
        assert len(adopt(home, chosen, "fr", together)) / 0
    assert (files(home), adopted()) == (before, ["", ""])
    with all_or_nothing() as together:
        assert adopt(home, chosen, "fr", together) == ["first", "second"]
    assert sorted(set(files(home)) - set(before)) == ["first.yaml", "second.yaml"]
    with all_or_nothing() as together:
        assert adopt(home, chosen, "fr", together) == []


def files(home: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in (home / "promises").rglob("*.yaml*")}


def adopted() -> list[str]:
    return list(ProposedPromise.objects.order_by("position").values_list("adopted_as", flat=True))
