"""`visavis demo`: a company that can be looked at while its verbatims are still being read."""

import os
import re
import signal
import subprocess
from pathlib import Path

from tests.cli.test_main import VISAVIS
from tests.cli.test_serve import answers, free_port
from tests.jobs.workers import until
from visavis import database


def test_the_workspace_is_open_while_verbatims_are_read_and_the_worker_reads_them(tmp_path: Path) -> None:
    home, port = tmp_path / "demo", free_port()
    program = [str(VISAVIS), "--lang", "fr", "--home", str(home), "demo", "--clients", "60", "--port", str(port)]
    with (tmp_path / "said").open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            program, env=os.environ | {"PYTHONUNBUFFERED": "1"}, stdout=said, start_new_session=True
        )
        try:
            until(lambda: answers(port), 180)
            until(lambda: _read(home), 180)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    told = (tmp_path / "said").read_text("utf-8")
    steps = [line.split("  ")[1] for line in told.split("Temps de chaque étape:\n")[1].splitlines()[:7]]
    assert steps == [
        "inventer l’entreprise",
        "lire ses fichiers",
        "rapprocher les fiches",
        "vérifier les promesses",
        "mesurer",
        "publier les pages",
        "en tout",
    ]
    assert re.search(rf"http://localhost:{port}/invitations/\S+", told)


def _read(home: Path) -> bool:
    """Whether verbatims that were read stand on pages."""
    from visavis.voices.models import Voice

    database.use(home)
    return Voice.objects.exclude(sentiment="").filter(sentiment__isnull=False).exists()


def test_two_companies_have_two_homes_and_one_does_not_overwrite_the_other(tmp_path: Path) -> None:
    def demo(*words: str) -> "subprocess.CompletedProcess[str]":
        program = [str(VISAVIS), "--lang", "en", *words]
        environment = {name: value for name, value in os.environ.items() if name != "VISAVIS_HOME"}
        return subprocess.run(program, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    made = demo("demo", "--kind", "manufacturer", "--clients", "20", "--no-serve")
    assert made.returncode == 0, made.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["visavis-demo-manufacturer"]
    assert "read the verbatims" in made.stdout.split("Time of each step:")[1]
    refused = demo("--home", "visavis-demo-manufacturer", "demo", "--clients", "20", "--no-serve")
    assert refused.returncode == 1
    assert "this folder holds another demonstration company" in refused.stderr
    unknown = demo("demo", "--kind", "shop")
    assert unknown.returncode == 1
    assert "choose among: operator, manufacturer" in unknown.stderr
