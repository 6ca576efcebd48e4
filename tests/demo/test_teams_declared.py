"""Both companies come with the teams that voices are carried to."""

from importlib import import_module
from pathlib import Path

import pytest

from visavis.demo.generate import KINDS, Kind, generate
from visavis.house.declaration import read_teams


@pytest.mark.parametrize("kind", KINDS)
def test_every_team_of_the_plan_is_declared(tmp_path: Path, kind: Kind) -> None:
    generate(tmp_path / "home", kind, 20)
    declared = {each.value.name for each in read_teams(tmp_path / "home")}
    assert declared == set(import_module(f"visavis.demo.{kind}.plan").TEAMS)
