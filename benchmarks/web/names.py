"""Names with the frequencies of a real country: a few that thousands bear, tens of thousands that almost nobody does.

The demonstration's names come first; rare ones are put together from syllables. A name of rank r is drawn in proportion to
1 / (r + head) (Zipf and Mandelbrot), which puts about 0.7 % of people behind the first family name, as Martin in France.
"""

import itertools

import duckdb

from visavis.demo.names import places, read_toml

RARE = 40_000
HEADS = {"family": 20, "given": 5}
_STARTS = (
    "Bar",
    "Ber",
    "Bou",
    "Bré",
    "Cal",
    "Cha",
    "Cor",
    "Cou",
    "Del",
    "Dor",
    "Fal",
    "Fer",
    "Gal",
    "Gou",
    "Gué",
    "Hal",
    "Jar",
    "Kér",
)
_MIDDLES = (
    "ba",
    "be",
    "ca",
    "che",
    "da",
    "de",
    "do",
    "fa",
    "gi",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "mi",
    "na",
    "no",
    "ra",
    "re",
    "ri",
    "sa",
    "ta",
)
_MORE = ("", "bel", "don", "man", "ron", "vil", "zan")
_ENDS = (
    "ac",
    "ain",
    "ard",
    "aud",
    "ault",
    "eau",
    "el",
    "er",
    "ès",
    "et",
    "eux",
    "ez",
    "ic",
    "ier",
    "in",
    "is",
    "on",
    "ot",
    "y",
    "é",
)


def family_names() -> list[str]:
    """Family names in order of frequency."""
    names = read_toml("names.toml")
    rare = ("".join(parts) for parts in itertools.product(_STARTS, _MIDDLES, _MORE, _ENDS))
    step = 7_919  # a prime, so that neighbours in rank do not begin alike
    made = list(dict.fromkeys(rare))
    spread = [made[number * step % len(made)] for number in range(min(RARE, len(made)))]
    return list(dict.fromkeys(["Martin", *names["family"], *names["english_family"], *spread]))


def given_names() -> list[str]:
    """Given names in order of frequency, the generations mixed."""
    names = read_toml("names.toml")
    groups = (names[kind] for kind in ("women", "men", "women_elder", "men_elder", "english_women", "english_men"))
    mixed = (name for row in itertools.zip_longest(*groups) for name in row if name)
    return list(dict.fromkeys(["Marie", *mixed]))


def show(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that people are drawn from: `family`, `given`, `company`, `city`, each (rank, word)."""
    companies = read_toml("names.toml")["companies"]
    firms = [f"{trade} {mark}" for trade in companies["trades"] for mark in companies["marks"]]
    cities = [str(city) for city in places().cities]
    for name, words in (("family", family_names()), ("given", given_names()), ("company", firms), ("city", cities)):
        connection.execute(
            f"CREATE OR REPLACE TABLE {name} AS SELECT unnest(range(len(?))) AS rank, unnest(?) AS word", [words, words]
        )


def rank(table: str, chance: str) -> str:
    """SQL of a rank of `table`, drawn by `chance`, an expression from 0 to 1 (1 excluded)."""
    head = HEADS[table]
    size = f"(SELECT count(*) FROM {table})"
    return f"CAST(floor({head + 1} * pow(({size} + {head + 1}) / {head + 1}, {chance})) AS BIGINT) - {head + 1}"
