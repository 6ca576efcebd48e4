"""Why a voice went to a team, in words, and how sure that is."""

from dataclasses import dataclass

from visavis.mistakes import Words
from visavis.voices.routing import Carried
from visavis.web.carrying.naming import STEPS, THEMES
from visavis.web.clients.wording import NOUNS

SURE = ((0.9, Words("presque certain", "almost certain")), (0.75, Words("probable", "likely")))
DOUBTFUL = Words("à vérifier", "to be checked")


@dataclass(frozen=True, slots=True)
class Why:
    """Reasons, the strongest first; how sure, in a word; the other teams that come into question, with their probability."""

    reasons: tuple[Words, ...]
    sure: Words
    p: float | None
    candidates: tuple[tuple[str, float], ...]

    @property
    def percent(self) -> int:
        """The probability in whole percent, never said to be all or nothing."""
        return min(99, max(1, round(100 * (self.p or 0))))


def why(carried: Carried) -> Why:
    """What speaks for the likeliest team."""
    p = carried.p
    sure = next((words for least, words in SURE if p is not None and p >= least), DOUBTFUL)
    first = ((carried.likeliest, p),) if carried.likeliest and p is not None else ()
    return Why(tuple(_reason(*sign) for sign in carried.signs), sure, p, (*first, *carried.others))


def _reason(sign: str, detail: str) -> Words:
    if sign == "corrected":
        if detail == "1":
            return Words("un message semblable corrigé vers elle", "one similar message corrected to it")
        return Words(f"{detail} messages semblables corrigés vers elle", f"{detail} similar messages corrected to it")
    if sign == "theme" and detail in THEMES:
        return Words(f"parle de : {THEMES[detail].fr}", f"speaks of: {THEMES[detail].en}")
    if sign == "step" and detail in STEPS:
        return Words(f"étape : {STEPS[detail].fr}", f"step: {STEPS[detail].en}")
    if sign in ("acted", "events") and detail:
        return _about(sign, detail)
    if sign == "words" and detail:
        listed = detail.split(", ")
        french, english = ", ".join(f"« {each} »" for each in listed), ", ".join(f"“{each}”" for each in listed)
        return Words(f"ses mots : {french}", f"its words: {english}")
    return _PLAIN.get(sign, Words(sign, sign))


def _about(sign: str, kind: str) -> Words:
    source, _, type_ = kind.partition("/")
    noun = NOUNS.get(type_)
    french, english = (noun.fr.lower(), noun.en.lower()) if noun else (source, source)
    if sign == "acted":
        return Words(
            f"c’est elle qui a agi sur ce dont il parle ({french})", f"it acted on what this is about ({english})"
        )
    return Words(f"porte sur : {french}", f"is about: {english}")


_PLAIN = {
    "answered": Words("elle a répondu dans cette conversation", "it answered in this conversation"),
    "client": Words("elle s’occupe d’habitude de ce client", "it usually takes care of this client"),
    "received": Words("reçu dans sa boîte", "received in its mailbox"),
    "thanked": Words("le client la remercie", "the client thanks it"),
    "words": Words("ses mots ressemblent à ceux qu’elle traite", "its words are like those it handles"),
}
