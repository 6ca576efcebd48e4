"""Promises in French sentences. The ending of a verb tells whose it is: `-rai`, `-rons` ours, `-ra`, `-ront` somebody’s, `-rez` the client’s."""

import re
from collections.abc import Callable, Sequence

from visavis.engine.reading.committing.acts import Act
from visavis.engine.reading.committing.forms import Form, french_forms
from visavis.engine.reading.committing.french_clauses import (
    clause_start,
    is_elliptic,
    is_negated,
    is_ours,
    pronouns_before,
)
from visavis.engine.reading.committing.french_words import (
    A_NOUN_FOLLOWS,
    ACTS_OF_DEED,
    ALREADY,
    ANSWERS,
    ASKS_FIRST,
    CONDITIONS,
    CUE,
    DEED,
    DELIVERED,
    FORMULAS,
    GENERIC_FIRST,
    GIVES,
    HAVES,
    INVITES,
    LOOKS,
    NEVER_FIRST,
    NEVER_GENERIC,
    NOT_OURS,
    NOW_FOR_YOU,
    OUR_PEOPLE,
    OUR_THINGS,
    PLANNED,
    PLANNED_DEED,
    RECEIVES,
    REPORTED,
    SKIPPED,
    SOFT,
    SOFTLY,
    SOON,
    SPARES,
    STANDS,
    TO_YOU,
    TOGETHER,
    TRAILING,
    VAGUE,
    VAGUE_STANDS,
    WEAKLY_DONE,
    WORD,
)
from visavis.engine.reading.committing.told import Hit
from visavis.vocabulary import CommitmentKind

HasDue = Callable[[], bool]


def promised_in(said: str, has_due: HasDue) -> Hit | None:
    """What the plain sentence promises; `has_due` tells whether it sets a limit of time."""
    if not CUE.search(said):
        return None
    bare = FORMULAS.sub(lambda found: "," + " " * (len(found[0]) - 1), said)
    words = [(found[0], found.start()) for found in WORD.finditer(bare)]
    spared = SPARES.search(bare)
    if spared is not None and not INVITES.search(bare):
        return _weighed(said, bare, Hit(Act.HANDLE, None, spared.start()), has_due)
    hit = _standing(bare, has_due) or _verb(bare, words, has_due) or _deed(bare, words, has_due) or _to_you(bare)
    if hit is None:
        return None
    asked = ASKS_FIRST.search(said)
    if (asked and asked.end() <= hit.place + 1) or (TOGETHER.search(bare) and not ANSWERS.search(bare)):
        return None
    reported = REPORTED.search(bare)
    if reported is not None and reported.end() <= hit.place and not re.search(r"[,;:]\s*(?:donc |alors |mais )?(?:je|j'|nous|on|un|une|notre|nos|mon|ma)\b", bare[reported.end() : hit.place + 1]):  # fmt: skip
        return None
    if INVITES.search(bare) and not GIVES.search(bare) and not _own_clause(bare, hit):
        return None
    return _weighed(said, bare, hit, has_due)


def _own_clause(bare: str, hit: Hit) -> bool:
    """Whether what is promised does not hang on the client's wish: said before the invitation, with its own limit."""
    invited = INVITES.search(bare)
    return bool(invited and invited.start() > hit.place and re.search(r"[,;.]", bare[hit.place : invited.start()]))


def _weighed(said: str, bare: str, hit: Hit, has_due: HasDue) -> Hit:
    looks = LOOKS.search(bare[max(0, hit.place - 4) :]) and not ANSWERS.search(bare) and not has_due()
    if hit.kind is CommitmentKind.SOFT or SOFT.search(bare[max(0, hit.place - 40) :]) or looks:
        kind = CommitmentKind.SOFT
    elif _conditional(said, bare, hit):
        kind = CommitmentKind.CONDITIONAL
    else:
        kind = CommitmentKind.FIRM if has_due() else CommitmentKind.VAGUE
    return Hit(hit.act, kind, hit.place)


def _conditional(said: str, bare: str, hit: Hit) -> bool:
    without = re.sub(SOON, lambda found: " " * len(found[0]), bare)
    return bool(CONDITIONS.search(without))


def _standing(bare: str, has_due: HasDue) -> Hit | None:
    found = STANDS.search(bare)
    if found is None or is_negated(bare, found.start(), found.end()):
        return None
    words = found[0]
    vague = bool(VAGUE_STANDS.search(words)) and "engag" not in words
    act = (
        Act.INFORM
        if re.search("courant|informé|au fait", words)
        else Act.REPLY
        if "vers vous" in words
        else _act_of(bare, Act.HANDLE)
    )
    return Hit(act, CommitmentKind.VAGUE if vague else None, found.start())


def _verb(bare: str, words: Sequence[tuple[str, int]], has_due: HasDue) -> Hit | None:
    known = french_forms()
    for place, (word, start) in enumerate(words):
        forms = known.get(word)
        if word in RECEIVES or word in ("serez", "aurez"):
            hit = _client_gets(bare, words, place)
        elif word in ("vais", "allons", "va", "vont", "allez"):
            hit = _going_to(bare, words, place)
        elif word in ("sera", "seront", "serons", "soit"):
            hit = _passive(bare, words, place, has_due) if word != "soit" else None
        elif word in ("aura", "auront") and re.match(r"(?:aura|auront) (?:bien )?lieu\b", bare[start:]):
            hit = Hit(_act_of(bare, Act.VISIT), None, start) if not NOT_OURS.search(bare[:start]) else None
        elif word in ("aurai", "aurons", "aura", "auront") and re.match(r"\w+ (?:\w+ )?\w+[éits]e?s?\b", bare[start:]):
            hit = _future_perfect(words, place)
        elif word in SOFTLY and (softly := _softly(bare, words, place, has_due)) is not None:
            hit = softly
        elif forms is not None:
            hit = _known(bare, words, place, has_due)
        elif (
            GENERIC_FIRST.match(word)
            and word not in NEVER_GENERIC
            and not NEVER_FIRST.match(word)
            and is_ours(words, place)
        ):
            hit = Hit(_act_of(bare, Act.HANDLE), None, start)
        else:
            continue
        if hit is not None and not is_negated(bare, words[max(0, place - 4)][1], start + len(word) + 16):
            return hit
    return None


def _known(bare: str, words: Sequence[tuple[str, int]], place: int, has_due: HasDue) -> Hit | None:
    word, start = words[place]
    forms = french_forms()[word]
    before = bare[clause_start(words, place) : start]
    if before.strip().startswith("qui "):
        before = bare[:start]
    if Form.FUTURE_FIRST in forms:
        verb, act = forms[Form.FUTURE_FIRST]
        if verb in ("faire",) and re.match(r"\w+ (?:,|$)", bare[start:]):
            return None
        return Hit(act if act is not Act.HANDLE else _act_of(bare[start:], act), None, start)
    if Form.FUTURE_THIRD in forms:
        verb, act = forms[Form.FUTURE_THIRD]
        if _is_foreign(before) or verb == "convenir" or (verb in ("ouvrir", "rouvrir") and not re.search("dossier|compte|ticket|réclamation|enquête", bare[start:])):  # fmt: skip
            return None
        to_client = pronouns_before(words, place) & {"vous", "s'", "se"}
        things = verb in DELIVERED or act in (Act.DELIVER, Act.SEND)
        if OUR_PEOPLE.search(before) or (verb in DELIVERED | {"passer"} and OUR_THINGS.search(before)) or "vous" in to_client or (things and OUR_THINGS.search(before)) or (act not in (Act.HANDLE, Act.VISIT, Act.INFORM) and before.strip()):  # fmt: skip
            return Hit(act if act is not Act.HANDLE else _act_of(bare[start:], act), None, start)
        return None
    if Form.PRESENT in forms and (has_due() or VAGUE.search(bare) or _hangs(bare)) and not ALREADY.search(bare):
        verb, act = forms[Form.PRESENT]
        led = words[place - 1][0] if place else ""
        if led in A_NOUN_FOLLOWS:
            return None
        first = (
            is_ours(words, place)
            or word.endswith("ons")
            or (is_elliptic(words, place) and act in (Act.CALL, Act.SEND, Act.REPLY))
        )
        others = re.search(r"\bon\b", before) or OUR_PEOPLE.search(before) or (verb in DELIVERED | {"passer"} and OUR_THINGS.search(before)) or (verb in ("partir", "repartir") and re.search(r"\b(?:le|la|les|l'|votre|vos|elle|il) ?\w*\s*$|\w+ \w+\s*$", before)) or ("vous" in pronouns_before(words, place) and before.strip())  # fmt: skip
        if ((first or others) and (not NOT_OURS.search(before) or verb == "partir") and verb not in ("indiquer", "préciser", "signaler", "informer", "confirmer", "proposer", "fixer", "faire", "mettre", "donner", "accorder")) or ((first or others) and verb in ("donner", "faire", "mettre") and re.search("réponse|parvenir|partir|livrer|envoyer|passer|interven|vérif|suivre|nouvelles|retour|point|nécessaire", bare[start:])):  # fmt: skip
            return Hit(act if act is not Act.HANDLE else _act_of(bare[start:], act), None, start)
    if Form.PRESENT in forms and forms[Form.PRESENT][0] in NOW_FOR_YOU and _for_you(words, place) and not ALREADY.search(bare) and not (word.startswith("f") and not re.search(r"parvenir|avoir|geste|remise|virement|devis|suivre|retour|point|proposition|livrer|rappeler|envoyer", bare[start:])):  # fmt: skip
        return Hit(forms[Form.PRESENT][1], None, start)
    if Form.PRESENT in forms and forms[Form.PRESENT][1] in (Act.PASS_ON,) and is_ours(words, place):
        return Hit(Act.PASS_ON, CommitmentKind.SOFT, start)
    return None


def _for_you(words: Sequence[tuple[str, int]], place: int) -> bool:
    """Whether `je vous`, `nous vous` or `on vous` stands right before the verb."""
    led = [word for word, _ in words[max(0, place - 4) : place]]
    return (
        bool({"vous", "te", "t'"} & set(led[-2:]))
        and bool({"je", "nous", "on"} & set(led))
        and not {"n'", "ne", "qui"} & set(led)
    )


def _hangs(bare: str) -> bool:
    return bool(
        GIVES.search(bare)
        or ASKS_FIRST.search(bare)
        or (CONDITIONS.search(re.sub(SOON, "", bare)) and not INVITES.search(bare))
    )


def _softly(bare: str, words: Sequence[tuple[str, int]], place: int, has_due: HasDue) -> Hit | None:
    """`je fais remonter`, `je regarde ce que je peux faire`, `le colis devrait arriver`."""
    word, start = words[place]
    if word in ("pourrons", "pourrai", "pourra"):
        following = next(
            (
                french_forms()[each]
                for each, _ in words[place + 1 : place + 5]
                if Form.PLAIN in french_forms().get(each, {})
            ),
            None,
        )
        return Hit(following[Form.PLAIN][1], None, start) if following and GIVES.search(bare) else None
    if word in ("espérons", "espère"):
        hopes = re.match(r"\w+ (?:bien |vous |pouvoir )*(\w+(?:er|ir|re))\b", bare[start:])
        hoped = french_forms().get(hopes[1], {}) if hopes else {}
        return (
            Hit(hoped[Form.PLAIN][1], CommitmentKind.SOFT, start)
            if Form.PLAIN in hoped and is_ours(words, place)
            else None
        )
    if word in ("note", "notons", "prévois", "prévoyons"):
        plans = re.match(r"\w+ (?:de |d'|une? |votre |la |le )", bare[start:]) and has_due() and is_ours(words, place)
        return Hit(_act_of(bare[start:], Act.HANDLE), None, start) if plans else None
    if word in ("demande", "demandons"):
        asks = re.match(r"\w+ (?:immédiatement |aussitôt |dès \w+ )?(?:à |au |aux |que |qu')", bare[start:])
        return (
            Hit(_act_of(bare[start:], Act.PASS_ON), None, start)
            if asks and is_ours(words, place) and has_due()
            else None
        )
    if word in ("pourrons-nous", "pourrai-je"):
        return Hit(_act_of(bare, Act.HANDLE), CommitmentKind.SOFT, start) if "peut-être" in bare else None
    if word in ("devrait", "devraient", "devrions", "devrais"):
        for each, _ in words[place + 1 : place + 5]:
            forms = french_forms().get(each)
            if each == "être":
                return _participle(words, place + 2, start)
            if forms and Form.PLAIN in forms:
                return Hit(forms[Form.PLAIN][1], CommitmentKind.SOFT, start)
        return None
    return (
        Hit(Act.PASS_ON, CommitmentKind.SOFT, start)
        if is_ours(words, place) and SOFT.search(bare[max(0, start - 1) :])
        else None
    )


def _is_foreign(before: str) -> bool:
    """Whether what stands before the verb is somebody or something that does not promise for us."""
    subject = TRAILING.sub("", before)
    return bool(NOT_OURS.search(subject) and not OUR_PEOPLE.search(subject))


def _client_gets(bare: str, words: Sequence[tuple[str, int]], place: int) -> Hit | None:
    word, start = words[place]
    rest = bare[start + len(word) :]
    if word in RECEIVES:
        return (
            None
            if re.search(r"\b(?:chaque|tous les|toutes les)\b", rest)
            else Hit(_act_of(rest, Act.SEND), None, start)
        )
    if word == "aurez":
        return Hit(_act_of(rest, Act.REPLY), None, start) if HAVES.match(rest.strip()) else None
    return _participle(words, place + 1, start)


def _participle(words: Sequence[tuple[str, int]], place: int, start: int) -> Hit | None:
    """`sera bien traitée`, `serez contacté`: a participle of ours within three words."""
    known = french_forms()
    for word, _ in words[place : place + 4]:
        forms = known.get(word)
        if forms and Form.DONE in forms:
            verb, act = forms[Form.DONE]
            return Hit(act, None, start) if verb not in ("présenter", "tenir") or word.startswith("ten") else None
        if word in ("ravi", "obligé", "tenu", "pas", "plus", "jamais", ","):
            return None
    return None


def _passive(bare: str, words: Sequence[tuple[str, int]], place: int, has_due: HasDue) -> Hit | None:
    start = words[place][1]
    before = bare[clause_start(words, place) : start]
    hit = _participle(words, place + 1, start)
    weak = hit is None or (hit.act is Act.HANDLE and WEAKLY_DONE.match(bare[start:]))
    if NOT_OURS.search(before) and weak and not re.search(r"rembours|dossier|demande|réponse", before):
        return None
    ready = has_due() or "visible" in bare
    named = OUR_THINGS.search(before) or OUR_PEOPLE.search(before) or re.search(r"\bvo(?:tre|s)\b|\btout\b", before)
    if hit is None and ready and named and re.match(r"\w+ (?:\w+ )?(?:prêt|disponible|visible|là\b|sur place|présent|résolu|opérationnel|chez vous|de retour|en ligne|sur votre compte|dans votre|à votre domicile|effecti)", bare[start:]):  # fmt: skip
        hit = Hit(_act_of(before, Act.DELIVER), None, start)
    return Hit(hit.act if hit.act is not Act.HANDLE else _act_of(bare, hit.act), None, start) if hit else None


def _future_perfect(words: Sequence[tuple[str, int]], place: int) -> Hit | None:
    return _participle(words, place + 1, words[place][1])


def _going_to(bare: str, words: Sequence[tuple[str, int]], place: int) -> Hit | None:
    word, start = words[place]
    known = french_forms()
    for next_place in range(place + 1, min(place + 7, len(words))):
        following = words[next_place][0]
        forms = known.get(following)
        if word == "allez":
            if following == "recevoir":
                return Hit(_act_of(bare[start:], Act.SEND), None, start)
            if following == "être":
                return _participle(words, next_place + 1, start)
            continue
        if following == "être":
            return _participle(words, next_place + 1, start)
        if following == "demander":
            softly = CommitmentKind.SOFT if re.search(r"\bs'il|\bsi\b", bare[start:]) else None
            return Hit(Act.PASS_ON, softly, start)
        if following in ("essayer", "tenter", "tâcher", "voir", "regarder", "parler"):
            return Hit(_act_of(bare[start:], Act.CHECK), CommitmentKind.SOFT, start)
        if forms and Form.PLAIN in forms:
            before = bare[clause_start(words, place) : start]
            if word in ("va", "vont") and _is_foreign(before):
                return None
            if word in ("va", "vont") and not (OUR_PEOPLE.search(before) or OUR_THINGS.search(before) or "vous" in [w for w, _ in words[place + 1 : next_place]]):  # fmt: skip
                return None
            act = forms[Form.PLAIN][1]
            return Hit(act if act is not Act.HANDLE else _act_of(bare[start:], act), None, start)
        if following not in SKIPPED and not following.endswith("ment") and following not in ("donc", "alors", "tout", "de", "suite", "bien", "aussi", "également", "faire", "laisser", "pouvoir", "devoir"):  # fmt: skip
            return None
    return None


def _deed(bare: str, words: Sequence[tuple[str, int]], has_due: HasDue) -> Hit | None:
    """`virement demain`, `livraison prévue mardi`: no verb, a limit of time."""
    if len(words) > 26 or not has_due():
        return None
    planned = PLANNED.search(bare)
    deed = PLANNED_DEED.search(bare)
    if planned and deed and not NOT_OURS.search(bare) and not re.search(r"\b(?:était|étaient|initialement|avait|pas|devait|faisons part)\b", bare):  # fmt: skip
        return Hit(_act_of(bare, Act.VISIT), None, deed.start())
    found = DEED.search(re.sub(r"^[^,]{0,30}, ", "", bare)) if len(words) <= 14 else None
    if found and not re.search(
        r"\b(?:est|sont|a|ont|était|été|avez|avons|ai|reçue?s?|suite|merci|faut|peut|veuillez|vous pouvez|dû|due)\b",
        bare,
    ):
        return Hit(_act_of(bare, Act.HANDLE), None, bare.find(found[0].strip()))
    return None


def _act_of(words: str, otherwise: Act) -> Act:
    for pattern, act in ACTS_OF_DEED:
        if re.search(rf"\b(?:{pattern})", words):
            return act
    return otherwise


def _to_you(bare: str) -> Hit | None:
    found = TO_YOU.search(bare)
    if found is None or ALREADY.search(bare) or re.search(r"\bpour (?:vous|te)\b|\bque? $", bare[: found.start()]):
        return None
    return Hit(_act_of(bare[found.start() :], Act.HANDLE), None, found.start())
