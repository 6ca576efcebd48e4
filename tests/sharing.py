"""How tests are shared between processes: by file, what starts something costly together, the longest first."""

import re

import pytest
from xdist.scheduler import LoadFileScheduling

TOGETHER = {
    "spark": re.compile(r"spark|\[(?:[^\]]*-)?both(?:-[^\]]*)?\]"),
    "browser": re.compile(r"^tests/browser/"),
}
"""Tests that one process does, whatever file they stand in: one cluster, one company served."""

LONG = (
    "spark",
    "tests/running/test_publishing.py",
    "tests/running/test_computing_changes.py",
    "tests/running/test_publish.py",
    "browser",
    "tests/docs/test_tutorial.py",
    "tests/running/test_run.py",
    "tests/demo/test_truths_found.py",
    "tests/jobs/test_killed_workers.py",
    "tests/running/test_deciding.py",
)
"""What takes minutes: begun first, so that no process is left with it while the other has nothing to do."""


def scope_of(nodeid: str) -> str:
    """What a test is done together with: its file, or a group of TOGETHER."""
    return next((name for name, tests in TOGETHER.items() if tests.search(nodeid)), nodeid.split("::", 1)[0])


def longest_first(nodeid: str) -> tuple[int, str]:
    """The order of tests: LONG as written, then by file."""
    scope = scope_of(nodeid)
    return (LONG.index(scope), "") if scope in LONG else (len(LONG), scope)


class ByScope(LoadFileScheduling):  # type: ignore[misc]  # xdist tells no types of it
    """Sharing by `scope_of`, in the order of the collection."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)


def reorder(items: list[pytest.Item]) -> None:
    """Bring tests into the order of `longest_first`; those of a scope stay as they are."""
    items.sort(key=lambda item: longest_first(item.nodeid))
