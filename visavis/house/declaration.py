"""`teams.yaml`: teams that voices may be carried to, as people write them."""

from pathlib import Path

from pydantic import Field

from visavis.declarations import Declared, Written, read_declarations
from visavis.vocabulary import JourneyStep, Theme

FILE = "teams.yaml"


class TeamDeclaration(Written):
    """One team: how it is called, and what it is able to act on."""

    name: str = Field(
        min_length=1, max_length=200, description="Name of the team, as the `team` columns of facts write it"
    )
    words: list[str] = Field(
        default_factory=list, description="How clients call it in their own words: “vos techniciens”, “la compta”"
    )
    themes: list[Theme] = Field(default_factory=list, description="Themes that it is able to act on")
    steps: list[JourneyStep] = Field(default_factory=list, description="Steps of the journey that it is able to act on")
    objects: list[str] = Field(
        default_factory=list, description="Events that it is able to act on, as `source` or `source/type`"
    )


def read_teams(home: Path) -> list[Declared[TeamDeclaration]]:
    """The teams that `teams.yaml` declares, none where there is no such file; raises Mistakes where it can't be read."""
    file = home / FILE
    return read_declarations([file], TeamDeclaration) if file.is_file() else []
