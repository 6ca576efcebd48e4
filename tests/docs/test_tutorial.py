"""The tutorials run as they are written: files are made, commands run, and what they print is what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)
PAGES = sorted([DOCS / "tutorial.md", *(DOCS / "how-to").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_page_runs_as_written(page: Path, tmp_path: Path) -> None:
    ran = 0
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["file"]:
            file = tmp_path / block["file"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block["text"], encoding="utf-8")
        elif block["kind"] == "console":
            ran += _run_console(block["text"], tmp_path)
    assert ran > 0


def _run_console(text: str, folder: Path) -> int:
    commands = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    for one in commands:
        command, _, said = one.partition("\n")
        _run(command, [line.strip() for line in said.splitlines() if line.strip()], folder)
    return len(commands)


def _run(command: str, expected: list[str], folder: Path) -> None:
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "VISAVIS_LANG": "en",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    environment.pop("VISAVIS_HOME", None)
    ran = subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    wrong = "# exit code 1" in command
    assert ran.returncode == (1 if wrong else 0), f"$ {command}\n{ran.stdout}\n{ran.stderr}"
    told = (ran.stdout + ran.stderr).replace("\u00a0", " ").replace("\u202f", " ")
    printed = iter([line.strip() for line in told.splitlines()])
    for line in expected:
        if line != "…":
            assert line in printed, f"$ {command}\nnot printed, or not in this order: {line}\n{ran.stdout}{ran.stderr}"
