"""What looking proposes: sources with their facts, the reason of each part, what is doubtful, what only a person can tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from visavis.mistakes import Words
from visavis.sources.looking.columns import Column
from visavis.sources.looking.loading import Loaded, Scratch


@dataclass(frozen=True, slots=True)
class Part:
    """One value of the YAML with its reason; `sure` is False where a person should look twice."""

    value: Any
    why: Words | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that the rows of a source are."""

    table: str
    key: Part
    fields: Mapping[str, Part]
    extra: Mapping[str, Part] = field(default_factory=dict)
    where: Part | None = None
    fold: Part | None = None
    version_by: Part | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can tell, and the flags that answer it."""

    what: Words
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One source as it would be written."""

    name: str
    files: tuple[str, ...]
    read: Mapping[str, Part]
    delivery: Part
    facts: tuple[Fact, ...]
    loaded: tuple[Loaded, ...]
    columns: tuple[Column, ...]
    questions: tuple[Question, ...] = ()
    notes: tuple[Words, ...] = ()
    zone_matters: bool = False

    @property
    def rows(self) -> int:
        """Rows of all files."""
        return sum(each.rows for each in self.loaded)


@dataclass(frozen=True, slots=True)
class Target:
    """A key of a source that others may refer to: its values stand in a scratch table, in the column `value`."""

    source: str
    table: str
    values: str
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One table under examination: its columns, the session that can be asked, and what it may refer to."""

    loaded: Loaded
    columns: tuple[Column, ...]
    session: Scratch
    name: str
    file_words: frozenset[str]
    targets: tuple[Target, ...] = ()

    @property
    def table(self) -> str:
        """The scratch table."""
        return self.loaded.table

    def named(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


def origin(folder: Path, file: Path) -> str:
    """The path as it is written in YAML: relative to the home where it lies within, else absolute."""
    absolute = file.expanduser().absolute()
    try:
        return absolute.relative_to(folder.absolute()).as_posix()
    except ValueError:
        return absolute.as_posix()
