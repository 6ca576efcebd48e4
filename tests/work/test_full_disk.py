"""A full disk and too little memory are nobody's bug: they are told with what to do, on pages as in the terminal."""

import errno
import sqlite3
from pathlib import Path

import duckdb
import pytest

from tests.work import effects
from tests.work.test_claiming import take
from visavis.mistakes import Mistake, Words, of_the_machine
from visavis.work.finishing import fail

FULL = [
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),
    duckdb.IOException('IO Error: Could not write all bytes to file "x.parquet": wanted=1 wrote=0'),
    duckdb.OutOfMemoryException("failed to offload data block (max_temp_directory_size reached)"),
    sqlite3.OperationalError("database or disk is full"),
]


@pytest.mark.parametrize("error", FULL)
def test_it_is_known_by_what_each_engine_says(error: Exception) -> None:
    found = of_the_machine(error)
    assert isinstance(found, Mistake)
    assert found.what.fr == "le disque est plein"
    assert found.remedy is not None
    assert found.remedy.en.startswith("free some space, then run again")


def test_too_little_memory_is_told_with_how_to_allow_more() -> None:
    with (
        duckdb.connect(config={"memory_limit": "20MB", "temp_directory": ""}) as connection,
        pytest.raises(duckdb.OutOfMemoryException) as refused,
    ):
        connection.execute(
            "CREATE TABLE wide AS SELECT range AS n, repeat('x', 500) || range AS text FROM range(200000)"
        )
    found = of_the_machine(refused.value)
    assert isinstance(found, Mistake)
    assert found.what.fr == "la mémoire permise n’a pas suffi"
    assert found.remedy is not None
    assert found.remedy.en.startswith("allow more, for instance VISAVIS_MEMORY=4GB, then run again; nothing is lost")


@pytest.mark.parametrize(
    "error", [KeyError("x"), OSError(errno.ENOENT, "No such file"), duckdb.OutOfMemoryException("8 GiB used")]
)
def test_other_errors_are_not_taken_for_it(error: Exception) -> None:
    assert of_the_machine(error) is None


def test_a_job_that_finds_the_disk_full_ends_and_says_so(home: Path) -> None:
    effects.note.enqueue(1)
    job, lease = take()
    fail(job, lease, OSError(errno.ENOSPC, "No space left on device", str(home / "lake" / "x.parquet")))
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.errors[0]["what"] == {"fr": "le disque est plein", "en": "the disk is full"}


def test_no_page_names_where_the_home_stands(home: Path) -> None:
    effects.note.enqueue(1)
    job, lease = take()
    fail(job, lease, Mistake(Words("illisible", "unreadable"), file=home / "sources" / "a.yaml", line=3))
    job.refresh_from_db()
    assert job.errors[0]["what"] == {"fr": "a.yaml:3: illisible", "en": "a.yaml:3: unreadable"}
