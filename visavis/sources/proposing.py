"""Looks at what was dropped and remembers what it could be: each file on its own, so that a wrong one stops no other."""

from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from visavis.declarations import Declared
from visavis.engine.progress import Progress, silent
from visavis.mistakes import Lang, Mistake, Words
from visavis.sources.declaration import TAKEN, SourceDeclaration, read_sources
from visavis.sources.dropping import locked, sources_holding
from visavis.sources.kinds.documents.opening import read_document
from visavis.sources.looking.adding import Refused, Together, grouped, load_all, looks_at, proposed
from visavis.sources.looking.documents import apart, propose_documents, refusal
from visavis.sources.looking.known import known_targets
from visavis.sources.looking.loading import scratch
from visavis.sources.looking.proposal import Target, origin
from visavis.sources.looking.yaml import write_yaml
from visavis.sources.models import Drop, DroppedFile, ProposedSource
from visavis.sources.more import share_there, source_with, targets_of
from visavis.sources.showing import shown, shown_documents, shown_more


def look_at_drop(home: Path, drop_pk: int, progress: Progress = silent, *, lang: Lang = "fr") -> None:
    """Propose sources for the files of a drop, or say of each file why it can't be used.

    Writes rows alone, all at once at the end: looking twice, or anew after being killed, gives the same rows. Writes
    nothing where files came or went meanwhile: they are to be looked at together.
    """
    drop = Drop.objects.get(pk=drop_pk)
    files = {home / file.path: file for file in drop.files.order_by("pk")}
    seen = {file.pk for file in files.values()}
    for file in files.values():
        file.refused = None
    proposals = _look(home, files, progress, lang)
    with transaction.atomic():
        drop = locked(drop)
        if drop.accepted_at or drop.discarded_at or _files_of(drop) != seen:
            return
        drop.proposals.all().delete()
        for position, proposal in enumerate(proposals):
            proposal.drop, proposal.position = drop, position
            proposal.save()
        for file in files.values():
            DroppedFile.objects.filter(pk=file.pk).update(refused=file.refused)
        drop.looked_at = timezone.now()
        drop.save(update_fields=["looked_at"])


def _files_of(drop: Drop) -> set[int]:
    return set(drop.files.values_list("pk", flat=True))


def _look(home: Path, files: dict[Path, DroppedFile], progress: Progress, lang: Lang) -> list[ProposedSource]:
    def refused(paths: Sequence[Path], mistake: Mistake) -> None:
        for path in paths:
            files[path].refused = said(mistake)

    there = sources_holding(home, files.values())
    for file in files.values():
        if file.sha256 in there:
            file.refused = said(_known_already(there[file.sha256]))
    documents, usable = apart([path for path, file in files.items() if file.refused is None])
    names = {path: file.name for path, file in files.items()}
    with scratch() as session:
        groups = grouped(load_all(usable, session, progress, refused))
        declared = {
            n: source_with(home, frozenset(filter(None, each[0].columns)), session) for n, each in enumerate(groups)
        }
        taken = {*TAKEN, *(each.value.name for each in read_sources(home))}
        looks = looks_at(groups, session, taken=taken, progress=progress)
        targets = known_targets(home, session, {look.name for look, _ in looks}, progress)
        found = []
        new = []
        for n, together in enumerate(looks):
            source = declared[n]
            if source is None:
                new.append(together)
            else:
                found.append(_more(home, source, together, targets, names))
                targets += targets_of(together[0], source)
        for look, proposal in proposed(new, targets, home, refused=refused):
            told = shown(proposal, look, names)
            found.append(ProposedSource(name=proposal.name, yaml=write_yaml(proposal, lang), shown=told))
        taken |= {proposal.name for proposal in found}
    return [*found, *_documents(home, documents, names, taken, progress, refused)]


def _documents(
    home: Path,
    documents: Sequence[Path],
    names: dict[Path, str],
    taken: set[str],
    progress: Progress,
    refused: Refused,
) -> list[ProposedSource]:
    """One source for the documents among the files that can be read; none where there are none."""
    readable = []
    for path in documents:
        progress(Words(fr=f"lecture de {names[path]}", en=f"reading {names[path]}"))
        document = read_document(path)
        mistake = refusal(document)
        if mistake is None:
            readable.append((path, document))
        else:
            refused([path], mistake)
    if not readable:
        return []
    proposal = propose_documents(readable, home, taken=taken)
    return [ProposedSource(name=proposal.name, yaml=proposal.yaml, shown=shown_documents(proposal, names))]


def _more(
    home: Path,
    declared: Declared[SourceDeclaration],
    together: Together,
    targets: Sequence[Target],
    names: dict[Path, str],
) -> ProposedSource:
    look, group = together
    share = share_there(look, declared, targets)
    told = shown_more(declared, look, [names[each.file] for each in group], share)
    paths = [origin(home, each.file) for each in group]
    return ProposedSource(name=declared.value.name, yaml="", shown=told | {"paths": paths})


def said(mistake: Mistake) -> dict[str, dict[str, str] | None]:
    """A mistake as a row keeps it."""
    remedy = mistake.remedy
    return {
        "what": {"fr": mistake.what.fr, "en": mistake.what.en},
        "remedy": None if remedy is None else {"fr": remedy.fr, "en": remedy.en},
    }


def _known_already(source: str) -> Mistake:
    return Mistake(
        Words(
            fr=f"ce fichier est déjà dans la source « {source} »: son contenu est le même, octet pour octet",
            en=f"this file is in the source “{source}” already: its content is the same, byte for byte",
        ),
        remedy=Words(fr="rien à faire: il compte déjà", en="nothing to do: it counts already"),
    )
