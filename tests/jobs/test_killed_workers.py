import subprocess
import sys
from pathlib import Path

import pytest

from tests.work import effects
from visavis.work.models import Job

JOBS, KILLS = 500, 50
WORKERS = {"sqlite": "1", "postgresql": "3"}


@pytest.mark.slow
def test_of_500_jobs_none_is_lost_and_effects_are_once_with_the_worker_killed_50_times(
    home: Path, either_database: str
) -> None:
    for key in range(JOBS):
        effects.note.enqueue(key, seconds=0.01)
    program = [sys.executable, "-m", "tests.jobs.nursery", str(home), str(KILLS), WORKERS[either_database], "17", "0.6"]
    subprocess.run(program, check=True, timeout=240, cwd=Path(__file__).parents[2])
    jobs = list(Job.objects.all())
    assert sorted(job.args[0] for job in jobs) == list(range(JOBS))
    assert {(job.state, job.result == job.args[0]) for job in jobs} == {("done", True)}
    assert effects.rows("SELECT key FROM effects ORDER BY key") == [(key,) for key in range(JOBS)]
    # Every attempt but the last ended with a word, and each called the task at most once.
    assert [job.attempts for job in jobs] == [len(job.errors) + 1 for job in jobs]
    calls = dict(effects.rows("SELECT key, count(*) FROM calls GROUP BY key"))
    assert all(1 <= calls[job.args[0]] <= job.attempts for job in jobs)
    again = sum(job.attempts - 1 for job in jobs)
    assert 0 < again <= KILLS, "every kill interrupts one job at most, and some did"
