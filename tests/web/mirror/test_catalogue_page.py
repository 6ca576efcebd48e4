from collections.abc import Callable

from django.test import Client

from visavis.engine.measuring.catalogue import CATALOGUE
from visavis.vocabulary import Role


def test_every_measure_stands_at_its_own_address(signed_in: Callable[..., Client]) -> None:
    for lang in ("fr", "en"):
        text = signed_in(Role.EMPLOYEE, lang=lang).get("/mirror/catalogue").content.decode()
        for one in CATALOGUE:
            assert f'id="{one.name}"' in text
            assert f'href="#{one.name}"' in text
