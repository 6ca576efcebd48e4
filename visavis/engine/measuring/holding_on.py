"""Portfolios: how many people could go, who would be the second contact, what a lock keeps and costs. Named steps, portable.

A portfolio is the clients of which one function holds most. All steps read those of `knowing`.
"""

from visavis.engine.measuring.knowing import YEAR, Window
from visavis.engine.portable import days_between, total
from visavis.engine.settling import Columns
from visavis.engine.steps import Step, step
from visavis.engine.tables import Type

LOCKED = 0.8
"""From this share on a client is in one person's hands."""
FEW = 5
"""A client of fewer contacts always looks concentrated: it is not counted as locked."""


def settled(name: str) -> dict[str, Columns]:
    """Steps that several others read, with their columns, for `settling.perform`."""
    text, number = Type.TEXT, Type.INTEGER
    return {
        f"{name}_bonded": (("client", text), ("holder", text), ("held", number), ("n_before", number), ("n_since", number)),
        f"{name}_concerned_first": (
            ("figure", text), ("ref", text), ("last_on", Type.DATE), ("holder", text), ("place", number),
        ),
    }  # fmt: skip


def portfolio_steps(name: str) -> list[Step]:
    """`<name>_portfolios` (function, clients, worth, …) and `<name>_tops`, `<name>_indices` (function, value, n): distributions."""
    locked = f"n >= {FEW} AND top_share >= {LOCKED}"

    def of(condition: str) -> str:
        return total(f"CASE WHEN {condition} THEN 1 ELSE 0 END")

    return [
        step(
            f"{name}_portfolios",
            f"""SELECT function, count(*) AS clients, sum(worth) AS worth, {of("n >= 5")} AS met_often, {of(locked)} AS locked,
            sum(CASE WHEN {locked} THEN worth ELSE 0 END) AS locked_worth, {of("known = 0")} AS orphaned, {of("known = 1")} AS by_one,
            {of("known >= 2 AND functions >= 2")} AS covered, {total("persons")} AS knowing FROM {name}_clients GROUP BY function""",
            "clients of each portfolio: locked, known to nobody who is still there, to one, covered by two functions",
        ),
        step(
            f"{name}_groups",
            f"""SELECT function, substr(md5(client), 1, 2) AS bucket, count(*) AS clients, {total("persons")} AS knowing,
            sum(worth) AS worth, sum(CASE WHEN {locked} THEN worth ELSE 0 END) AS locked_worth FROM {name}_clients
            GROUP BY function, substr(md5(client), 1, 2)""",
            "the same by group of clients: how far such figures would move with other clients",
        ),
        step(
            f"{name}_people",
            f"""SELECT c.function, count(DISTINCT p.person) AS people FROM {name}_clients AS c
            JOIN {name}_pairs AS p ON c.client = p.client AND c.function = p.function GROUP BY c.function""",
            "how many people of the function stand behind each portfolio",
        ),
        step(
            f"{name}_tops",
            f"SELECT function, round(top_share, 4) AS value, count(*) AS n FROM {name}_clients WHERE n >= {FEW} GROUP BY function, round(top_share, 4)",
            "how many clients have which top share",
        ),
        step(
            f"{name}_indices",
            f"""SELECT function, round(CASE WHEN persons > 1 THEN (hhi - 1 / CAST(persons AS DOUBLE)) / (1 - 1 / CAST(persons AS DOUBLE)) END, 4) AS value,
            round(hhi, 4) AS plain, count(*) AS n FROM {name}_clients WHERE n >= {FEW} GROUP BY 1, 2, 3""",
            "how many clients have which index, normalised and plain",
        ),
        step(
            f"{name}_counts",
            f"SELECT function, known, functions, count(*) AS n FROM {name}_clients GROUP BY function, known, functions",
            "how many people and functions know how many clients",
        ),
    ]


def hands_step(name: str) -> Step:
    """`<name>_hands` (function, person, own, clients, knows, n, days, which): who met the clients of each portfolio, of whatever
    function (`own`) they are, and what is another number once any of their contacts with these clients is another."""
    place = [f"strpos('0123456789abcdef', substr(md5(c.client), {at}, 1)) * {16 ** (at - 1)}" for at in range(1, 7)]
    return step(
        f"{name}_hands",
        f"""SELECT c.function, p.person, p.function AS own, count(*) AS clients, {total("p.there")} AS knows, {total("p.n")} AS n,
        {total("p.days")} AS days, {total(" + ".join(place))} AS which
        FROM {name}_clients AS c JOIN {name}_pairs AS p ON c.client = p.client GROUP BY c.function, p.person, p.function""",
        "whose contacts with clients stand behind each portfolio",
    )


def held_clients_step(name: str) -> Step:
    """`<name>_concerned` (figure, ref, last_on, holder): clients in one person's hands that somebody still knows, and those that
    nobody knows any more; `holder` met them most."""
    return step(
        f"{name}_concerned",
        f"""SELECT CASE WHEN c.known = 0 THEN 'orphaned_share' ELSE 'locked_share' END AS figure,
        CASE WHEN min(w.ref) IS NULL THEN c.client ELSE min(w.ref) END AS ref, max(c.last_on) AS last_on, max(p.person) AS holder
        FROM {name}_clients AS c LEFT JOIN {name}_who AS w ON c.client = w.cluster
        LEFT JOIN (SELECT client, person, row_number() OVER (PARTITION BY client ORDER BY held DESC, person) AS place
        FROM {name}_pairs) AS p ON c.client = p.client AND p.place = 1
        WHERE c.known = 0 OR c.n >= {FEW} AND c.top_share >= {LOCKED} GROUP BY c.client, c.known""",
        "clients in one person’s hands, and those that nobody knows any more",
    )


def concerned_steps(name: str, most: int) -> list[Step]:
    """`<name>_concerned_first` (figure, ref, last_on, place): the `most` met last of each, after `held_clients_step`; and
    `<name>_concerned_people` (figure, people): by how many people those are held."""
    return [
        held_clients_step(name),
        step(
            f"{name}_concerned_first",
            f"""SELECT figure, ref, last_on, holder, place FROM (SELECT figure, ref, last_on, holder,
            row_number() OVER (PARTITION BY figure ORDER BY last_on DESC, ref) AS place FROM {name}_concerned) AS t WHERE place <= {most}""",
            "those met last",
        ),
        step(
            f"{name}_concerned_people",
            f"SELECT figure, count(DISTINCT holder) AS people FROM {name}_concerned_first GROUP BY figure",
            "by how many people they are held",
        ),
    ]


def truck_steps(name: str, *, by_function: bool) -> list[Step]:
    """`<name>_falls` (function, rank, clients, worth): which part of a portfolio has nobody left once the first `rank` people
    are gone, those who know most going first; rank 0: nobody knows it today.

    What is left of a person's knowledge does not shrink as others go, for a client falls only when the last who knows it is
    gone: so the greedy order is fixed from the start, and each client falls with the last of its people.
    """
    portfolio, own = ("c.function", "s.function") if by_function else ("CAST('' AS VARCHAR)",) * 2
    stem = f"{name}_by_function" if by_function else f"{name}_all"
    return [
        step(
            f"{stem}_knowledge",
            f"""SELECT function, person, row_number() OVER (PARTITION BY function ORDER BY worth DESC, person) AS place
            FROM (SELECT {own} AS function, s.person, sum(s.worth) AS worth FROM {name}_still AS s GROUP BY {own}, s.person) AS t""",
            "people by the worth of the clients they know, most first",
        ),
        step(
            f"{stem}_last",
            f"""SELECT s.client, max(k.place) AS place FROM {name}_still AS s JOIN {stem}_knowledge AS k
            ON s.person = k.person AND {own} = k.function GROUP BY s.client""",
            "the last person of each client to go",
        ),
        step(
            f"{stem}_falls",
            f"""SELECT {portfolio} AS function, coalesce(l.place, 0) AS place, count(*) AS clients, sum(c.worth) AS worth
            FROM {name}_clients AS c LEFT JOIN {stem}_last AS l ON c.client = l.client GROUP BY {portfolio}, coalesce(l.place, 0)""",
            "what falls with each of them",
        ),
    ]


def second_steps(name: str) -> list[Step]:
    """`<name>_seconds` (function, other, n, people): of each portfolio's clients that two functions know, the other one, and how many
    of its people know them."""
    return [
        step(
            f"{name}_seconds",
            f"""SELECT c.function, f.function AS other, count(DISTINCT c.client) AS n, count(DISTINCT p.person) AS people
            FROM {name}_clients AS c JOIN (SELECT client, function, row_number() OVER (PARTITION BY client ORDER BY held DESC, function) AS place FROM
            (SELECT f.client, f.function, f.held FROM {name}_functions AS f JOIN {name}_clients AS o ON f.client = o.client
            WHERE f.there = 1 AND f.function <> o.function) AS t) AS f ON c.client = f.client AND f.place = 1
            JOIN {name}_pairs AS p ON c.client = p.client AND f.function = p.function AND p.there = 1
            WHERE c.known >= 2 AND c.functions >= 2 GROUP BY c.function, f.function""",
            "which other function knows the clients of each portfolio",
        )
    ]


def handover_steps(name: str, window: Window) -> list[Step]:
    """`<name>_gaps` (gap, met, n): clients whose main contact left, and after how many days somebody else met them.

    The main contact held at least half of the client's contacts, of {FEW} or more; they left when they met nobody any more.
    """
    waited = days_between("left_on", "coalesce(next_on, " + window.day + ")")
    return [
        step(
            f"{name}_left",
            f"""SELECT p.client, p.person, q.last_on AS left_on FROM {name}_pairs AS p
            JOIN (SELECT client, sum(n) AS n FROM {name}_pairs GROUP BY client) AS c ON p.client = c.client
            JOIN {name}_persons AS q ON p.person = q.person WHERE q.there = 0 AND c.n >= {FEW} AND 2 * p.n >= c.n""",
            "clients whose main contact no longer meets anybody",
        ),
        step(
            f"{name}_next",
            f"""SELECT h.client, h.person, h.left_on, min(CASE WHEN m.met_on > h.left_on AND m.person <> h.person THEN m.met_on END) AS next_on
            FROM {name}_left AS h JOIN (SELECT coalesce(w.cluster, t.ref) AS client, t.person, t.met_on FROM {name}_contacts AS t
            LEFT JOIN {name}_who AS w ON t.ref = w.ref) AS m ON h.client = m.client GROUP BY h.client, h.person, h.left_on""",
            "when somebody else met them first",
        ),
        step(
            f"{name}_gaps",
            f"""SELECT {waited} AS gap, CASE WHEN next_on IS NULL THEN 0 ELSE 1 END AS met, count(*) AS n FROM {name}_next
            GROUP BY {waited}, CASE WHEN next_on IS NULL THEN 0 ELSE 1 END""",
            "how long clients waited for their next contact",
        ),
        step(f"{name}_leavers", f"SELECT count(DISTINCT person) AS people FROM {name}_left", "how many people left"),
    ]


def benefit_steps(name: str) -> list[Step]:
    """`<name>_bonds` (held, bucket, clients, stayed, n_before, n_since): clients in one person's hands the year before last, and
    all others, by group of clients; `<name>_holders` (held, people): by how many people each are held."""
    held = f"CASE WHEN top >= {LOCKED} * n_before THEN 1 ELSE 0 END"
    return [
        step(
            f"{name}_bonded",
            f"""SELECT client, holder, {held} AS held, n_before, n_since FROM (SELECT client, max(n_before) AS top, min(CASE WHEN place = 1 THEN person END) AS holder,
            {total("n_before")} AS n_before, {total("n_since")} AS n_since FROM (SELECT client, person, n_before, n_since,
            row_number() OVER (PARTITION BY client ORDER BY n_before DESC, person) AS place FROM {name}_pairs) AS p GROUP BY client) AS t
            WHERE n_before >= {FEW}""",
            f"clients met {FEW} times or more in the year before last ({YEAR} days), and how often since",
        ),
        step(
            f"{name}_bonds",
            f"""SELECT held, substr(md5(client), 1, 2) AS bucket, count(*) AS clients,
            {total("CASE WHEN n_since > 0 THEN 1 ELSE 0 END")} AS stayed, {total("n_before")} AS n_before, {total("n_since")} AS n_since
            FROM {name}_bonded GROUP BY held, substr(md5(client), 1, 2)""",
            "by group of clients: those in one person’s hands and the others, still met since, and how often",
        ),
        step(
            f"{name}_holders",
            f"SELECT held, count(DISTINCT holder) AS people FROM {name}_bonded GROUP BY held",
            "by how many people they are held",
        ),
    ]
