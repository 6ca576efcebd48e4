"""What the sources already declared in a home can be referred to by: the keys of their records and events."""

from collections.abc import Collection
from pathlib import Path

from visavis.engine.progress import Progress, silent
from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import SourceDeclaration, read_sources
from visavis.sources.looking.loading import Scratch, load_values
from visavis.sources.looking.proposal import Target


def known_targets(home: Path, session: Scratch, without: Collection[str], progress: Progress = silent) -> list[Target]:
    """The key values of every declared record and event with a single key column; unreadable files are passed over."""
    targets = []
    for declared in read_sources(home):
        source = declared.value
        if source.name in without:
            continue
        progress(Words(fr=f"clés de {source.name}", en=f"keys of {source.name}"))
        seen: dict[str, str | None] = {}
        for fact in source.facts:
            if fact.table not in ("records", "events") or len(fact.keyed_by) != 1:
                continue
            (column,) = fact.keyed_by
            if column not in seen:
                seen[column] = _values(source, home, column, session)
            if (values := seen[column]) is not None:
                targets.append(Target(source.name, fact.table, values))
    return targets


def _values(source: SourceDeclaration, home: Path, column: str, session: Scratch) -> str | None:
    files = [file for pattern in source.patterns for file in _matching(home, pattern)]
    tables = []
    for file in files:
        try:
            tables.append(load_values(file, column, session))
        except Mistake:
            continue
    if not tables:
        return None
    name = session.next_table()
    session.ask(f"CREATE TABLE {name} AS " + " UNION ".join(f"SELECT value FROM {table}" for table in tables))
    return name


def _matching(home: Path, pattern: str) -> list[Path]:
    from glob import glob

    return [Path(path) for path in sorted(glob(str(home / pattern), recursive=True)) if Path(path).is_file()]
