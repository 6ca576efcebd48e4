"""Every form of the verbs that promise: which verb, which act, which tense."""

from collections.abc import Iterator
from enum import Enum
from functools import cache

from visavis.engine.reading.committing.acts import ENGLISH, FRENCH, IRREGULAR_ENGLISH, IRREGULAR_FRENCH, Act


class Form(Enum):
    """As what a word stands: the first person is ours, the third may be, the second is the client."""

    FUTURE_FIRST = 1
    FUTURE_THIRD = 2
    FUTURE_SECOND = 3
    PRESENT = 4
    PLAIN = 5
    DONE = 6
    DOING = 7


Verb = tuple[str, Act]


@cache
def french_forms() -> dict[str, dict[Form, Verb]]:
    """By word: what it may be."""
    known: dict[str, dict[Form, Verb]] = {}
    for act, listed in FRENCH.items():
        for verb in listed.split():
            for form, word in _french(verb):
                known.setdefault(word, {}).setdefault(form, (verb, act))
    return known


@cache
def english_forms() -> dict[str, dict[Form, Verb]]:
    """By word: what it may be."""
    known: dict[str, dict[Form, Verb]] = {}
    for act, listed in ENGLISH.items():
        for verb in listed.split():
            for form, word in _english(verb):
                known.setdefault(word, {}).setdefault(form, (verb, act))
    return known


def _french(verb: str) -> Iterator[tuple[Form, str]]:
    yield Form.PLAIN, verb
    if verb in IRREGULAR_FRENCH:
        future, participle, present = IRREGULAR_FRENCH[verb]
        presents = present.split()
    elif verb.endswith("er"):
        stem = verb[:-2]
        future, participle = verb, f"{stem}é"
        soft = f"{stem[:-1]}ç" if stem.endswith("c") else f"{stem}e" if stem.endswith("g") else stem
        presents = [f"{_grave(stem)}e", f"{soft}ons", f"{_grave(stem)}ent"]
    else:  # like `finir`
        stem = verb[:-2]
        future, participle, presents = verb, f"{stem}i", [f"{stem}is", f"{stem}it", f"{stem}issons", f"{stem}issent"]
    for ending, form in (("ai", Form.FUTURE_FIRST), ("ons", Form.FUTURE_FIRST), ("a", Form.FUTURE_THIRD), ("ont", Form.FUTURE_THIRD), ("ez", Form.FUTURE_SECOND)):  # fmt: skip
        yield form, future + ending
        if _grave(verb[:-2]) != verb[:-2] and verb.endswith("er"):
            yield form, f"{_grave(verb[:-2])}er{ending}"
    for ending in ("", "e", "s", "es"):
        yield Form.DONE, participle + (ending if not (ending == "s" and participle.endswith("s")) else "")
    for present in presents:
        yield Form.PRESENT, present


def _grave(stem: str) -> str:
    """`règl` of `régl`, `procèd` of `procéd`: before a silent syllable."""
    head, accent, tail = stem.rpartition("é")
    plain = accent and tail and not any(letter in "aeiouyèêàâîô" for letter in tail)
    return f"{head}è{tail}" if plain else stem


def _english(verb: str) -> Iterator[tuple[Form, str]]:
    yield Form.PLAIN, verb
    silent = verb.endswith("e") and not verb.endswith("ee")
    doubled = {"get": "getting", "set": "setting", "ship": "shipping", "put": "putting", "drop": "dropping", "submit": "submitting", "run": "running", "begin": "beginning", "let": "letting", "cancel": "cancelling", "transfer": "transferring", "flag": "flagging", "reset": "resetting", "dig": "digging", "fit": "fitting", "swap": "swapping"}  # fmt: skip
    yield Form.DOING, doubled.get(verb) or (verb[:-1] if silent else verb) + "ing"
    done = IRREGULAR_ENGLISH.get(verb) or (verb + "d" if verb.endswith("e") else verb + "ed")
    yield Form.DONE, done
    if verb == "cancel":
        yield Form.DONE, "canceled"
    yield Form.PRESENT, verb + ("es" if verb.endswith(("ch", "sh", "ss", "o", "x")) else "s")
