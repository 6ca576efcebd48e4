"""Records made fit to be compared, before they are normalised: without what identifies nobody, and with columns in their places.

`mending_steps` mend what only all the data together tell; what one record tells by itself is mended in
engine/linking/comparable/misplaced.py, so that one record alone is read as it is among others.
"""

from functools import cache

from visavis.engine.linking.comparable.junk import ADDRESSES, junk_steps
from visavis.engine.linking.comparable.text import words
from visavis.engine.steps import Step, literal, step

SURE = 20
"""Records of a source whose names tell that its columns are swapped, at least."""

FOR_ONE = 4
"""A source is taken as swapped where this many records tell so for one that tells the contrary."""


@cache
def mending_steps(view: str, target: str, bearers: str = "records") -> list[Step]:
    """Steps over `records` and `view` that end in `target`, both with the columns of `linking_raw` (engine/linking/comparable/nodes.py).

    Addresses that a crowd bears and birth dates typed to fill a field are taken out; given and family names change places in
    sources that have them the wrong way round. `bearers`: as junk_steps has them.
    """
    names = ", ".join(map(literal, sorted(words("given_names"))))
    borne = " UNION ALL ".join(
        f"SELECT o.source, o.key, j.field, o.item FROM (SELECT source, key, unnest({column}) AS item FROM {bearers}) AS o "
        f"JOIN junk_addresses AS j ON j.field = {literal(column)} AND j.value = {value.format('o.item')}"
        for column, value in ADDRESSES.items()
    )
    plain = ("kind", "name", "street", "postcode", "city", "country", "company")
    swapped = "s.source IS NOT NULL"
    kept = {
        **{name: f"w.{name}" for name in ("rid", "source", "key", "origin", *plain)},
        "given_name": f"CASE WHEN {swapped} THEN w.family_name ELSE w.given_name END",
        "family_name": f"CASE WHEN {swapped} THEN w.given_name ELSE w.family_name END",
        "birth_date": "CASE WHEN b.value IS NULL THEN w.birth_date END",
        **{name: f"CASE WHEN {name[0]}.items IS NULL THEN w.{name} ELSE list_filter(w.{name}, lambda x: "
           f"NOT list_contains({name[0]}.items, x)) END" for name in ADDRESSES},
        "also_known_as": "w.also_known_as",
    }  # fmt: skip
    order = ("rid", "source", "key", "origin", "kind", "given_name", "family_name", "name", "street", "postcode", "city",
             "country", "company", "birth_date", "emails", "phones", "also_known_as")  # fmt: skip
    return [
        *junk_steps("records", bearers)[:-1],
        step(
            "mending_swapped",
            "SELECT source FROM (SELECT source, sum(CASE WHEN family AND NOT given THEN 1 ELSE 0 END) AS crossed, "
            "sum(CASE WHEN given AND NOT family THEN 1 ELSE 0 END) AS straight FROM ("
            f"SELECT source, lower(given_name) IN ({names}) AS given, lower(family_name) IN ({names}) AS family FROM records "
            "WHERE given_name IS NOT NULL AND family_name IS NOT NULL) AS n GROUP BY source) AS v "
            f"WHERE crossed >= {SURE} AND crossed > {FOR_ONE} * straight",
            "sources whose given and family names stand in each other’s column",
        ),
        step("mending_borne", borne, "addresses of a crowd, and who bears them"),
        *(
            step(
                f"mending_{column}",
                f"SELECT source, key, list_sort(array_agg(DISTINCT item)) AS items FROM mending_borne WHERE field = {literal(column)} "
                "GROUP BY source, key",
                f"{column} to be left out of each record",
            )
            for column in ADDRESSES
        ),
        step(
            target,
            f"SELECT {', '.join(f'{kept[name]} AS {name}' for name in order)} FROM {view} AS w "
            "LEFT JOIN mending_swapped AS s ON w.source = s.source LEFT JOIN junk_births AS b ON w.birth_date = b.birth_date "
            "LEFT JOIN mending_emails AS e ON w.source = e.source AND w.key = e.key "
            "LEFT JOIN mending_phones AS p ON w.source = p.source AND w.key = p.key",
            "records and addresses, fit to be compared",
        ),
    ]
