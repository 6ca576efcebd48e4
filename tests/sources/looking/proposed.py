"""What tests compare of a proposal: the mapping as plain values, without reasons."""

from pathlib import Path
from typing import Any

from visavis.sources.looking.adding import check_text, look_at
from visavis.sources.looking.proposal import Fact, Proposal
from visavis.sources.looking.yaml import write_yaml


def propose_from(folder: Path, text: str, *, name: str = "file.csv", encoding: str = "utf-8", **asked: Any) -> Proposal:
    """The one proposal for a file with this text; its YAML is checked in both languages."""
    file = folder / name
    file.write_bytes(text.encode(encoding))
    (proposal,) = look_at([file], folder, **asked)
    check_text(write_yaml(proposal, "fr"))
    check_text(write_yaml(proposal, "en"))
    return proposal


def mapping(proposal: Proposal, place: int = 0) -> dict[str, Any]:
    """The fact at `place` as it stands in YAML, types and instruments left out (they are names to one's liking)."""
    fact = proposal.facts[place]
    told: dict[str, Any] = {"table": fact.table, "key": fact.key.value}
    for option in ("where", "fold", "version_by"):
        part = getattr(fact, option)
        if part is not None:
            told[option] = part.value
    told |= {name: part.value for name, part in fact.fields.items() if name not in ("type", "instrument")}
    return told


def extra(fact: Fact) -> dict[str, Any]:
    """The extra fields of a fact."""
    return {name: part.value for name, part in fact.extra.items()}


def read(proposal: Proposal) -> dict[str, Any]:
    """The reading options."""
    return {name: part.value for name, part in proposal.read.items()}
