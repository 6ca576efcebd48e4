"""People's decisions and runs at the same time: each heeds what the other did, and today's counts heed both."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.running.clientele import change, clientele, numbers, published
from tests.running.test_deciding import SHOP, decisions, part, rejoin, user
from visavis.running.publishing import publish as publishing
from visavis.running.run import run

pytestmark = pytest.mark.usefixtures("either_database")

CRM = [("crm", "1")]


def town(client: int) -> str:
    """Where the client lives, as the card tells."""
    (card,) = [each for each in published()["ClientCard"] if each["client"] == client]
    return str(card["city"])


def counted() -> dict[str, int]:
    """What pages tell of how many, and what they show."""
    from visavis.clients.models import ClientCard
    from visavis.running.models import Document

    told = Document.objects.get(name="counts").body
    return {name: told[name] for name in ("clients", "waiting", "waiting_clients")} | {
        "cards": ClientCard.objects.filter(vanished_run=None).count()
    }


def of_today() -> list[int]:
    from visavis.attention.today import waiting_longest

    return [each.waiting.client for each in waiting_longest()[0]]


def test_today_agrees_with_the_clients_at_once(tmp_path: Path) -> None:
    home = clientele(tmp_path)
    run(home)
    one, before = numbers()["crm/1"], counted()
    assert of_today().count(one) == 2
    new = part(home, one, SHOP, user=user(), reason="two sisters")
    assert sorted(client for client in of_today() if client in (one, new)) == [one, new]
    parted = counted()
    assert parted == before | {
        "clients": before["clients"] + 1,
        "cards": before["clients"] + 1,
        "waiting_clients": before["waiting_clients"] + 1,
    }
    run(home)
    assert counted() == parted
    rejoin(home, decisions()[0].pk, user=user())
    assert counted() == before


@pytest.mark.parametrize("moment", ["after the records are read", "before the run is the current one"])
def test_a_run_that_ends_in_between_is_heeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """What the former run knew of a client must not come back."""
    from visavis.engine.lake import Lake
    from visavis.running.deciding import turn

    home = clientele(tmp_path)
    run(home)
    one, made = numbers()["crm/1"], []
    change(home, "exports/crm.csv", "Rennes", "Nantes")

    def decide() -> None:
        made.append(part(home, one, CRM, user=user(), reason="another one"))

    with monkeypatch.context() as patched:
        if moment == "after the records are read":
            shown = turn.with_records

            @contextmanager
            def reading(*given: Any) -> Iterator[Any]:
                with shown(*given) as session:
                    patched.setattr(turn, "with_records", shown)
                    run(home)
                    yield session

            patched.setattr(turn, "with_records", reading)
            decide()
        else:
            publish = Lake.publish

            def publishing(lake: Lake, manifest: Any) -> None:
                decide()
                publish(lake, manifest)

            patched.setattr(Lake, "publish", publishing)
            run(home)
    assert town(made[0]) == "Nantes"


def test_decided_while_a_run_ends_it_holds_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = clientele(tmp_path)
    run(home)
    one, made = numbers()["crm/1"], []
    change(home, "exports/crm.csv", "Rennes", "Nantes")
    end = publishing._end

    def meanwhile(*given: Any) -> bool:
        if not made:
            made.append(part(home, one, CRM, user=user(), reason="at the last moment"))
        return end(*given)

    monkeypatch.setattr(publishing, "_end", meanwhile)
    run(home)
    assert town(made[0]) == "Nantes"
