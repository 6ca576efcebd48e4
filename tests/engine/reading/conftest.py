"""Readers for tests: one of words alone, always; one with the encoder, where it is built or can be."""

from pathlib import Path

import pytest

from visavis.engine.reading.building import build_reader
from visavis.engine.reading.reader import Reader, load_reader
from visavis.mistakes import Mistake


@pytest.fixture(scope="session")
def words_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache without encoder, empty until `words_reader` is trained."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def words_reader(words_cache: Path) -> Reader:
    """A reader just trained: no encoder there."""
    return load_reader(words_cache)


@pytest.fixture(scope="session")
def full_reader() -> Reader:
    """The reader as shipped; builds the encoder in the cache of the machine where it is missing."""
    try:
        return build_reader()
    except Mistake as mistake:
        pytest.skip(f"the encoder can't be built here: {mistake.what.en}")


@pytest.fixture(params=["words", "full"])
def reader(request: pytest.FixtureRequest) -> Reader:
    """Both readers in turn."""
    chosen: Reader = request.getfixturevalue(f"{request.param}_reader")
    return chosen
