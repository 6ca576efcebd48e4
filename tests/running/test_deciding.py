"""Records parted from a client and rejoined: at once, in every run after, and whatever a run does meanwhile."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.running.clientele import change, clientele, numbers, published
from visavis.mistakes import Mistake
from visavis.running import run as running
from visavis.running.deciding import part as part_records
from visavis.running.deciding import undo
from visavis.running.publishing import planning
from visavis.running.publishing import publish as publishing
from visavis.running.run import run
from visavis.vocabulary import Role

if TYPE_CHECKING:
    from visavis.house.models import User

pytestmark = pytest.mark.usefixtures("either_database")

SHOP = [("shop", "el")]


def user() -> "User":
    from visavis.house.models import User

    return User.objects.first() or User.objects.create_user("ines@exemple.fr", "Inès", Role.EMPLOYEE)


def part(home: Path, client: int, records: Any, *, user: "User", reason: str) -> int:
    """The number of the client that the parted records are now."""
    decision = part_records(home, client, records, actor=f"user/{user.pk}", reason=reason)
    return int(decision.payload["minted"][0][0])


def rejoin(home: Path, decision: int, *, user: "User") -> int:
    """The number of the client that the records are again."""
    return int(undo(home, decision, actor=f"user/{user.pk}", reason="the same after all").payload["client"])


def decisions() -> list[Any]:
    from visavis.clients.models import Decision

    return list(Decision.objects.order_by("id"))


def names() -> dict[int, tuple[str, int, int]]:
    return {card["client"]: (card["name"], card["records"], card["facts"]) for card in published()["ClientCard"]}


def test_parted_at_once_and_for_ever_then_rejoined_at_once_and_for_ever(tmp_path: Path) -> None:
    from visavis.clients.models import Client

    home = clientele(tmp_path)
    run(home)
    before, who = published(), numbers()
    one = who["crm/1"]
    new = part(home, one, SHOP, user=user(), reason="two sisters")
    assert numbers() == who | {"shop/el": new}
    assert names()[one] == ("Élodie Lefèvre", 2, 2)
    assert names()[new] == ("Elodie Lefevre", 1, 3)
    parted, parted_numbers = published(), numbers()
    run(home)
    assert (published(), numbers()) == (parted, parted_numbers)
    assert rejoin(home, decisions()[0].pk, user=user()) == one
    assert (published(), numbers()) == (before, who)
    survivor = Client.objects.resolve(new)
    assert survivor is not None
    assert survivor.number == one
    run(home)
    assert (published(), numbers()) == (before, who)
    again = part(home, one, SHOP, user=user(), reason="two sisters after all")
    assert again != new
    change(home, "exports/crm.csv", "Rennes", "Nantes")
    run(home)
    assert numbers() == who | {"shop/el": again}
    assert [each.actor for each in decisions()] == [f"user/{user().pk}"] * 3


def test_what_held_the_rest_together_may_be_parted(tmp_path: Path) -> None:
    home = clientele(tmp_path)
    run(home)
    who = numbers()
    new = part(
        home, who["crm/1"], [("email", "elodie.lefevre@exemple.fr"), ("crm", "1")], user=user(), reason="another"
    )
    expected = who | {"email/elodie.lefevre@exemple.fr": new, "crm/1": new}
    assert numbers() == expected
    run(home)
    assert numbers() == expected


def test_parted_and_rejoined_between_two_runs_nothing_is_lost(tmp_path: Path) -> None:
    home = clientele(tmp_path)
    run(home)
    who, before = numbers(), published()
    part(home, who["crm/1"], SHOP, user=user(), reason="another")
    rejoin(home, decisions()[0].pk, user=user())
    run(home)
    assert (numbers(), published()) == (who, before)


@pytest.mark.parametrize("moment", ["while linking", "while planning", "while writing"])
def test_decided_during_a_run_it_holds_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    home = clientele(tmp_path)
    run(home)
    who, made = numbers(), []
    change(home, "exports/crm.csv", "Rennes", "Nantes")
    change(home, "exports/orders.csv", "O-1;el;2025-03-01", "O-1;el;2025-02-28")

    def deciding(work: Any, *, first: bool) -> Any:
        def instead(*given: Any, **more: Any) -> Any:
            if first and not made:
                made.append(part(home, who["crm/1"], SHOP, user=user(), reason="meanwhile"))
            done = work(*given, **more)
            if not made:
                made.append(part(home, who["crm/1"], SHOP, user=user(), reason="meanwhile"))
            return done

        return instead

    with monkeypatch.context() as patched:
        if moment == "while linking":
            step, inputs = running.STEPS["link"]
            patched.setitem(running.STEPS, "link", (deciding(step, first=False), inputs))
        elif moment == "while planning":
            patched.setattr(planning, "write_changes", deciding(planning.write_changes, first=False))
        else:
            patched.setattr(publishing, "write_tables", deciding(publishing.write_tables, first=True))
        run(home)
    parted = published()
    assert numbers() == who | {"shop/el": made[0]}
    assert names()[made[0]] == ("Elodie Lefevre", 1, 3)
    run(home)
    assert numbers() == who | {"shop/el": made[0]}
    assert published() == parted


def test_what_cannot_be_parted_or_rejoined_is_said(tmp_path: Path) -> None:
    home = clientele(tmp_path)
    run(home)
    one = numbers()["crm/1"]
    everything = [tuple(name.split("/")) for name, number in numbers().items() if number == one]
    for client, records in ((one, []), (one, everything), (one, [("shop", "md")]), (999, SHOP)):
        with pytest.raises(Mistake):
            part(home, client, records, user=user(), reason="another")  # type: ignore[arg-type]
    assert decisions() == []
    part(home, one, SHOP, user=user(), reason="another")
    rejoin(home, decisions()[0].pk, user=user())
    for number in (decisions()[0].pk, 999):
        with pytest.raises(Mistake):
            rejoin(home, number, user=user())
