"""Promises proposed from what the facts can test, each tried on past data, so that nobody starts from an empty page."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from visavis.engine.holding.promise import Promise
from visavis.engine.lake import write_atomically
from visavis.mistakes import Lang, Words
from visavis.promises.candidates import candidates, free_name
from visavis.promises.documents import Found, found_in_documents
from visavis.promises.ledger import FOLDER, read_ledger
from visavis.promises.testable import test_of
from visavis.promises.trial import PastData, Trial, past_data


@dataclass(frozen=True, slots=True)
class Proposal:
    """A promise that the facts can test, why, and what it would have shown."""

    promise: Promise
    written: dict[str, Any]
    why: Words
    trial: Trial
    found: Found | None = None

    def yaml(self, lang: Lang) -> str:
        """The promise as a file to keep, with the reason and the effect on past data in comments."""
        from ruamel.yaml import YAML

        yaml, out = YAML(), io.StringIO()
        yaml.width = 120
        yaml.dump(self.written, out)
        rate = self.trial.rate
        effect = Words(
            fr=f"Sur les données passées: {self.trial.cases} cas, {rate.kept} tenus, {rate.missed} manqués.",
            en=f"On past data: {self.trial.cases} cases, {rate.kept} kept, {rate.missed} missed.",
        )
        return f"# {self.why.say(lang)}\n# {effect.say(lang)}\n{out.getvalue()}"


@dataclass(frozen=True, slots=True)
class Untestable:
    """A promise that a document makes and that the facts can't test, and why not."""

    found: Found
    because: Words


@dataclass(frozen=True, slots=True)
class Offer:
    """All that can be proposed: what the facts can test, most cases first, and what documents promise beside it."""

    proposals: list[Proposal]
    untestable: list[Untestable]


def offer(home: Path, country: str | None = None) -> Offer:
    """Promises that the facts of the last run can test, and those that documents make.

    Where a document promises what the facts can test, it is proposed in the document's words. `country` (ISO 3166) gives
    the public holidays that working days leave out. Raises Mistake before the first run.
    """
    with past_data(home) as past:
        names: set[str] = set()
        proposals, untestable = _from_documents(home, past, country, names)
        told = [each.promise.test for each in proposals]
        for number, (written, why) in enumerate(candidates(past, names), start=len(proposals) + 1):
            promise = Promise.model_validate(written)
            if promise.test not in told:
                proposals.append(Proposal(promise, written, why, past.try_promise(promise, number)))
    return Offer(sorted(proposals, key=lambda each: (-each.trial.cases, each.promise.name)), untestable)


def propose(home: Path, country: str | None = None) -> list[Proposal]:
    """What `offer` proposes and the facts can test."""
    return offer(home, country).proposals


def _from_documents(
    home: Path, past: PastData, country: str | None, names: set[str]
) -> tuple[list[Proposal], list[Untestable]]:
    tests: list[tuple[dict[str, Any], Words, list[Found]]] = []
    untestable = []
    for found in found_in_documents(home):
        told = test_of(found, past, country)
        if isinstance(told, Words):
            untestable.append(Untestable(found, told))
            continue
        test, granted = told
        same = next((each for each in tests if each[0] == test), None)
        if same is None:
            tests.append((test, granted, [found]))
        else:
            same[2].append(found)
    proposals = []
    for number, (test, granted, places) in enumerate(tests, start=1):
        written = _written(places[0], test, names)
        promise = Promise.model_validate(written)
        trial = past.try_promise(promise, number)
        proposals.append(Proposal(promise, written, _read_in(places, granted), trial, places[0]))
    return proposals, untestable


def _written(found: Found, test: dict[str, Any], names: set[str]) -> dict[str, Any]:
    commitment = found.commitment
    within = commitment.deadline.within if commitment.deadline else None
    name = f"{commitment.about}-within-{within}" if within else f"{commitment.about}-on-the-day"
    says = {commitment.language: commitment.sentence}
    return {"name": free_name(name, names), "says": says, "audience": "public", "test": test}


def _read_in(places: list[Found], granted: Words) -> Words:
    """Where the promise stands, and other places that promise what the same test tells of."""
    others = [f"{each.place.fr}: {each.commitment.sentence}" for each in places[1:]]
    also_fr = f" Aussi dans {' ; '.join(others)}" if others else ""
    also_en = f" Also in {'; '.join(others)}" if others else ""
    return Words(
        fr=f"Lue dans {places[0].place.fr} ; {granted.fr}.{also_fr}",
        en=f"Read in {places[0].place.en}; {granted.en}.{also_en}",
    )


def write_proposals(home: Path, proposals: list[Proposal], lang: Lang) -> list[Path]:
    """Write each proposal to `HOME/promises/NAME.yaml`, but for names that the ledger has already; the files written."""
    taken = {declared.value.name for declared in read_ledger(home)}
    written = []
    for proposal in proposals:
        file = home / FOLDER / f"{proposal.promise.name}.yaml"
        if proposal.promise.name not in taken and not file.exists():
            write_atomically(file, proposal.yaml(lang))
            written.append(file)
    return written
