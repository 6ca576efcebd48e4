"""A drop agreed to: its sources are written, or files are added to those that exist; all of it or nothing."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from visavis.declarations.editing import check_text, typed
from visavis.declarations.together import Together
from visavis.mistakes import Mistake, Words
from visavis.sources.correcting import Correction, corrected
from visavis.sources.declaration import SLUG, SourceDeclaration
from visavis.sources.dropping import locked
from visavis.sources.models import Drop, ProposedSource
from visavis.sources.more import add_files


class Disagreement(Mistake):
    """A mistake in what was asked of one proposal."""

    def __init__(self, position: int, mistake: Mistake) -> None:
        self.position = position
        super().__init__(mistake.what, remedy=mistake.remedy, file=mistake.file, line=mistake.line)


class Overtaken(Mistake):
    """The drop is another one than the person saw: agreed to already, or with files that came, went or were read anew."""

    def __init__(self) -> None:
        super().__init__(
            Words(
                fr="vos fichiers ont changé depuis que vous avez ouvert cette page: rien n’a été accepté",
                en="your files changed since you opened this page: nothing was accepted",
            ),
            remedy=Words(
                fr="regardez de nouveau ce qu’ils disent, puis acceptez", en="look again at what they say, then accept"
            ),
        )


def proposed_for(drop: Drop) -> str:
    """What tells the proposals of a drop from any other ones."""
    rows = drop.proposals.order_by("position").values_list("position", "name", "yaml", "shown")
    return hashlib.sha256(json.dumps(list(rows), sort_keys=True).encode()).hexdigest()


def accept(
    home: Path, drop: Drop, corrections: Mapping[int, Correction], together: Together, *, seen: str
) -> list[str]:
    """Write what was agreed, by position of the proposals; the names of the sources that were written or grew.

    `seen` is `proposed_for` of what the person agrees to, and `together` takes all of it back where a later step fails.
    Everything is checked before anything is written. Raises Disagreement, Overtaken, and Mistake where nothing is taken
    at all.
    """
    with transaction.atomic():
        drop = locked(drop)
        if drop.accepted_at or drop.discarded_at or proposed_for(drop) != seen:
            raise Overtaken
        chosen = [p for p in drop.proposals.order_by("position") if corrections.get(p.position, Correction()).taken]
        if not chosen:
            raise Mistake(
                Words(fr="aucune source n’est retenue", en="no source is kept"),
                remedy=Words(
                    fr="gardez-en au moins une, ou déposez d’autres fichiers",
                    en="keep at least one, or drop other files",
                ),
            )
        given = {p.position: corrections.get(p.position, Correction()) for p in chosen}
        new = [p for p in chosen if not p.shown["more_of"]]
        texts = _texts(home, new, given)
        for proposal in new:
            name, text = texts[proposal.position]
            together.change(home / "sources" / f"{name}.yaml", text, if_seen="")
        for proposal in chosen:
            if source := proposal.shown["more_of"]:
                instead = given[proposal.position].instead
                add_files(home, source, proposal.shown["paths"], instead=instead, together=together)
        drop.accepted_at = timezone.now()
        drop.save(update_fields=["accepted_at"])
    return [p.shown["more_of"] or texts[p.position][0] for p in chosen]


def _texts(home: Path, new: list[ProposedSource], given: Mapping[int, Correction]) -> dict[int, tuple[str, str]]:
    """The checked name and YAML of each new source."""
    renamed = {p.name: given[p.position].name or p.name for p in new}
    texts: dict[int, tuple[str, str]] = {}
    for proposal in new:
        try:
            texts[proposal.position] = _checked(home, proposal, given[proposal.position], renamed)
            name = texts[proposal.position][0]
            if name in [other for place, (other, _) in texts.items() if place != proposal.position]:
                raise _twice(name)
        except Mistake as mistake:
            raise Disagreement(proposal.position, mistake) from None
    return texts


def _checked(
    home: Path, proposal: ProposedSource, correction: Correction, renamed: Mapping[str, str]
) -> tuple[str, str]:
    name = correction.name or proposal.name
    _must_be_a_name(name)
    if proposal.shown["questions"] and correction.day_first is None and correction.text is None:
        raise Mistake(
            Words(
                fr="il manque votre réponse: le jour ou le mois d’abord ?",
                en="your answer is missing: day or month first?",
            ),
            remedy=Words(fr="choisissez l’une des deux lectures", en="choose one of the two readings"),
        )
    text = typed(corrected(proposal, correction, renamed))
    declared = check_text(home / "sources" / f"{name}.yaml", text, SourceDeclaration)
    _must_read_the_drop(proposal, [each.value for each in declared])
    name = declared[0].value.name
    if (home / "sources" / f"{name}.yaml").exists():
        raise _exists(name)
    return name, text


def _must_be_a_name(name: str) -> None:
    if not re.fullmatch(SLUG, name) or len(name) > 60:
        raise Mistake(
            Words(fr=f"« {name} » ne peut pas nommer une source", en=f"“{name}” can’t name a source"),
            remedy=Words(
                fr="des minuscules sans accent, des chiffres et des tirets: commandes-2024",
                en="lower-case letters without accents, digits and hyphens: orders-2024",
            ),
        )


def _must_read_the_drop(proposal: ProposedSource, declared: list[SourceDeclaration]) -> None:
    """Text from the browser names the files that were dropped: no other file of the server."""
    from ruamel.yaml import YAML

    files = YAML(typ="safe", pure=True).load(proposal.yaml)["files"]
    if len(declared) != 1 or declared[0].patterns != ([files] if isinstance(files, str) else list(files)):
        raise Mistake(
            Words(
                fr="une source, et les fichiers que vous avez déposés", en="one source, and the files that you dropped"
            ),
            remedy=Words(fr="laissez la ligne files comme elle était", en="leave the line files as it was"),
        )


def _exists(name: str) -> Mistake:
    return Mistake(
        Words(fr=f"la source « {name} » existe déjà", en=f"the source “{name}” exists already"),
        remedy=Words(fr="donnez un autre nom à celle-ci", en="give this one another name"),
    )


def _twice(name: str) -> Mistake:
    return Mistake(
        Words(fr=f"deux sources se nommeraient « {name} »", en=f"two sources would be named “{name}”"),
        remedy=Words(fr="donnez un autre nom à l’une des deux", en="give one of them another name"),
    )
