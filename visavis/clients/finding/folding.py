"""One folding for words that clients are found by and words that people type: `marie`, `MARIE` and `Márie` are one.

The rule stands twice, as SQL for publishing (many rows) and in Python for a query (one); a test holds them equal.
"""

import unicodedata

LONGEST = 100
"""Characters of a term that are kept."""

_LIGATURES = (("œ", "oe"), ("æ", "ae"), ("ß", "ss"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("ı", "i"), ("ς", "σ"))


def folded(text: str) -> str:
    """Lower case, without accents or ligatures."""
    bare = "".join(
        c for c in unicodedata.normalize("NFD", text.replace("\0", " ")) if not unicodedata.category(c).startswith("M")
    )
    lowered = "".join(c.lower() for c in unicodedata.normalize("NFC", bare))
    for ligature, letters in _LIGATURES:
        lowered = lowered.replace(ligature, letters)
    return lowered


def folded_sql(text: str) -> str:
    """DuckDB's SQL of `folded` over the expression `text`."""
    sql = f"lower(strip_accents(replace({text}, chr(0), ' ')))"  # what follows a NUL would be lost
    for ligature, letters in _LIGATURES:
        sql = f"replace({sql}, '{ligature}', '{letters}')"
    return sql


def folded_words(text: str) -> list[str]:
    """The words of a name, a company or a key: folded runs of letters and digits, in order, each cut at LONGEST."""
    return [word[:LONGEST] for word in "".join(c if c.isalnum() else " " for c in folded(text)).split()]


def folded_words_sql(text: str) -> str:
    """DuckDB's SQL of `folded_words`: a list; null for null."""
    runs = f"regexp_extract_all({folded_sql(text)}, '[\\p{{L}}\\p{{N}}]+')"
    return f"list_transform({runs}, lambda word: substr(word, 1, {LONGEST}))"


def folded_email(text: str) -> str:
    """An e-mail address as one term, whole: `Claire.Morel@Exemple.fr` is `claire.morel@exemple.fr`."""
    return "".join(c for c in folded(text.strip()) if c.isprintable() and not c.isspace())[:LONGEST]


def folded_phone(number: str) -> str:
    """A number in E.164 as a term: its digits, `33612345678`."""
    return "".join(c for c in number if c in "0123456789")[:LONGEST]
