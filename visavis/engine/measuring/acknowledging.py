"""Acknowledgements that answer nothing: by the words that say so themselves, or that promise an answer for later and no more.

Over lower-case text; `_` stands for any letter, where an accent may be missing.
"""

from visavis.engine.steps import literal

SAY_SO = (
    "r_ponse automatique", "message automatique", "envoy_ automatiquement", "g_n_r_ automatiquement", "accus_ de r_ception",
    "ne pas r_pondre _ ce", "merci de ne pas r_pondre", "automatic reply", "automated message", "automated response",
    "automated reply", "automatically generated", "auto-reply", "out of office", "do not reply to this", "acknowledgement of receipt",
)  # fmt: skip
"""Each of these alone says that a machine wrote."""
RECEIVED = (
    "bien re_u votre", "bien _t_ re_u", "bien _t_ enregistr_", "bien _t_ pris en compte", "bien _t_ prise en compte",
    "demande est enregistr_e", "received your", "has been received", "has been registered", "has been logged", "has been created",
)  # fmt: skip
LATER = (
    "meilleurs d_lais", "plus vite possible", "plus t_t possible", "plus rapidement possible", "tr_s bient_t", "sous peu",
    "reviendrons vers vous", "reviendra vers vous", "vous r_pondrons", "vous r_pondra", "soon as possible", "as soon as we can",
    "shortly", "get back to you", "will respond", "will reply", "in due course",
)  # fmt: skip
LONGEST, SHORT = 500, 200
"""Of a text that says it was sent by a machine, and of one that merely promises an answer: a longer one says something of its own."""


def acknowledges(text: str) -> str:
    """SQL that is true where `text` is an automatic acknowledgement; never null."""
    low = f"lower({text})"
    own, received, later = (_any(low, words) for words in (SAY_SO, RECEIVED, LATER))
    nobody = f"NOT {low} LIKE '%j_ai %'"
    return f"coalesce((length({text}) <= {LONGEST} AND {own}) OR (length({text}) <= {SHORT} AND {received} AND {later} AND {nobody}), FALSE)"


def _any(text: str, patterns: tuple[str, ...]) -> str:
    return f"regexp_matches({text}, {literal('|'.join(each.replace('_', '.') for each in patterns))})"
