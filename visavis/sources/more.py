"""Files that are more of a source already declared: last month's export beside this month's."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from visavis.declarations import Declared
from visavis.declarations.editing import check_text
from visavis.declarations.together import Together
from visavis.declarations.versions import seen, text_of
from visavis.engine.steps import quoted
from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import SourceDeclaration, read_sources
from visavis.sources.kinds.files.delivery import matches
from visavis.sources.looking.loading import Scratch
from visavis.sources.looking.proposal import Look, Target
from visavis.sources.looking.targets import keep_values
from visavis.sources.registry import KINDS


def source_with(home: Path, columns: frozenset[str], session: Scratch) -> Declared[SourceDeclaration] | None:
    """The first declared source whose files have just these columns."""
    for declared in read_sources(home):
        if (
            declared.value.facts
            and set(declared.value.columns()) <= columns
            and columns == _columns_of(home, declared, session)
        ):
            return declared
    return None


def _columns_of(home: Path, declared: Declared[SourceDeclaration], session: Scratch) -> frozenset[str]:
    """The columns of the first file of a source that can be read."""
    source = declared.value
    for file in (file for pattern in source.patterns for file in matches(home, pattern)):
        try:
            rows = KINDS[source.kind].peek(session.engine.connection, file, source, (), session.folder)
        except (Mistake, duckdb.Error):
            continue
        if rows.columns:
            return frozenset(name for name in rows.columns if name.strip())
    return frozenset()


def targets_of(look: Look, declared: Declared[SourceDeclaration]) -> list[Target]:
    """The keys that the new files bring, so that other new files may refer to them."""
    return [
        keep_values(look, fact.keyed_by[0], declared.value.name, fact.table)
        for fact in declared.value.facts
        if fact.table in ("records", "events") and len(fact.keyed_by) == 1
    ]


def share_there(look: Look, declared: Declared[SourceDeclaration], targets: Sequence[Target]) -> float:
    """How much of what the source knows stands in the new files too, 0 to 1: near 1, they are the whole anew."""
    for fact in declared.value.facts:
        if len(fact.keyed_by) != 1 or fact.keyed_by[0] not in look.loaded.columns:
            continue
        known = next((t for t in targets if t.source == declared.value.name and t.table == fact.table), None)
        if known is None:
            continue
        (share,) = look.session.one(
            f"SELECT avg((value IN (SELECT {quoted(fact.keyed_by[0])} FROM {look.table}))::INT) FROM {known.values}"
        )
        return float(share or 0.0)
    return 0.0


def add_files(home: Path, name: str, files: Sequence[str], *, instead: bool, together: Together) -> Path:
    """Write `files` into the source `name`: beside those that it has, or instead of them. The former text can be restored.

    The change is one of those that `together` takes back.

    Raises Mistake where the source is not there any more, or shares its YAML file in a way that can't be edited.
    """
    declared = next((each for each in read_sources(home) if each.value.name == name), None)
    if declared is None:
        raise Mistake(
            Words(fr=f"la source « {name} » n’existe plus", en=f"the source “{name}” is not there any more"),
            remedy=Words(fr="regardez ces fichiers à nouveau", en="look at these files again"),
        )
    before = seen(declared.file)
    text = _with_files(text_of(declared.file), name, files, instead=instead)
    check_text(declared.file, text, SourceDeclaration)
    together.change(declared.file, text, if_seen=before)
    return declared.file


def _with_files(text: str, name: str, files: Sequence[str], *, instead: bool) -> str:
    import io

    from ruamel.yaml import YAML

    yaml, out = YAML(), io.StringIO()
    yaml.width, yaml.preserve_quotes = 120, True
    documents = list(yaml.load_all(text))
    for document in documents:
        for node in document if isinstance(document, list) else [document]:
            if node is not None and node.get("name") == name:
                had = [] if instead else node["files"] if isinstance(node["files"], list) else [node["files"]]
                node["files"] = [*had, *(file for file in files if file not in had)]
    yaml.dump_all(documents, out)
    return out.getvalue()
