"""Promises proposed from what the facts can test, each tried on past data, so that nobody starts from an empty page."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from visavis.engine.holding.promise import Promise
from visavis.engine.lake import write_atomically
from visavis.mistakes import Lang, Words
from visavis.promises.candidates import candidates
from visavis.promises.ledger import FOLDER, read_ledger
from visavis.promises.trial import Trial, past_data


@dataclass(frozen=True, slots=True)
class Proposal:
    """A promise that the facts can test, why, and what it would have shown."""

    promise: Promise
    written: dict[str, Any]
    why: Words
    trial: Trial

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


def propose(home: Path) -> list[Proposal]:
    """Promises that the facts of the last run can test, most cases first; raises Mistake before the first run."""
    with past_data(home) as past:
        proposals = []
        for number, (written, why) in enumerate(candidates(past), start=1):
            promise = Promise.model_validate(written)
            proposals.append(Proposal(promise, written, why, past.try_promise(promise, number)))
    return sorted(proposals, key=lambda proposal: (-proposal.trial.cases, proposal.promise.name))


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
