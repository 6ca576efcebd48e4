"""Why two records are not one client, in a sentence."""

from collections.abc import Mapping
from typing import Any

from visavis.clients.reasons.phrases import edge_told
from visavis.clients.reasons.words import RULES
from visavis.mistakes import Words


def refused(apart: Mapping[str, Any], values: Mapping[str, str] | None = None) -> Words:
    """What `visavis.clients.reasons.between.between` says under `apart`; `values` as in `edge_told`, for the edge that it tells."""
    edge = apart.get("edge")
    told = edge_told(edge, values) if edge else Words("", "")
    match apart["reason"]:
        case "decided":
            reason = apart["decision"]["reason"]
            return Words(f"un collègue en a décidé ainsi : « {reason} »", f"a colleague decided so: “{reason}”")
        case "cut":
            foes = edge_told(apart["foes"]) if apart["foes"] else Words("?", "?")
            return Words(
                f"un rapprochement existe ({told.fr}), mais des fiches de l’un et de l’autre s’opposent : {foes.fr}",
                f"there is a link ({told.en}), but records of the one and the other are opposed: {foes.en}",
            )
        case "weak":
            return Words(
                f"ce qui les rapproche ne suffit pas : {told.fr}", f"what brings them together is not enough: {told.en}"
            )
        case "unlike":
            return Words(
                f"elles ont été comparées, et trop les oppose : {told.fr}",
                f"they were compared, and too much speaks against it: {told.en}",
            )
        case "crowded":
            names = [RULES.get(name, Words(name, name)) for name in apart["keys"]]
            fr, en = ", ".join(each.fr for each in names), ", ".join(each.en for each in names)
            return Words(
                f"jamais comparées : ce qu’elles partagent ({fr}) est commun à trop de fiches pour désigner quelqu’un",
                f"never compared: what they share ({en}) is common to too many records to tell anybody",
            )
        case "never compared":
            return Words(
                "jamais comparées : rien de ce qui sert de clé (e-mail, téléphone, nom et lieu…) ne leur est commun",
                "never compared: nothing that serves as a key (e-mail, phone, name and place…) is common to them",
            )
    return Words(
        "le dernier calcul ne connaît pas l’une de ces fiches : rien n’est dit de qui elle décrit",
        "the last run does not know one of these records: nothing is told of whom it describes",
    )
