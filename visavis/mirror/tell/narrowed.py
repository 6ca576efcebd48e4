"""Which part of the mirror a page, a PDF or a file shows, in words."""

from visavis.mirror.tell.wording import clean, quotation
from visavis.mistakes import Words
from visavis.vocabulary import FRENCH

CLIENTS = {
    "person": Words(fr="particuliers", en="persons"),
    "organisation": Words(fr="entreprises", en="companies"),
}


def narrowed(side: str = "", value: str = "", step: str = "", promise: Words | None = None) -> Words | None:
    """`équipe Logistique · étape « recevoir »`; None where nothing is left out."""
    parts = []
    if side == "team":
        parts.append(Words(fr=f"équipe {clean(value)}", en=f"team {clean(value)}"))
    elif side:
        who = segment(value)
        parts.append(Words(fr=f"clients : {clean(who.fr)}", en=f"clients: {clean(who.en)}"))
    if step:
        named = step_words(step)
        parts.append(Words(fr=f"étape {quotation(named.fr, 'fr')}", en=f"step {quotation(named.en, 'en')}"))
    if promise:
        parts.append(
            Words(
                fr=f"promesse {quotation(clean(promise.fr), 'fr')}", en=f"promise {quotation(clean(promise.en), 'en')}"
            )
        )
    if not parts:
        return None
    return Words(fr=" · ".join(each.fr for each in parts), en=" · ".join(each.en for each in parts))


def segment(value: str) -> Words:
    """A kind of client in words."""
    return CLIENTS.get(value) or Words(value, value)


def step_words(step: str) -> Words:
    """A step of the journey in words."""
    return Words(fr=FRENCH.get(step, step), en=step)
