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
