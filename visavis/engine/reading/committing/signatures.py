"""Initials, names and small pictures behind a sentence of a short reply (`^JB`, `/MK`, `– Anna`, `Thanks, Rob`): no part of it."""

import re

_TAIL = 40
"""Characters at the end in which a signature stands."""
_NAME = r"[A-ZÀ-Ö][a-zà-öé]{1,10}"
_DATES = (
    r"(?!(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun|(?:Lun|Mar|Mercre|Jeu|Vendre|Same)di|Dimanche)\b)"
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
_SIGNED = re.compile(
    rf"(?:\s*(?:\^\s?[A-Za-zÀ-ö]{{1,10}}|~\s?{_NAME}|(?<=[.!?…)])\s*[-–—]\s?{_DATES}{_NAME}|(?<=\s)[-–—]\s?{_DATES}{_NAME}"
    rf"|(?<=[\s.!?])/[A-Z]{{2}}|(?<=[\s.!?])\*[A-Z]{{2,3}}|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+"
    rf"|(?<=[.!?…] )(?:Many thanks|Thanks|Thank you|Thx|Cheers|Ta|Regards|Kind regards|Bien à vous|Cordialement|Merci),?\s{_NAME}))+[.\s]*$"
)
_SHORTEST = 3


def unsigned(sentence: str) -> str:
    """The sentence without what signs it; as it is where nothing else stands in it."""
    if sentence[-1:] in ".?!…" and sentence[-2:-1].islower() and "Regards" not in sentence[-_TAIL:]:
        return sentence
    begin = max(0, len(sentence) - _TAIL)
    found = _SIGNED.search(sentence, begin)
    if found is None or len(sentence[: found.start()].strip()) < _SHORTEST:
        return sentence
    return sentence[: found.start()].rstrip()
