"""Numbers and booleans as files write them, read in SQL."""

from typing import Literal

from visavis.engine.steps import literal
from visavis.sources.mapping.layers import Layers

TRUE = ("true", "yes", "oui", "vrai", "1", "y", "o", "t")
FALSE = ("false", "no", "non", "faux", "0", "n", "f")
_BLANKS = "[\\s\\x{a0}\\x{202f}\\x{2009}'’_]"


def number(layers: Layers, raw: str, decimal: Literal[",", "."] | None) -> tuple[str, str]:
    """Alias `raw` as DOUBLE, and why a value was refused (null: it was not).

    Without `decimal`, a comma is read as the decimal mark only where it can be nothing else ("1 234,50", "1.234,50").
    """
    odd = f"contains({raw}, '_') OR contains({raw}, '.')" if decimal == "," else f"contains({raw}, '_')"
    quick = layers.let(f"CASE WHEN {odd} THEN NULL ELSE TRY_CAST({raw} AS DOUBLE) END")
    bare = layers.let(
        f"CASE WHEN {raw} IS NULL OR {quick} IS NOT NULL THEN NULL "
        f"ELSE regexp_replace(regexp_replace({raw}, '{_BLANKS.replace(chr(39), chr(39) * 2)}', '', 'g'), '(€|%|EUR)$', '') END"
    )
    value = layers.let(f"CASE WHEN {bare} IS NULL THEN {quick} ELSE TRY_CAST({_pointed(bare, decimal)} AS DOUBLE) END")
    ambiguous = (
        "" if decimal else f"WHEN regexp_full_match({bare}, '[-+]?\\d{{1,3}},\\d{{3}}') THEN 'ambiguous-number' "
    )
    refusal = layers.let(f"CASE WHEN {raw} IS NULL OR isfinite({value}) THEN NULL {ambiguous}ELSE 'not-a-number' END")
    return value, refusal


def _pointed(bare: str, decimal: str | None) -> str:
    """The text with a point as its decimal mark and no thousands; null where its form is none of a number's."""

    def full(pattern: str) -> str:
        return f"regexp_full_match({bare}, {literal(pattern)})"

    points, commas = f"replace({bare}, '.', '')", f"replace({bare}, ',', '')"
    as_comma = f"replace({points}, ',', '.')"
    cases = []
    if decimal in (",", None):
        cases.append((r"[-+]?\d{1,3}(\.\d{3})+,\d+", as_comma))
    if decimal in (".", None):
        cases.append((r"[-+]?\d{1,3}(,\d{3})+\.\d+", commas))
    if decimal == ",":
        cases += [(r"[-+]?\d*,\d+", as_comma), (r"[-+]?\d{1,3}(\.\d{3})+", points)]
    elif decimal == ".":
        cases.append((r"[-+]?\d{1,3}(,\d{3})+", commas))
    else:
        cases += [(r"[-+]?\d{1,3}(,\d{3}){2,}", commas), (r"[-+]?\d{1,3}(\.\d{3}){2,}", points)]
        cases += [(r"[-+]?0,\d+", as_comma), (r"[-+]?\d+,(\d{1,2}|\d{4,})", as_comma), (r"[-+]?\d{4,},\d+", as_comma)]
    cases.append((r"[-+]?\d+(\.\d*)?([eE][-+]?\d+)?" if decimal != "," else r"[-+]?\d+", bare))
    return "CASE " + " ".join(f"WHEN {full(pattern)} THEN {text}" for pattern, text in cases) + " END"


def integer(layers: Layers, raw: str, decimal: Literal[",", "."] | None) -> tuple[str, str]:
    """Alias `raw` as BIGINT, and why a value was refused; "12.0" is twelve, "12.5" is refused."""
    digits = f"length({raw}) <= 19 AND regexp_full_match({raw}, '[-+]?\\d+')"
    exact = layers.let(f"CASE WHEN {digits} THEN TRY_CAST({raw} AS BIGINT) END")
    value, refusal = number(layers, raw, decimal)
    whole, fraction = whole_number(layers, value)
    result = layers.let(f"coalesce({exact}, {whole})")
    return result, layers.let(f"CASE WHEN {exact} IS NULL THEN coalesce({refusal}, {fraction}) END")


def whole_number(layers: Layers, value: str) -> tuple[str, str]:
    """A DOUBLE as BIGINT, and why it was refused: it has a fraction, or is beyond 9 × 10¹⁵."""
    fits = f"{value} = trunc({value}) AND abs({value}) <= 9e15"
    whole = layers.let(f"CASE WHEN {fits} THEN CAST({value} AS BIGINT) END")
    return whole, layers.let(
        f"CASE WHEN {value} IS NOT NULL AND isfinite({value}) AND {whole} IS NULL THEN 'not-an-integer' END"
    )


def boolean(layers: Layers, raw: str) -> tuple[str, str]:
    """Alias `raw` as BOOLEAN, and why a value was refused; French and English words, any case."""
    word = layers.let(f"lower(trim({raw}))")
    yes, no = (", ".join(map(literal, words)) for words in (TRUE, FALSE))
    value = layers.let(f"CASE WHEN {word} IN ({yes}) THEN true WHEN {word} IN ({no}) THEN false END")
    return value, layers.let(f"CASE WHEN {raw} IS NOT NULL AND {value} IS NULL THEN 'not-a-boolean' END")
