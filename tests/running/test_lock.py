import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from visavis.mistakes import Mistake
from visavis.running.lock import running_alone


def test_the_second_run_is_told_who_is_at_it(tmp_path: Path) -> None:
    script = textwrap.dedent(f"""
        from pathlib import Path
        from visavis.mistakes import Mistake
        from visavis.running.lock import running_alone
        try:
            with running_alone(Path({str(tmp_path)!r})):
                print("in")
        except Mistake as mistake:
            print(mistake.say("fr"))
    """)
    with running_alone(tmp_path):
        second = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert f"processus {os.getpid()} de " in second.stdout
        assert "la suivante reprendra où elle en était" in second.stdout
    after = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert after.stdout == "in\n"


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    script = f"import os\nfrom pathlib import Path\nfrom visavis.running.lock import running_alone\nwith running_alone(Path({str(tmp_path)!r})):\n    os.kill(os.getpid(), 9)\n"
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == -9
    with running_alone(tmp_path):
        pass


def test_a_lock_is_not_taken_twice_in_one_process(tmp_path: Path) -> None:
    with running_alone(tmp_path), pytest.raises(Mistake), running_alone(tmp_path):
        pass
