"""Thanks: words of clients that thank us, and none that only sound so. French and English."""

from visavis.clients.finding.folding import folded_sql
from visavis.engine.steps import literal

_WORDS = (
    *("merci", "mercis", "remercie", "remercier", "remercions", "remerciement", "remerciements", "reconnaissant", "reconnaissante"),
    *("thanks", "thank", "thankful", "thx", "grateful", "gratitude", "bravo", "kudos", "felicitations"),
    *("mci", "chapeau", "chapeau bas", "hats off", "well done", "shout out"),
    "grace a (eux|elle|elles|lui|vous|votre|vos)",
)  # fmt: skip
_MERCI = "(merci|remercie|remercier|remercions|remerciant)( (vous|beaucoup|bien|infiniment|encore))*"
_THANKS = "(thanks|thank you|thank u|thx)( (very much|so much|a lot|again))?"
_ASKING = "(pouvez|pourriez|veuillez|rappelez|repondez|s il (vous|te) plait|svp|please|can you|could you|would you)"
_PRONOUNS = "( (me|m|nous|vous|le|la|l|les|lui|leur|y|en|ne|pas|bien))*"

_PLAINLY = ((f"{_MERCI} (d|de){_PRONOUNS} (avoir|etre)", " merci pour "), (f"{_MERCI} (de|d) (votre|vos|notre|tout|toute|toutes|tous|ce|cet|cette|ces)", " merci pour "))  # fmt: skip
"""Thanks for what was done, told apart from requests before those are taken out: `merci d’avoir rappelé`."""

_FORMULAS = (
    *(f"{_MERCI} (d|de|par) avance", f"{_MERCI} de (votre|vos) (prompte |rapide )?(retour|reponse|diligence)"),
    *(f"{_MERCI} (pour|de) rien", "merci (quand|tout de) meme", "(non|mais non) merci", "merci mais non", "sans (un )?merci"),
    "bravo (pour|a) (rien|(le|la|l|ce|cet|cette|votre|vos|un|une) ?(retard|retards|attente|erreur|delai|delais|silence|manque))",
    *(f"{_THANKS} (in advance|in anticipation|but no thanks)", "thanking you in advance", "(no|without) (thanks|thank you)"),
    f"{_THANKS} for (nothing|wasting|ignoring|losing|keeping me waiting|the (delay|wait|silence|lies))",
    f"{_THANKS} for (your )?(reply|answer|calling back|confirming)",
)  # fmt: skip
_REQUESTS = (
    f"{_MERCI} (d|de){_PRONOUNS} [a-z]+(er|ir|re)",  # an infinitive: `merci de me répondre`
    f"{_ASKING} .*(merci|thanks|thank you|thx)( (beaucoup|bien|a vous|very much|a lot))? ?$",
)
_AWAITED = (
    *("j attends (encore|toujours|une|la|le|les|ma|mon|mes|votre|vos|que|depuis|d)", "nous attendons (encore|toujours|une|votre|vos|que)"),
    *("toujours (pas|rien|aucun|aucune|sans)", "(aucune|sans) (reponse|nouvelle|nouvelles)", "still (waiting|no|not|nothing)"),
    *("(i am|i m|we are|we re) waiting (for|since)", "no (answer|reply|news) (yet|so far|since)"),
)  # fmt: skip
"""Who is still waiting does not thank us, whatever the politeness: `merci bien. J’attends une réponse`."""


def thanking_sql(text: str) -> str:
    """SQL: whether `text` thanks us; not by politeness (`merci de me rappeler`), nor by irony (`thanks for nothing`)."""
    bare = f"regexp_replace({folded_sql(text)}, '[^\\p{{L}}\\p{{N}}]+', ' ', 'g')"
    meant = _without(bare, _FORMULAS)
    for pattern, plain in _PLAINLY:
        meant = f"regexp_replace({meant}, {_words(pattern)}, {literal(plain)}, 'g')"
    meant = _without(meant, _REQUESTS)
    thanked = f"regexp_matches({meant}, {_words('|'.join(_WORDS))})"
    return f"({thanked} AND NOT regexp_matches({bare}, {_words('|'.join(_AWAITED))}))"


def _without(text: str, patterns: tuple[str, ...]) -> str:
    return f"regexp_replace({text}, {_words('|'.join(patterns))}, ' ', 'g')"


def _words(pattern: str) -> str:
    return literal(rf"\b({pattern})" + ("" if pattern.endswith("$") else r"\b"))
