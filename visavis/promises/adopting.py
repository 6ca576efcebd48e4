"""Promises proposed, remembered and adopted without their results: whoever chooses has not seen yet how they end."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from visavis.declarations.editing import check_text
from visavis.declarations.together import Together
from visavis.engine.holding.promise import After, Promise
from visavis.mistakes import Lang, Mistake, Words
from visavis.promises.ledger import FOLDER, read_ledger
from visavis.promises.models import ProposedPromise
from visavis.promises.propose import Proposal, Untestable, offer


def remember_proposals(home: Path, country: str | None = None) -> None:
    """Propose promises for the facts of the last run, and keep them as rows in place of those proposed before.

    Left out is what the ledger tests already. `country` gives public holidays. Raises Mistake before the first run.
    """
    tested = [declared.value.test for declared in read_ledger(home)]
    offered = offer(home, country)
    proposals = [each for each in offered.proposals if each.promise.test not in tested]
    rows = [
        ProposedPromise(
            name=each.promise.name,
            position=position,
            written=each.written,
            why=_why(each),
            cases=each.trial.cases,
            document=each.found.document if each.found else "",
            page=each.found.page if each.found else None,
        )
        for position, each in enumerate(proposals)
    ]
    rows += [_untestable(each, len(rows) + place) for place, each in enumerate(offered.untestable)]
    with transaction.atomic():
        ProposedPromise.objects.filter(adopted_as="").delete()
        ProposedPromise.objects.bulk_create(rows)


def _untestable(each: Untestable, position: int) -> ProposedPromise:
    commitment, place = each.found.commitment, each.found.place
    return ProposedPromise(
        name="",
        position=position,
        written={"says": {commitment.language: commitment.sentence}},
        why={"fr": f"Lue dans {place.fr}.", "en": f"Read in {place.en}."},
        cases=0,
        document=each.found.document,
        page=each.found.page,
        untestable={"fr": each.because.fr, "en": each.because.en},
    )


def _why(proposal: Proposal) -> dict[str, str]:
    """The reason without a result: that of a delay tells which share of the past cases kept it."""
    due = proposal.promise.test.due
    if not isinstance(due, After) or proposal.found is not None:
        return {"fr": proposal.why.fr, "en": proposal.why.en}
    return {
        "fr": "Proposée parce que vos fichiers disent quand cela commence et quand c’est fait ; le délai est à vous de le dire.",
        "en": "Proposed because your files tell when it starts and when it is done; how long it may take is yours to say.",
    }


def open_proposals() -> list[ProposedPromise]:
    """What was proposed, can be tested and was not adopted, most cases first."""
    return list(ProposedPromise.objects.filter(adopted_as="", untestable__isnull=True).order_by("position"))


def untestable_proposals() -> list[ProposedPromise]:
    """What documents promise and the facts can't test, in the order of the documents."""
    return list(ProposedPromise.objects.filter(adopted_as="").exclude(untestable__isnull=True).order_by("position"))


def adopt(home: Path, says: Mapping[int, str], lang: Lang, together: Together) -> list[str]:
    """Write the proposed promises (by primary key) in the words given there; their names as they were written.

    The files tell why a promise was proposed, never how it ended. Nothing is overwritten: a name that is taken gets a
    number. Everything is checked before anything is written; `together` takes it back where a later step fails. Raises
    Mistake.
    """
    taken = {declared.value.name for declared in read_ledger(home)}
    texts: dict[str, str] = {}
    with transaction.atomic():
        proposals = ProposedPromise.objects.select_for_update().filter(
            adopted_as="", untestable__isnull=True, pk__in=list(says)
        )
        chosen = list(proposals.order_by("position"))
        for proposal in chosen:
            name = next(
                each
                for each in (proposal.name, *(f"{proposal.name}-{n}" for n in range(2, 999)))
                if each not in taken and not (home / FOLDER / f"{each}.yaml").exists()
            )
            taken.add(name)
            texts[name] = _text(proposal, name, says[proposal.pk], lang)
            check_text(home / FOLDER / f"{name}.yaml", texts[name], Promise)
        for proposal, (name, text) in zip(chosen, texts.items(), strict=True):
            together.change(home / FOLDER / f"{name}.yaml", text, if_seen="")
            proposal.adopted_as = name
            proposal.save(update_fields=["adopted_as"])
    return list(texts)


def _text(proposal: ProposedPromise, name: str, said: str, lang: Lang) -> str:
    from ruamel.yaml import YAML

    words = " ".join(said.split())
    if not words:
        raise Mistake(
            Words(fr="une promesse a besoin de mots", en="a promise needs words"),
            remedy=Words(fr="dites-la comme vos clients l’entendent", en="say it as your clients hear it"),
        )
    written: dict[str, Any] = {"name": name} | {k: v for k, v in proposal.written.items() if k != "name"}
    former = written["says"]
    written["says"] = former if words in former.values() else {lang: words}
    yaml, out = YAML(), io.StringIO()
    yaml.width = 120
    yaml.dump(written, out)
    return f"# {proposal.why[lang]}\n{out.getvalue()}"
