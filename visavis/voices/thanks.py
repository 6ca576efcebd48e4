"""Thanks: words of clients that thank us. French and English."""

from visavis.clients.folding import folded_sql
from visavis.engine.steps import literal

_WORDS = (
    *("merci", "mercis", "remercie", "remercier", "remercions", "remerciement", "remerciements", "reconnaissant", "reconnaissante"),
    *("thanks", "thank", "thankful", "thx", "grateful", "gratitude", "bravo", "kudos", "felicitations"),
)  # fmt: skip
_REQUESTS = (
    *("merci (d avance|par avance|de (me|nous|bien|vouloir|votre (retour|reponse)|faire|proceder|corriger|confirmer|repondre|rappeler))",),
    *("(thanks|thank you) in advance", "no thanks", "non merci", "thank you for (your )?(reply|answer|calling back|confirming)"),
)  # fmt: skip


def thanking_sql(text: str) -> str:
    """SQL: whether `text` holds a word of thanks that is not a polite request (`merci de me rappeler`)."""
    bare = f"regexp_replace({folded_sql(text)}, '[^\\p{{L}}\\p{{N}}]+', ' ', 'g')"
    meant = f"regexp_replace({bare}, {literal(chr(92) + 'b(' + '|'.join(_REQUESTS) + ')' + chr(92) + 'b')}, ' ', 'g')"
    return f"regexp_matches({meant}, {literal(chr(92) + 'b(' + '|'.join(_WORDS) + ')' + chr(92) + 'b')})"
