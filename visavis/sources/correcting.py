"""What a person changes in a proposed source before agreeing: a column, a fact left out, a name, the answer to a question."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from visavis.mistakes import Mistake, Words
from visavis.sources.models import ProposedSource
from visavis.sources.showing import column_of

NONE = ""
"""The column of a field that is left out."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One proposal as a person agrees to it. `columns`: per fact (by place), the column of each field shown, NONE to leave it out.

    `text` is the YAML as an expert changed it (None: left alone): it stands for itself, and the rest is not looked at.
    """

    taken: bool = True
    name: str = ""
    day_first: bool | None = None
    facts: frozenset[int] | None = None
    columns: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    text: str | None = None
    instead: bool = False


def corrected(proposal: ProposedSource, correction: Correction, renamed: Mapping[str, str]) -> str:
    """The YAML of `proposal` after `correction`; `renamed` tells the new names of sources that it may refer to.

    Comments stay. Raises Mistake where no fact is left.
    """
    if correction.text is not None:
        return correction.text
    from ruamel.yaml import YAML

    yaml, out = YAML(), io.StringIO()
    yaml.width, yaml.preserve_quotes = 4096, True
    source = yaml.load(proposal.yaml)
    source["name"] = correction.name or proposal.name
    if correction.day_first is not None:
        source.setdefault("read", {})["day_first"] = correction.day_first
    if source.get("kind") == "documents":  # no facts to correct
        yaml.dump(source, out)
        return out.getvalue()
    _keep_facts(source, correction.facts)
    for place, fact in zip(_places(proposal, correction.facts), source["facts"], strict=True):
        for name, column in correction.columns.get(place, {}).items():
            _set(fact, name, column)
        _rename(fact["fields"], renamed)
    yaml.dump(source, out)
    return out.getvalue()


def _places(proposal: ProposedSource, kept: frozenset[int] | None) -> Sequence[int]:
    return [place for place in range(len(proposal.shown["facts"])) if kept is None or place in kept]


def _keep_facts(source: Any, kept: frozenset[int] | None) -> None:
    if kept is None:
        return
    for place in reversed(range(len(source["facts"]))):
        if place not in kept:
            del source["facts"][place]
    if not source["facts"]:
        raise Mistake(
            Words(
                fr=f"il ne reste rien à lire dans la source « {source['name']} »",
                en=f"nothing is left to read in the source “{source['name']}”",
            ),
            remedy=Words(
                fr="gardez au moins une sorte de faits, ou laissez la source entière de côté",
                en="keep at least one kind of facts, or leave the whole source out",
            ),
        )


def _set(fact: Any, name: str, column: str) -> None:
    """Fill a field from another column, the form of the field staying what it is."""
    holder, key = (
        (fact["fields"]["extra"], name.removeprefix("extra.")) if name.startswith("extra.") else (fact["fields"], name)
    )
    former = holder.get(key)
    if column == column_of(former):
        return
    if column == NONE:
        holder.pop(key, None)
    elif isinstance(former, dict):
        stem = next(each for each in ("column", "record", "email", "phone", "key") if each in former)
        former[stem] = column
        for mapped in ("map", "otherwise"):
            former.pop(mapped, None)
    else:
        holder[key] = {"record": column} if key == "client_ref" else column


def _rename(fields: Any, renamed: Mapping[str, str]) -> None:
    for form in fields.values():
        if isinstance(form, dict) and form.get("of") in renamed:
            form["of"] = renamed[form["of"]]
