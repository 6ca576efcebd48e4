"""The reference says everything that the code has: commands, settings, tables, keys, source kinds."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"


def test_generated_pages_are_up_to_date() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tools.reference", "--check"],
        cwd=ROOT,
        env=os.environ | {"VISAVIS_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, f"run `make docs`:\n{told.stdout}{told.stderr}"


def test_every_environment_variable_is_documented() -> None:
    read = {
        name
        for file in (ROOT / "visavis").rglob("*.py")
        for name in re.findall(r"\bVISAVIS_[A-Z]+\b", file.read_text("utf-8"))
    }
    told = set(re.findall(r"`(VISAVIS_[A-Z]+)`", (REFERENCE / "settings.md").read_text("utf-8")))
    assert read - told == set()


def test_every_command_is_explained() -> None:
    page = (REFERENCE / "commands.md").read_text("utf-8")
    sections = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    assert len(sections) > 10
    assert [s.splitlines()[0] for s in sections if not s.split("\n", 2)[2].strip() or "| — |" in s] == []


def test_every_source_kind_is_documented() -> None:
    kinds = sorted(
        folder.name for folder in (ROOT / "visavis/sources/kinds").iterdir() if (folder / "__init__.py").exists()
    )
    page = (REFERENCE / "sources.md").read_text("utf-8")
    assert kinds
    assert [kind for kind in kinds if f"`{kind}`" not in page] == []
