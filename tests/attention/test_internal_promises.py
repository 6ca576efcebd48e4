"""What teams promise one another is no promise to a client: nobody waits for it, and no card counts it."""

from pathlib import Path

import pytest

from tests.running.shop import shop
from visavis import database
from visavis.running.run import run


@pytest.mark.usefixtures("either_database")
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_only_what_a_client_was_promised_counts(tmp_path: Path, audience: str) -> None:
    home = shop(tmp_path / "home")
    file = home / "promises" / "shop.yaml"
    file.write_text(file.read_text().replace("audience: public", f"audience: {audience}"), encoding="utf-8")
    orders = home / "exports" / "orders.csv"
    orders.write_text(orders.read_text().replace("O-5;C-3;Other Agent;2025-03-20", "O-5;C-3;Other Agent;2025-03-02"))
    run(home)
    database.use(home)
    from visavis.attention.models import WaitingClient
    from visavis.clients.models import ClientCard
    from visavis.promises.models import Case

    assert Case.objects.filter(internal=audience == "internal").count() == Case.objects.count() == 4
    waits = list(WaitingClient.objects.values_list("promise", "why"))
    counted = sorted(ClientCard.objects.values_list("kept", "missed"))
    if audience == "internal":
        assert waits == []
        assert counted == [(0, 0), (0, 0), (0, 0)]
    else:
        assert waits == [("on-time", "undone")]
        assert counted == [(0, 1), (0, 1), (2, 0)]
