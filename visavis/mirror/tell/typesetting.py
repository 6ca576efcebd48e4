"""French typography: no-break spaces where a line must not break."""

import re
from functools import lru_cache

from visavis.mirror.tell.wording import GLUE, JOIN, NARROW, NO_BREAK
from visavis.mistakes import Lang, Words


@lru_cache(maxsize=10_000)
def typeset(text: str) -> str:
    """The text with narrow no-break spaces inside guillemets and before ; ? ! and %, and a no-break one before a colon.

    A place to be filled (`{rate} ;`) counts as a word.
    """
    text = text.replace(GLUE, NARROW).replace(JOIN, NO_BREAK)
    text = text.replace("« ", f"«{NARROW}").replace(" »", f"{NARROW}»")
    text = re.sub(r"(?<=[\w»)}%…]) (?=[;?!%])", NARROW, text)
    return re.sub(r"(?<=[\w»)}%]) :(?=\s|$)", f"{NO_BREAK}:", text)


def spoken(words: Words, lang: Lang) -> str:
    """Words made for terminals, as a page sets them: in French a colon stands apart from the word before it."""
    text = words.say(lang)
    if lang == "fr":
        text = re.sub(r"(?<=[\w»)]): (?![^{]*\})", " : ", text)
        text = re.sub(r"(?<=\w); ", " ; ", text)
    return typeset(text)
