"""Why records are one client, or two, as the API tells it: how they compare, not what was compared."""

from collections.abc import Mapping
from typing import Any

from visavis.api.identities import ApartOut, DecidedOut, TieOut, WhyOut
from visavis.api.naming import end_of, record_out
from visavis.api.shapes import WeightOut
from visavis.mistakes import Lang
from visavis.running.deciding.refusing import who_is


def why_out(client: str, answer: Mapping[str, Any], lang: Lang) -> WhyOut:
    """What `visavis.clients.reasons.why.why` answered about the client with that id."""
    apart = answer.get("apart")
    of_two = "together" in answer
    ties = (answer.get("path") or []) if of_two else answer["edges"]
    return WhyOut(
        client=client,
        other=next((each for each in answer["clients"] if each != client), client) if of_two else client,
        together=answer["together"] if of_two else True,
        ties=[tie_out(each, lang) for each in ties],
        loose=[] if of_two else [record_out(end_of(name)) for name in answer["apart"]],
        apart=_apart(apart, lang) if of_two and apart else None,
    )


def tie_out(edge: Mapping[str, Any], lang: Lang) -> TieOut:
    """One edge of such an answer."""
    return TieOut(
        one=record_out((edge["source_l"], edge["key_l"])),
        other=record_out((edge["source_r"], edge["key_r"])),
        words=edge["words"][lang],
        weight=edge["weight"],
        probability=edge["probability"],
        rule=edge["rule"],
        evidence=[WeightOut(**part) for part in edge["evidence"]],
        model=edge["model"],
        decided=_decided(edge.get("decision")),
    )


def _apart(apart: Mapping[str, Any], lang: Lang) -> ApartOut:
    tie, foes = apart.get("edge"), apart.get("foes")
    return ApartOut(
        reason=apart["reason"],
        words=apart["words"][lang],
        tie=tie_out(tie, lang) if tie else None,
        foes=tie_out(foes, lang) if foes else None,
        keys=apart.get("keys", []),
        least=apart.get("least"),
        decided=_decided(apart.get("decision")),
    )


def _decided(decision: Mapping[str, Any] | None) -> DecidedOut | None:
    if decision is None:
        return None
    return DecidedOut(
        decision=decision["id"],
        by=who_is(decision["actor"]),
        reason=decision["reason"],
        decided_at=decision["decided_at"],
    )
