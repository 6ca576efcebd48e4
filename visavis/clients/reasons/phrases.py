"""What speaks for and against two records being one client, in a sentence: « même prénom rare, même e-mail, adresse différente »."""

from collections.abc import Iterable, Mapping
from typing import Any

from visavis.clients.reasons.words import COMPARISONS, LEVELS, RULES
from visavis.mistakes import Words

Part = Mapping[str, Any]
"""One comparison of an edge's evidence: comparison, level, bits, rarity."""

PHRASES: dict[tuple[str, str], Words] = {
    ("given", "same"): Words("même prénom{rare}", "same{rare} given name"),
    ("given", "swapped"): Words("prénom et nom intervertis", "given and family name swapped"),
    ("given", "nickname"): Words("diminutif du prénom", "short form of the given name"),
    ("given", "initial"): Words("même initiale du prénom", "same initial of the given name"),
    ("given", "part"): Words("une partie du prénom", "one part of the given name"),
    ("given", "near"): Words("prénom presque identique", "nearly the same given name"),
    ("given", "two names, same family"): Words(
        "deux prénoms d’usage sous le même nom", "two given names in use under one family name"
    ),
    ("given", "two names, two families"): Words(
        "autre prénom et autre nom", "another given name and another family name"
    ),
    ("given", "two names, two families, same birth"): Words(
        "autre prénom et autre nom, mais même naissance",
        "another given name and another family name, but the same birth date",
    ),
    ("given", "different, same family"): Words("autre prénom sous le même nom", "other given name, same family name"),
    ("given", "different, same family and birth"): Words(
        "autre prénom, mais même nom et même naissance", "other given name, but same family name and birth date"
    ),
    ("given", "different"): Words("prénom différent", "different given name"),
    ("household", "same name and street"): Words("mêmes nom et rue", "same family name and street"),
    ("household", "same name and postcode"): Words("mêmes nom et code postal", "same family name and postcode"),
    ("household", "near name, same street"): Words(
        "nom presque identique dans la même rue", "nearly the same family name in the same street"
    ),
    ("household", "near name, same postcode"): Words(
        "nom presque identique sous le même code postal", "nearly the same family name in the same postcode"
    ),
    ("household", "same name, moved"): Words(
        "même nom{rare} à une adresse différente", "same{rare} family name at another address"
    ),
    ("household", "near name, moved"): Words(
        "nom presque identique à une adresse différente", "nearly the same family name at another address"
    ),
    ("household", "different name, same street"): Words(
        "nom différent dans la même rue", "different family name in the same street"
    ),
    ("household", "different name, same postcode"): Words(
        "nom différent sous le même code postal", "different family name in the same postcode"
    ),
    ("household", "different"): Words("nom et adresse différents", "different family name and address"),
    ("family", "same"): Words("même nom de famille{rare}", "same{rare} family name"),
    ("family", "near"): Words("nom de famille presque identique", "nearly the same family name"),
    ("family", "different"): Words("nom de famille différent", "different family name"),
    ("place", "same street"): Words("même rue", "same street"),
    ("place", "same postcode"): Words("même code postal", "same postcode"),
    ("place", "moved"): Words("adresse différente", "different address"),
    ("email", "same"): Words("même e-mail", "same e-mail"),
    ("email", "near"): Words("e-mail presque identique", "nearly the same e-mail"),
    ("email", "different"): Words("e-mail différent", "different e-mail"),
    ("phone", "same"): Words("même téléphone", "same phone"),
    ("phone", "near"): Words("téléphone presque identique", "nearly the same phone"),
    ("phone", "different"): Words("téléphone différent", "different phone"),
    ("birth_date", "same"): Words("même date de naissance", "same date of birth"),
    ("birth_date", "near"): Words("date de naissance presque identique", "nearly the same date of birth"),
    ("birth_date", "different"): Words("date de naissance différente", "different date of birth"),
    ("company", "same"): Words("même entreprise", "same company"),
    ("company", "near"): Words("entreprise presque identique", "nearly the same company"),
    ("company", "different"): Words("entreprise différente", "different company"),
    ("siren", "same"): Words("même SIREN", "same SIREN"),
    ("siren", "different"): Words("SIREN différent", "different SIREN"),
}
"""Comparison and level → the phrase; {rare} is where it is said that the value is rare or frequent."""

REMARKABLE = 0.5
"""Bits from which on it is said that a value is rare, or frequent."""


def bits_of(part: Part) -> float:
    """What a comparison weighs, the rarity of the value included."""
    return float(part["bits"]) + float(part["rarity"])


def phrase(part: Part, value: str = "") -> Words:
    """One comparison; `value` is what was compared, where whoever reads it may know."""
    known = PHRASES.get((part["comparison"], part["level"])) or _named(part)
    rarity = _rarity(float(part["rarity"]))
    fr, en = (_qualified(words, rare) for words, rare in ((known.fr, rarity.fr), (known.en, rarity.en)))
    return Words(f"{fr} ({value})", f"{en} ({value})") if value else Words(fr, en)


def _rarity(bits: float) -> Words:
    if abs(bits) < REMARKABLE:
        return Words("", "")
    return Words(" rare", " rare") if bits > 0 else Words(" fréquent", " frequent")


def _qualified(words: str, rarity: str) -> str:
    return words.replace("{rare}", rarity) if "{rare}" in words else f"{words}{rarity}"


def _named(part: Part) -> Words:
    name = COMPARISONS.get(part["comparison"], Words(part["comparison"], part["comparison"]))
    level = LEVELS.get(part["level"], Words(part["level"], part["level"]))
    return Words(f"{name.fr} : {level.fr}", f"{name.en}: {level.en}") if level.fr else name


def compared(evidence: Iterable[Part]) -> list[Part]:
    """What was compared: strongest for it first, strongest against it last; the prior left out."""
    return sorted((part for part in evidence if part["comparison"] != "prior"), key=bits_of, reverse=True)


def edge_told(edge: Mapping[str, Any], values: Mapping[str, str] | None = None) -> Words:
    """An edge in a sentence without capital and full stop; `values`: comparison → what was compared."""
    known = values or {}
    if edge["weight"] is None:
        return _certain(edge)
    parts = [phrase(part, known.get(part["comparison"], "")) for part in compared(edge["evidence"])]
    if not parts:
        return RULES.get(edge["rule"], Words(edge["rule"], edge["rule"]))
    return Words(", ".join(each.fr for each in parts), ", ".join(each.en for each in parts))


def _certain(edge: Mapping[str, Any]) -> Words:
    rule = RULES.get(edge["rule"], Words(edge["rule"], edge["rule"]))
    if decision := edge.get("decision"):
        return Words(f"{rule.fr} : « {decision['reason']} »", f"{rule.en}: “{decision['reason']}”")
    return rule
