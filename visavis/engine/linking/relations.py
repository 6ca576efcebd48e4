"""Relations between clients, which are not identity: who lives together, who works for whom, which establishments belong together.

Portable steps over `linking_input` (engine/linking/comparable/normalise.py) and `clusters`. A relation holds between two clusters; each is
named by its first record. What a crowd shares is no evidence: it was taken out before (engine/linking/comparable/mending.py), and what is
left is capped, so that relations grow with the records and not with their square.
"""

from functools import cache

from visavis.engine.linking.comparable.text import words
from visavis.engine.settling import Columns
from visavis.engine.steps import Step, literal, step
from visavis.engine.tables import Type
from visavis.vocabulary import RecordKind

HOUSEHOLD, WORKS_FOR, ESTABLISHMENT = "household", "works_for", "establishment"
"""Kinds: two persons live together; a person works for an organisation; an organisation is an establishment of another."""

DOOR = 12
"""More persons than this at one street number, and it is a building: bearing one name there makes no household."""

FAMILY = 8
"""More persons than this of one family name share an address or number, and they are no household."""

NAMESAKES = 1
"""Organisations of one name or domain: with more than this, the name does not tell which one somebody works for."""

_PERSON, _ORGANISATION = literal(str(RecordKind.PERSON)), literal(str(RecordKind.ORGANISATION))


@cache
def relation_steps() -> list[Step]:
    """Steps that end in `relations`: kind, source_l, key_l, source_r, key_r, evidence (codes: address, phone, company, domain,
    siren), n (records of both that say so). Of WORKS_FOR the person comes first, of ESTABLISHMENT the establishment.
    """
    return [*_members(), *_household_steps(), *_work_steps(), *_establishment_steps(), *_told()]


def _members() -> list[Step]:
    return [
        step(
            "related_records",
            "SELECT i.source, i.key, i.kind, i.family, i.street, coalesce(i.street_number, '') AS number, i.postcode, i.phones, "
            "i.mailboxes, i.company, i.siren, c.cluster FROM linking_input AS i "
            "JOIN clusters AS c ON i.source = c.source AND i.key = c.key WHERE i.origin = 'record'",
            "records in comparable form, with their cluster",
        ),
    ]


def _household_steps() -> list[Step]:
    person = f"kind = {_PERSON} AND family IS NOT NULL"
    numbers = f"(SELECT cluster, family, unnest(phones) AS phone FROM related_records WHERE {person}) AS p"
    return [
        step(
            "related_homes",
            "SELECT cluster, family, street, number, postcode, count(*) AS n FROM related_records "
            f"WHERE {person} AND street IS NOT NULL AND postcode IS NOT NULL GROUP BY cluster, family, street, number, postcode",
            "where persons live, by family name",
        ),
        step(
            "related_doors",
            "SELECT street, number, postcode FROM related_homes GROUP BY street, number, postcode "
            f"HAVING count(DISTINCT cluster) BETWEEN 2 AND {DOOR}",
            "street numbers where few persons live",
        ),
        step(
            "related_lines",
            f"SELECT cluster, family, phone, count(*) AS n FROM {numbers} GROUP BY cluster, family, phone",
            "numbers by which persons are reached, by family name",
        ),
        step(
            "related_shared_lines",
            "SELECT family, phone FROM related_lines GROUP BY family, phone "
            f"HAVING count(DISTINCT cluster) BETWEEN 2 AND {FAMILY}",
            "numbers that persons of one family name share",
        ),
        step(
            "related_households",
            "SELECT l.cluster AS one, r.cluster AS other, 'address' AS evidence, l.n + r.n AS n FROM related_homes AS l "
            "JOIN related_doors AS d ON l.street = d.street AND l.number = d.number AND l.postcode = d.postcode "
            "JOIN related_homes AS r ON l.street = r.street AND l.number = r.number AND l.postcode = r.postcode "
            "AND l.family = r.family AND l.cluster < r.cluster UNION ALL "
            "SELECT l.cluster, r.cluster, 'phone', l.n + r.n FROM related_lines AS l "
            "JOIN related_shared_lines AS s ON l.family = s.family AND l.phone = s.phone "
            "JOIN related_lines AS r ON l.family = r.family AND l.phone = r.phone AND l.cluster < r.cluster",
            "persons of one family name who share a street number or a line",
        ),
    ]


def _work_steps() -> list[Step]:
    providers = ", ".join(map(literal, sorted(words("public_mail"))))
    domains = (
        "SELECT cluster, kind, split_part(item, '@', 2) AS value FROM "
        "(SELECT cluster, kind, unnest(mailboxes) AS item FROM related_records) AS m"
    )
    signs = {
        "company": "SELECT cluster, kind, company AS value FROM related_records WHERE company IS NOT NULL",
        "siren": "SELECT cluster, kind, siren AS value FROM related_records WHERE siren IS NOT NULL",
        "domain": f"SELECT * FROM ({domains}) AS d WHERE value NOT IN ({providers})",
    }
    every = " UNION ALL ".join(
        f"SELECT {literal(name)} AS sign, cluster, kind, value FROM ({sql}) AS s_{name}" for name, sql in signs.items()
    )
    return [
        step(
            "related_signs",
            f"SELECT sign, cluster, kind, value, count(*) AS n FROM ({every}) AS e GROUP BY sign, cluster, kind, value",
            "what tells of an organisation: its name, its number, its domain",
        ),
        step(
            "related_employers",
            f"SELECT sign, value, min(cluster) AS cluster, CAST(sum(n) AS BIGINT) AS n FROM related_signs "
            f"WHERE kind = {_ORGANISATION} GROUP BY sign, value HAVING count(DISTINCT cluster) <= {NAMESAKES}",
            "signs of one organisation alone",
        ),
        step(
            "related_work",
            "SELECT p.cluster AS one, o.cluster AS other, p.sign AS evidence, p.n + o.n AS n FROM related_signs AS p "
            f"JOIN related_employers AS o ON p.sign = o.sign AND p.value = o.value WHERE p.kind = {_PERSON} "
            "AND p.cluster <> o.cluster",
            "persons who bear the sign of an organisation",
        ),
    ]


def _establishment_steps() -> list[Step]:
    held = f"related_signs WHERE sign = 'siren' AND kind = {_ORGANISATION}"
    return [
        step(
            "related_establishments",
            "SELECT s.cluster AS one, h.cluster AS other, 'siren' AS evidence, s.n + h.n AS n FROM "
            f"(SELECT * FROM {held}) AS s JOIN (SELECT value, cluster, n FROM (SELECT value, cluster, n, row_number() OVER "
            f"(PARTITION BY value ORDER BY n DESC, cluster) AS place FROM {held}) AS r WHERE place = 1) AS h "
            "ON s.value = h.value AND s.cluster <> h.cluster",
            "organisations with the number of a larger one",
        )
    ]


def _told() -> list[Step]:
    parts = " UNION ALL ".join(
        f"SELECT {literal(kind)} AS kind, one, other, evidence, n FROM {view}"
        for kind, view in (
            (HOUSEHOLD, "related_households"),
            (WORKS_FOR, "related_work"),
            (ESTABLISHMENT, "related_establishments"),
        )
    )
    return [
        step(
            "related_pairs",
            "SELECT kind, one, other, list_sort(array_agg(DISTINCT evidence)) AS evidence, CAST(sum(n) AS BIGINT) AS n "
            f"FROM ({parts}) AS p GROUP BY kind, one, other",
            "clusters that have to do with one another",
        ),
        step(
            "related_ends",
            "SELECT cluster, source, key FROM (SELECT r.cluster, r.source, r.key, row_number() OVER (PARTITION BY r.cluster "
            "ORDER BY r.source, r.key) AS place FROM related_records AS r JOIN (SELECT one AS cluster FROM related_pairs UNION "
            "SELECT other AS cluster FROM related_pairs) AS p ON r.cluster = p.cluster) AS r WHERE place = 1",
            "the record that names each of them",
        ),
        step(
            "relations",
            "SELECT t.kind, l.source AS source_l, l.key AS key_l, r.source AS source_r, r.key AS key_r, t.evidence, t.n "
            "FROM related_pairs AS t JOIN related_ends AS l ON t.one = l.cluster JOIN related_ends AS r ON t.other = r.cluster",
            "relations between clients",
        ),
    ]


def _texts(*names: str) -> Columns:
    return tuple((name, Type.TEXT) for name in names)


_N = ("n", Type.INTEGER)
SETTLED: dict[str, Columns] = {
    "related_records": (
        *_texts("source", "key", "kind", "family", "street", "number", "postcode", "company", "siren", "cluster"),
        *(("phones", Type.TEXTS), ("mailboxes", Type.TEXTS)),
    ),
    "related_homes": (*_texts("cluster", "family", "street", "number", "postcode"), _N),
    "related_lines": (*_texts("cluster", "family", "phone"), _N),
    "related_signs": (*_texts("sign", "cluster", "kind", "value"), _N),
    "related_pairs": (*_texts("kind", "one", "other"), ("evidence", Type.TEXTS), _N),
}
"""What several steps read (engine/settling.py)."""
