"""Promises in English sentences: `will`, `shall`, `going to` and their kin, by whom and to do what."""

import re
from collections.abc import Callable, Sequence

from visavis.engine.reading.committing.acts import Act
from visavis.engine.reading.committing.english_acts import act_in, act_of
from visavis.engine.reading.committing.english_words import (
    ANSWERS,
    ASKED,
    ASKS_FIRST,
    BARE,
    CASE,
    CONDITIONS,
    CUE,
    DEED,
    DONE_BY_PERSONS,
    FORMULAS,
    GIVES,
    GOES,
    INVITES,
    LEADS,
    LOOKS,
    NEEDS,
    NEVER,
    NOT_DONE_FOR_YOU,
    NOT_OURS,
    OUR_WORDS,
    PLANNED,
    PROGRESSIVE,
    RECEIVES,
    REPORTED,
    SOFT,
    SOFT_STANDS,
    SOON,
    STANDS,
    STRONG_OBJECT,
    TELLS_WHEN,
    THINGS,
    THINGS_THAT_GO,
    TOGETHER,
    VAGUE,
    WEAK,
    WILL,
    WORD,
)
from visavis.engine.reading.committing.forms import Form, english_forms
from visavis.engine.reading.committing.told import Hit
from visavis.vocabulary import CommitmentKind

HasDue = Callable[[], bool]
Words = Sequence[tuple[str, int]]


def promised_in(said: str, has_due: HasDue) -> Hit | None:
    """What the plain sentence promises; `has_due` tells whether it sets a limit of time."""
    if not CUE.search(said):
        return None
    bare = FORMULAS.sub(lambda found: "," + " " * (len(found[0]) - 1), said)
    words = [(found[0], found.start()) for found in WORD.finditer(bare)]
    hit = (
        _verb(bare, words, has_due) or _standing(bare, has_due) or _softly(bare, has_due) or _deed(bare, words, has_due)
    )
    if hit is None:
        return None
    asked = ASKS_FIRST.search(said)
    if (asked and asked.end() <= hit.place + 6) or (TOGETHER.search(bare) and not ANSWERS.search(bare)):
        return None
    reported = REPORTED.search(bare)
    if reported is not None and reported.end() <= hit.place + 1 and not re.search(r"[,;:]\s*(?:so |and |but )?(?:i|we|our|an?)\b", bare[reported.end() : hit.place + 1]):  # fmt: skip
        return None
    invited = INVITES.search(bare)
    if (
        invited
        and not GIVES.search(bare)
        and not TELLS_WHEN.search(bare)
        and not _about_the_case(bare, invited.start())
    ):
        before = invited.start() > hit.place and (has_due() or re.search(r"[,;]", bare[hit.place : invited.start()]))
        if not before:
            return None
    return _weighed(said, bare, hit, has_due)


def _about_the_case(bare: str, start: int) -> bool:
    """`if the fault comes back`, `if this does not work`: what happens, not what the client wishes."""
    return bool(CASE.match(bare[start:]))


def _weighed(said: str, bare: str, hit: Hit, has_due: HasDue) -> Hit:
    near = bare[max(0, hit.place - 24) :]
    looks = LOOKS.search(bare) and not ANSWERS.search(bare) and not has_due()
    if hit.kind is CommitmentKind.SOFT or SOFT.search(near) or looks:
        kind = CommitmentKind.SOFT
    elif _conditional(said, bare, hit):
        kind = CommitmentKind.CONDITIONAL
    else:
        kind = CommitmentKind.FIRM if has_due() else CommitmentKind.VAGUE
    return Hit(hit.act, kind, hit.place)


def _conditional(said: str, bare: str, hit: Hit) -> bool:
    without = SOON.sub(lambda found: " " * len(found[0]), bare)
    hung = CONDITIONS.search(without)
    return bool(hung and not re.match(r"(?:when|after|until|once|as soon as) (?:tomorrow|lunch|noon|\d|mon|tue|wed|thu|fri|sat|sun|friday|i get a)", without[hung.start() :]))  # fmt: skip


def _verb(bare: str, words: Words, has_due: HasDue) -> Hit | None:
    for place, (word, start) in enumerate(words):
        if word in WILL:
            hit = _after_will(bare, words, place, place + 1, has_due)
        elif word == "going" and place + 1 < len(words) and words[place + 1][0] == "to" and place and words[place - 1][0] in ("am", "are", "is", "'m", "'re", "'s"):  # fmt: skip
            hit = _after_will(bare, words, place - 1, place + 2, has_due)
        elif (
            word in PROGRESSIVE
            and not {"won't", "not", "isn't", "aren't", "never", "can't"}
            & {each for each, _ in words[max(0, place - 4) : place]}
            and not re.match(r"calling (?:on|for|about|to)", bare[start:])
            and place
            and words[place - 1][0] in ("am", "'m", "are", "'re", "is", "'s", "be")
            and has_due()
            and _starts_now(bare, words, place)
        ):
            hit = Hit(
                act_in(english_forms()[word][Form.DOING][1], bare) if word in english_forms() else Act.HANDLE,
                None,
                start,
            )
        elif word == "being" and has_due() and place and words[place - 1][0] in ("is", "are", "'s"):
            hit = _participle(words, place + 1, start)
        else:
            continue
        if hit is not None:
            return hit
    return None


def _starts_now(bare: str, words: Words, place: int) -> bool:
    subject = [word for word, _ in words[max(0, place - 6) : place - 1]]
    return not NOT_OURS & set(subject) and not {"you", "they"} & set(subject[-1:]) and bool({"i", "we"} & set(subject) or OUR_WORDS.search(" ".join(subject)) or STRONG_OBJECT.search(bare[words[place][1] :]) or THINGS.search(" ".join(subject)))  # fmt: skip


def _after_will(bare: str, words: Words, will: int, place: int, has_due: HasDue) -> Hit | None:
    start = words[will][1]
    subject = _subject(words, will)
    if subject is None:
        return None
    while place < len(words) and (
        words[place][0] in LEADS or (words[place][0].endswith("ly") and words[place][0] not in english_forms())
    ):
        if words[place][0] == "have" and not re.match(
            r"have (?!to\b)(?:someone|somebody|it|this|that|the|your|someone|somebody|a|an|our|my|[a-z]+ (?:call|send|contact|get|check|look))\b",
            bare[words[place][1] :],
        ):
            return None
        if words[place][0] == "have":
            return _has(bare, words, place, start, subject)
        if words[place][0] == "try":
            return Hit(Act.HANDLE, CommitmentKind.SOFT, start)
        place += 1
    if place >= len(words):
        return None
    word, at = words[place]
    if word in ("not", "never", "n't", "no", "need", "only"):
        return None
    if subject and subject[-1] == "you":
        if RECEIVES.match(bare[at:]):
            return Hit(act_of(bare[at:], Act.SEND), None, start)
        return _participle(words, place + 1, start) if word == "be" else None
    if word == "be":
        return _will_be(bare, words, place, start, subject, has_due)
    forms = english_forms().get(word)
    if forms is None or Form.PLAIN not in forms:
        if (
            subject
            and subject[-1] in ("i", "we")
            and word not in NEVER
            and words[will][0] in WILL
            and (has_due() or STRONG_OBJECT.search(bare[at:]))
        ):
            return Hit(Act.HANDLE, None, start)
        return None
    verb, act = forms[Form.PLAIN]
    rest = bare[at:]
    if verb in NEEDS and not NEEDS[verb].search(rest):
        return None
    if not _bound(bare, subject, verb, rest, has_due):
        return None
    return Hit(act_in(act, rest), None, start)


def _bound(bare: str, subject: list[str], verb: str, rest: str, has_due: HasDue) -> bool:
    last = subject[-1] if subject else ""
    if last in ("i", "we") or (not subject and verb in BARE):
        return True
    if set(subject) & NOT_OURS:
        return False
    joined = " ".join(subject)
    if OUR_WORDS.search(joined):
        return True
    person = last in ("he", "she", "they") or (len(subject) == 1 and last.isalpha() and last not in ("it", "this", "that", "there", "everything", "which") and not THINGS.search(last))  # fmt: skip
    if person and verb in DONE_BY_PERSONS:
        return True
    if last in ("it", "this", "that", "they", "he", "she") or subject:
        if last in ("it", "this", "that") or THINGS.search(joined):
            return verb in ("arrive", "ship", "leave", "reach", "follow", "go") and (
                has_due() or last in THINGS_THAT_GO
            )
        return verb not in WEAK - {"visit", "ring", "return", "come", "give", "process", "handle", "schedule", "install", "send"} and bool(STRONG_OBJECT.search(rest) or has_due())  # fmt: skip
    return False


def _has(bare: str, words: Words, place: int, start: int, subject: list[str]) -> Hit | None:
    """`have it repaired`, `have somebody call you`; `you will have our quote`."""
    if subject and subject[-1] == "you":
        return Hit(act_of(bare[start:], Act.SEND), None, start)
    if subject and (subject[-1] in ("i", "we") or OUR_WORDS.search(" ".join(subject))):
        for word, _ in words[place + 1 : place + 7]:
            forms = english_forms().get(word)
            if forms and (Form.DONE in forms or Form.PLAIN in forms):
                return Hit(next(iter(forms.values()))[1], None, start)
        if re.match(r"have (?:someone|somebody|an engineer|a technician|our \w+|one of)\b", bare[words[place][1] :]):
            return Hit(Act.VISIT, None, start)
        if re.match(
            r"have (?:it|this|that|the|your|an?) (?:\w+ )?(?:ready|answer|report|quote|draft|update|response|available|done|on)",
            bare[words[place][1] :],
        ):
            return Hit(act_of(bare[start:], Act.HANDLE), None, start)
    return None


def _will_be(bare: str, words: Words, place: int, start: int, subject: list[str], has_due: HasDue) -> Hit | None:
    rest = bare[words[place][1] :]
    if re.match(
        r"be (?:back )?(?:round\b|over\b|on site|at your|in touch|in contact|back (?:to|with) you|with you)", rest
    ):
        return Hit(Act.REPLY, None, start)
    following = words[place + 1][0] if place + 1 < len(words) else ""
    forms = english_forms().get(following, {})
    if Form.DOING in forms and ((subject[-1:] and subject[-1] in ("i", "we")) or OUR_WORDS.search(" ".join(subject))):
        verb, act = forms[Form.DOING]
        if verb in NEEDS and not NEEDS[verb].search(re.sub(r"\b" + following, verb, rest, count=1)):
            return None
        return Hit(act_in(act, rest), None, start)
    back = re.match(r"be (?:\w+ )?(?:returned|refunded|reimbursed|credited)\b", rest)
    if set(subject) & NOT_OURS and not back and not {"refund", "transfer"} & set(subject):
        return None
    if subject and subject[-1] in ("i", "we", "he", "she"):
        return None
    hit = _participle(words, place + 1, start)
    if hit is not None and (
        hit.act not in (Act.HANDLE, Act.VISIT, Act.INFORM)
        or has_due()
        or VAGUE.search(bare)
        or THINGS.search(" ".join(subject))
        or OUR_WORDS.search(" ".join(subject))
    ):
        return hit
    if has_due() and re.match(r"be (?:\w+ )?(?:ready|resolved|back (?:up|online|in service)|available|on its way|in the post|with you|done|out (?:to|for))\b", rest) and not {"i", "we"} & set(subject[-1:]):  # fmt: skip
        return Hit(act_of(" ".join(subject), Act.DELIVER), None, start)
    return None


def _participle(words: Words, place: int, start: int) -> Hit | None:
    for word, _ in words[place : place + 3]:
        forms = english_forms().get(word)
        if forms and Form.DONE in forms and word not in NOT_DONE_FOR_YOU:
            return Hit(forms[Form.DONE][1], None, start)
        if word in ("kept",):
            return Hit(Act.INFORM, None, start)
        if not word.endswith("ly") and word not in ("fully", "then", "also", "duly", "be", "being", "soon"):
            return None
    return None


def _subject(words: Words, will: int) -> list[str] | None:
    """The words before `will` back to where its clause begins; None where it asks, or where what it says hangs on a relative."""
    found: list[str] = []
    for place in range(will - 1, max(-1, will - 9), -1):
        word = words[place][0]
        if word in (
            ",",
            ";",
            ":",
            ".",
            "!",
            "?",
            "(",
            ")",
            "and",
            "but",
            "so",
            "then",
            "because",
            "although",
            "though",
            "while",
            "if",
            "when",
            "once",
            "since",
        ):
            break
        if (
            word == "who"
            and place
            and re.match(r"\w+", words[place - 1][0] if words[place - 1][0] != "," else "x")
            and "you" in [each for each, _ in words[will + 2 : will + 4]]
        ):
            return ["someone"]
        if word in ("who", "which", "what", "whoever", "why", "how", "where"):
            return None
        if word == "that" and found:
            break
        found.insert(0, word)
        if word in ("i", "we", "you") and len(found) == 1:
            led = [each for each, _ in words[max(0, place - 3) : place]]
            if (led[-1:] and led[-1] in ASKED) or (word == "you" and {"ensure", "sure"} & set(led)):
                return None
            break
        if (
            word in ("i", "we", "you")
            and found[1:]
            and all(
                each in ("both", "all", "also", "then", "just", "personally", "certainly", "myself", "ourselves")
                for each in found[1:]
            )
        ):
            return [word]
    if not found and will > 0 and words[will - 1][0] in ("and", "then", "but", "so"):
        return [_first_person_before(words, will)] if _first_person_before(words, will) else None
    if not found and will == 0:
        following = words[1][0] if len(words) > 1 else ""
        return (
            None
            if following
            in ("you", "it", "the", "there", "we", "i", "they", "he", "she", "this", "that", "your", "someone")
            else []
        )
    return found


def _first_person_before(words: Words, will: int) -> str:
    return next((word for word, _ in reversed(words[:will]) if word in ("i", "we")), "")


def _standing(bare: str, has_due: HasDue) -> Hit | None:
    found = STANDS.search(bare)
    if found is None or re.search(
        r"\b(?:can't|cannot|not|don't|never|won't)\b", bare[max(0, found.start() - 20) : found.end() + 4]
    ):
        return None
    words = found[0]
    if "expect" in words and not has_due() and not VAGUE.search(bare):
        return None
    if re.search(r"working on|rest assured", words) and (
        re.search(r"\byou(?:'re| are)? working", bare) or ("assured" in words and not has_due())
    ):
        return None
    vague = bool(
        re.search(
            r"doing (?:everything|all)|working (?:hard |round the clock )?to|working on|on it|with (?:me|us)", words
        )
    )
    return Hit(act_of(bare[found.start() :], Act.HANDLE), CommitmentKind.VAGUE if vague else None, found.start())


def _softly(bare: str, has_due: HasDue) -> Hit | None:
    found = SOFT_STANDS.search(bare)
    if found is None or re.search(r"\b(?:like|love|hope (?:you|this|that|it)|appreciate)\b", found[0]):
        return None
    verb = next((each for each in found.groups() if each), "")
    if re.match(r"(?:i|we) (?:try|attempt)\b", found[0]) or ("trying" in found[0] and not has_due()):
        return None
    forms = english_forms().get(verb, {})
    if verb and not forms and verb not in ("delivered", "with", "receive", "reach"):
        return None
    return Hit(next(iter(forms.values()))[1] if forms else act_of(bare, Act.CHECK), CommitmentKind.SOFT, found.start())


def _deed(bare: str, words: Words, has_due: HasDue) -> Hit | None:
    """`reply by tomorrow`, `it goes out tomorrow`, `the visit is booked for Monday`: no future, a limit of time."""
    planned = PLANNED.search(bare) or GOES.search(bare)
    if (
        planned
        and has_due()
        and not re.search(r"\b(?:was|were|had|not|n't|meeting|call with|trip|flight|party)\b", bare)
    ):
        return Hit(act_of(bare, Act.VISIT if "for" in planned[0] else Act.DELIVER), None, planned.start())
    if (
        len(words) > 10
        or not DEED.search(bare)
        or not has_due()
        or "please" in bare
        or re.search(r"\b(?:is|was|has|have|to|me|us|for)\b", bare)
    ):
        return None
    return Hit(act_of(bare, Act.REPLY), None, 0)
