"""Homes for tests of sources."""

from pathlib import Path

import pytest

from tests.sources.homes import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty home."""
    return Place(tmp_path)
