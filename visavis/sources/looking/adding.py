"""The verb of `source add`: look at files, propose their sources, write what was agreed."""

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from glob import escape
from pathlib import Path

from visavis.declarations import read_declarations
from visavis.engine.progress import Progress, silent
from visavis.mistakes import Lang, Mistake, Mistakes, Words
from visavis.sources.declaration import SLUG, SourceDeclaration, read_sources
from visavis.sources.looking.columns import Column, profile
from visavis.sources.looking.known import known_targets
from visavis.sources.looking.loading import Loaded, Scratch, load, load_together, scratch
from visavis.sources.looking.nouns import noun_words, source_name
from visavis.sources.looking.proposal import Look, Proposal, Target, origin
from visavis.sources.looking.propose import find_facts, propose
from visavis.sources.looking.targets import keep_values
from visavis.sources.looking.yaml import write_yaml

Refused = Callable[[Sequence[Path], Mistake], None]
"""Told of files that can't be used, and why: raises it, or notes it and lets the others go on."""


def look_at(
    files: Sequence[Path],
    home: Path,
    *,
    name: str | None = None,
    day_first: bool | None = None,
    progress: Progress = silent,
) -> list[Proposal]:
    """Propose one source per set of columns among `files`, those that others refer to first.

    Reads every file whole, in bounded memory, and writes nothing. Raises Mistake for what can't be read, what holds no
    recognisable fact, a `name` for several sources, and a `day_first` that the dates contradict.
    """
    must_be_a_name(name)
    with scratch() as session:
        groups = grouped(load_all(files, session, progress))
        if name is not None and len(groups) > 1:
            raise Mistake(
                Words(
                    fr=f"ces fichiers font {len(groups)} sources: un seul nom ne suffit pas",
                    en=f"these files make {len(groups)} sources: one name is not enough",
                ),
                remedy=Words(fr="ajoutez-les une par une avec --name", en="add them one by one with --name"),
            )
        looks = looks_at(groups, session, name=name, progress=progress)
        targets = known_targets(home, session, {look.name for look, _ in looks}, progress)
        return [proposal for _, proposal in proposed(looks, targets, home, day_first=day_first)]


def raised(files: Sequence[Path], mistake: Mistake) -> None:
    """The way to refuse where one wrong file stops everything."""
    raise mistake


def load_all(
    files: Sequence[Path], session: Scratch, progress: Progress = silent, refused: Refused = raised
) -> list[Loaded]:
    """Each file as a scratch table, but for those that can't be read."""
    loaded = []
    for file in dict.fromkeys(files):
        try:
            loaded.append(load(file, session, progress))
        except Mistake as mistake:
            refused([file], mistake)
    return loaded


Together = tuple[Look, Sequence[Loaded]]
"""What files with the same columns hold, and those files."""


def proposed(
    looks: Sequence[Together],
    targets: list[Target],
    home: Path,
    *,
    day_first: bool | None = None,
    refused: Refused = raised,
) -> Iterator[tuple[Look, Proposal]]:
    """A proposal for each look in turn, those that others refer to first."""
    ordered = _in_order([look for look, _ in looks], targets)
    for look, place in ordered:
        group = looks[place][1]
        try:
            yield look, propose(look, group, _written_files(group, home), day_first)
        except Mistake as mistake:
            refused([each.file for each in group], mistake)


def must_be_a_name(name: str | None) -> None:
    """Raise Mistake where `name` (None: no name is asked for) can't name a source."""
    if name is None or (re.fullmatch(SLUG, name) and len(name) <= 60):
        return
    raise Mistake(
        Words(fr=f"« {name} » ne peut pas nommer une source", en=f"“{name}” can’t name a source"),
        remedy=Words(
            fr="des minuscules sans accent, des chiffres et des tirets: commandes-2024",
            en="lower-case letters without accents, digits and hyphens: orders-2024",
        ),
    )


def grouped(loaded: Sequence[Loaded]) -> list[list[Loaded]]:
    """Files with the same columns together."""
    groups: dict[frozenset[str], list[Loaded]] = {}
    for each in loaded:
        groups.setdefault(frozenset(each.columns), []).append(each)
    return list(groups.values())


def looks_at(
    groups: Sequence[Sequence[Loaded]],
    session: Scratch,
    *,
    name: str | None = None,
    taken: Iterable[str] = (),
    progress: Progress = silent,
) -> list[Together]:
    """The profile of each group of files with the same columns, under a name that is neither taken nor given twice."""
    looks: list[Together] = []
    names = set(taken)
    for group in groups:
        together = load_together(group, session)
        stems = [each.file.name.split(".")[0] for each in group]
        columns: Sequence[Column] = profile(together, session, progress)
        own = name or source_name(stems)
        own = next(each for each in (own, *(f"{own}-{number}" for number in range(2, 999))) if each not in names)
        names.add(own)
        looks.append((Look(together, tuple(columns), session, own, noun_words(stems)), group))
    return looks


def _in_order(looks: Sequence[Look], targets: list[Target]) -> list[tuple[Look, int]]:
    """Looks with what they may refer to: every key of the others; records first, then events, then the rest."""
    if len(looks) == 1:
        return [(replace(looks[0], targets=tuple(targets)), 0)]
    ranks: list[tuple[int, int]] = []
    found = list(targets)
    for place, look in enumerate(looks):
        try:
            facts, _ = find_facts(replace(look, targets=tuple(targets)))
        except Mistake:
            facts = []
        ranks.append((min((_RANK.get(fact.table, 3) for fact in facts), default=4), place))
        for fact in facts:
            if isinstance(fact.key.value, str) and fact.key.value != "none" and fact.table in _RANK:
                found.append(keep_values(look, fact.key.value, look.name, fact.table))
    return [(replace(looks[place], targets=tuple(found)), place) for _, place in sorted(ranks)]


_RANK = {"records": 0, "events": 1}


def _written_files(group: Sequence[Loaded], home: Path) -> tuple[str, ...]:
    """One glob where it matches these files and no other, else each file."""
    files = [each.file.expanduser().absolute() for each in group]
    paths = [
        escape(origin(home, file)) if any(mark in origin(home, file) for mark in "*?[") else origin(home, file)
        for file in files
    ]
    if len(files) < 2 or len({file.parent for file in files}) > 1:
        return tuple(paths)
    names = [file.name for file in files]
    start = _shared_start(names)
    end = _shared_start([name[len(start) :][::-1] for name in names])[::-1]
    pattern = f"{escape(start)}*{escape(end)}"
    if len(start) >= 3 and "." in end and {each.name for each in files[0].parent.glob(pattern)} == set(names):
        return (origin(home, files[0].parent / pattern),)
    return tuple(paths)


def _shared_start(names: Sequence[str]) -> str:
    shortest, longest = min(names), max(names)
    same = next((place for place, letter in enumerate(shortest) if letter != longest[place : place + 1]), len(shortest))
    return shortest[:same]


def must_be_answered(proposals: Iterable[Proposal]) -> None:
    """Raise Mistake naming the flags where only a person can tell."""
    for proposal in proposals:
        for question in proposal.questions:
            flags = " / ".join(question.flags)
            raise Mistake(
                question.what,
                remedy=Words(fr=f"répondez avec {flags}", en=f"answer with {flags}"),
                file=proposal.loaded[0].file,
            )


def check_text(text: str) -> None:
    """Raise Mistakes where `text` is no sound source."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "proposal.yaml"
        file.write_text(text, encoding="utf-8")
        try:
            read_declarations([file], SourceDeclaration)
        except Mistakes as found:
            for mistake in (found, *found.mistakes):
                mistake.file = file.name
            raise


def must_be_new(home: Path, names: Sequence[str]) -> None:
    """Raise Mistake where a source of one of these names exists: nothing is overwritten."""
    taken = {declared.value.name: declared.file for declared in read_sources(home)}
    for name in names:
        file = home / "sources" / f"{name}.yaml"
        if name in taken or file.exists():
            raise Mistake(
                Words(fr=f"la source « {name} » existe déjà", en=f"the source “{name}” exists already"),
                remedy=Words(
                    fr="donnez un autre nom avec --name, ou modifiez ce fichier",
                    en="give another name with --name, or edit that file",
                ),
                file=taken.get(name, file),
            )


def write_source(home: Path, proposal: Proposal, lang: Lang, text: str | None = None) -> Path:
    """Write `HOME/sources/NAME.yaml` at once or not at all; `text` is the YAML as a person changed it."""
    written = write_yaml(proposal, lang) if text is None else text
    check_text(written)
    must_be_new(home, [proposal.name])
    folder = home / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{proposal.name}.yaml"
    handle, draft = tempfile.mkstemp(dir=folder, prefix=f".{proposal.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(written)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(draft, 0o644)
        os.link(draft, target)
    except FileExistsError:
        must_be_new(home, [proposal.name])
        raise
    finally:
        Path(draft).unlink(missing_ok=True)
    return target
