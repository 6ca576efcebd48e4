"""What tells one test from any other, whatever name its promise goes by: the same test has the same result."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from visavis.declarations.editing import readable
from visavis.engine.holding.promise import Promise, Test
from visavis.promises.ledger import FOLDER


def mark_of(test: Test) -> str:
    """The same text for tests that find the same cases kept; no promise can have it for a name."""
    told = test.model_dump(mode="json", exclude={"felt_by"}) | {"over": test.table, "by": test.by_day}
    return f"test:{hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()}"


def marks(home: Path) -> Mapping[str, str]:
    """The mark of the test of every promise that is declared now, by name; what can't be read is left out."""
    files = sorted((home / FOLDER).glob("*.yaml"))
    return _read(home, tuple((str(file), file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=8)
def _read(home: Path, files: tuple[tuple[str, int], ...]) -> Mapping[str, str]:
    """As for `visavis.promises.saying`: `files` changes whenever one of them does."""
    return {each.value.name: mark_of(each.value.test) for each in readable(home / FOLDER, Promise)[0]}
