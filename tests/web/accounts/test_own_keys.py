"""Keys for programs in Préférences: shown once, listed without themselves, withdrawn by their owner alone."""

import re
from collections.abc import Callable

from django.test import Client

from visavis.house.models import ApiKey
from visavis.vocabulary import Role

SignedIn = Callable[..., Client]


def test_a_key_is_shown_once_works_and_is_withdrawn(signed_in: SignedIn) -> None:
    mine = signed_in(Role.EMPLOYEE)
    made = mine.post("/preferences/keys", {"name": "caisse <b>"})
    found = re.search(r"vv_[\w-]{43}", made.content.decode())
    assert found
    assert "caisse &lt;b&gt;" in made.content.decode()
    listed = mine.get("/preferences").content.decode()
    assert (found[0] in listed, "caisse &lt;b&gt;" in listed) == (False, True)
    key, program = ApiKey.objects.get(), {"headers": {"Authorization": f"Bearer {found[0]}"}}
    assert Client().get("/api/v1/commitments", **program).status_code == 200  # type: ignore[arg-type]
    signed_in(Role.LEAD).post(f"/preferences/keys/{key.pk}/withdrawal")
    assert Client().get("/api/v1/commitments", **program).status_code == 200  # type: ignore[arg-type]
    mine.post(f"/preferences/keys/{key.pk}/withdrawal")
    assert Client().get("/api/v1/commitments", **program).status_code == 401  # type: ignore[arg-type]
    assert "caisse" not in mine.get("/preferences").content.decode().split("<main", 1)[1].split("notice", 1)[0]


def test_a_key_without_a_name_is_refused(signed_in: SignedIn) -> None:
    refused = signed_in(Role.EMPLOYEE).post("/preferences/keys", {"name": " "})
    assert refused.status_code == 422
    assert "manque un nom" in refused.content.decode().replace("\u202f", " ")
    assert not ApiKey.objects.exists()
