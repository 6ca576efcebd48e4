"""A home whose mirror is published."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mirror.company import company
from visavis.mirror.keeping import as_document
from visavis.mirror.reflect import reflect
from visavis.mirror.reflection import Mirror


@pytest.fixture(scope="session")
def company_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small company, computed once: folders to copy."""
    with company(tmp_path_factory.mktemp("company")) as made:
        return made


@pytest.fixture
def publish(home: Path) -> Callable[[Mirror], None]:
    """`publish(mirror)`: what the step publish leaves for the pages."""
    from visavis.running.models import Document

    def keep(mirror: Mirror) -> None:
        Document.objects.update_or_create(name="mirror", defaults={"run": mirror.run, "body": as_document(mirror)})

    return keep


@pytest.fixture
def mirrored(home: Path, company_lake: Path, publish: Callable[[Mirror], None]) -> Mirror:
    """The home with the small company's run, published."""
    import shutil

    for name in ("lake", "promises", "measures"):
        shutil.copytree(company_lake / name, home / name, dirs_exist_ok=True)
    mirror = reflect(home)
    publish(mirror)
    return mirror


@pytest.fixture
def cut(mirrored: Mirror) -> None:
    """The same with its slices: one team may be told of, in the first quarter."""
    from visavis.running.models import Document

    facts = [["2024-02-01", "", "", 46, 5, 0, 4, 0, 0], ["2024-03-01", "", "", 50, 9, 0, 0, 3, 1]]
    facts += [["2024-01-01", "team", "north", 40, 0, 0, 0, 0, 0]]
    felt = [["2024-02-01", "", "", 20, 12], ["2024-03-01", "", "", 30, 18]]
    facts_and_felt = {"facts": {"grain": "quarter", "cells": facts}, "felt": {"grain": "month", "cells": felt}}
    body = {"promises": {"delivered-on-time": facts_and_felt}, "steps": [["one", "SELECT 1"]]}
    Document.objects.update_or_create(name="slices", defaults={"run": mirrored.run, "body": body})
