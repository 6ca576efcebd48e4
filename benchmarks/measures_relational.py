"""Measures that run as named steps, each beside the tightest query that one would write by hand for the same rows."""

from benchmarks.measures_pairs import Pair
from visavis.engine.holding.promise import Not, Where
from visavis.engine.measuring import concentration, delay, funnel, holding_on, knowing, talking
from visavis.engine.measuring.acknowledging import acknowledges
from visavis.engine.measuring.knowing import Contacts, Window
from visavis.engine.measuring.selecting import Facts, Selection
from visavis.engine.steps import Step
from visavis.engine.tables import FACTS

COLUMNS = {name: {column.name: column.type for column in table.columns} for name, table in FACTS.items()}
AS_OF = "2024-11-26"
NAMED: Where = {"staff": Not(**{"not": None})}


def _facts(view: str) -> Facts:
    return Facts(view, COLUMNS[view], COLUMNS["events"])


def _knowing() -> list[Step]:
    fields = {"client": "client_ref", "about": "about", "person": "staff", "team": "team"}
    parts = [
        Contacts(_facts(view), Selection(fields, {"met": "occurred_at"}, where=NAMED))
        for view in ("exchanges", "events")
    ]
    return knowing.contact_steps("k", parts) + knowing.knowing_steps("k", Window(AS_OF))


CONTACTS = """whose AS (SELECT a.about, min(e.client_ref) AS ref FROM (SELECT DISTINCT about FROM events WHERE client_ref IS NULL AND staff IS NOT NULL) AS a
    JOIN events AS e ON a.about = e.source || '/' || e.key WHERE e.client_ref IS NOT NULL GROUP BY a.about),
  met AS (SELECT client_ref AS ref, staff, team, occurred_on FROM exchanges WHERE staff IS NOT NULL AND client_ref IS NOT NULL
    UNION ALL SELECT client_ref, staff, team, occurred_on FROM events WHERE staff IS NOT NULL AND client_ref IS NOT NULL
    UNION ALL SELECT w.ref, staff, team, occurred_on FROM events AS e JOIN whose AS w ON e.about = w.about WHERE e.client_ref IS NULL AND staff IS NOT NULL)"""
WEIGHED = f"""{CONTACTS}, held AS (SELECT ref, staff, team, sum(exp(-ln(2) / 180 * (DATE '{AS_OF}' - occurred_on))) AS held, count(*) AS n,
    max(occurred_on) AS last_on FROM met GROUP BY ALL),
  persons AS (SELECT staff, arg_max(team, n) AS function, max(last_on) AS last_on FROM (SELECT staff, team, sum(n) AS n, max(last_on) AS last_on FROM held GROUP BY ALL) GROUP BY staff),
  pairs AS MATERIALIZED (SELECT coalesce('k' || substr(c.key, 2), ref) AS client, h.staff, sum(held) AS held, sum(n) AS n, max(h.last_on) AS last_on, any_value(function) AS function,
    max(DATE '{AS_OF}' - p.last_on <= 90 AND DATE '{AS_OF}' - h.last_on <= 365) AS there FROM held AS h JOIN persons AS p ON h.staff = p.staff
    LEFT JOIN clusters AS c ON h.ref = 'record/crm/' || c.key GROUP BY 1, 2)"""
CLIENTS = """clients AS (SELECT client, sum(n) AS n, count(*) FILTER (there) AS known, count(DISTINCT function) FILTER (there) AS functions, count(*) AS persons,
    max(held) / sum(held) AS top_share, sum(held * held) / pow(sum(held), 2) AS hhi, max(last_on) AS last_on FROM pairs GROUP BY client)"""
MOST = """most AS (SELECT client, arg_max(function, held) AS function FROM (SELECT client, function, sum(held) AS held FROM pairs GROUP BY ALL) GROUP BY client)"""


def _talking() -> list[Step]:
    return talking.turn_steps("d", _facts("exchanges"), {}, mass=20) + talking.answer_steps("d", readings=False)


MACHINE = acknowledges("text")
ANSWERED = f"""WITH said AS (SELECT source, coalesce(thread, reply_to, key) AS thread, direction, channel, team, occurred_at AS at_, key FROM exchanges
    WHERE direction IN ('in', 'out') AND NOT (direction = 'out' AND {MACHINE})),
  threads AS (SELECT source, thread, arg_min(direction, (at_, direction, key)) AS first, arg_min(channel, (at_, direction, key)) AS channel,
    arg_min(team, (at_, direction, key)) AS team, min(at_) AS asked_at, min(at_) FILTER (direction = 'out') AS answered_at FROM said GROUP BY ALL),
  seen AS (SELECT source, max(at_) AS seen_at FROM said GROUP BY source)
SELECT t.source, channel, team, answered_at IS NOT NULL AS ended, date_diff('minute', asked_at, coalesce(answered_at, seen_at)) // 10 AS m, count(*) AS n
FROM threads AS t JOIN seen AS s ON t.source = s.source WHERE first = 'in' GROUP BY ALL"""


def pairs() -> list[Pair]:
    """Every measure that is relational."""
    per_client = Selection({"client": "client_ref", "person": "staff"})
    began = Selection(moments={"started": "occurred_at", "ended": "done_at"})
    stage = Selection({"stage": "status"}, {"happened": "occurred_at"})
    stages = ("heard", "read", "reached", "answered")
    return [
        Pair("concentration", lambda: concentration.concentration_steps("c", _facts("events"), per_client, pairs=False), {}, ("c_by_client",), (
            """SELECT client_ref, sum(held) AS cases, count(*) AS persons, max(held) / sum(held) AS top, sum(held * held) / pow(sum(held), 2) AS hhi
            FROM (SELECT client_ref, staff, count(*) AS held FROM events WHERE client_ref IS NOT NULL AND staff IS NOT NULL GROUP BY ALL) GROUP BY client_ref""",)),
        Pair("delay", lambda: delay.delay_steps("w", _facts("events"), began, unit="hour", censored=False), {}, ("w_durations",), (
            """WITH seen AS (SELECT source, greatest(max(occurred_at), max(done_at)) AS seen_at FROM events GROUP BY source)
            SELECT done_at IS NOT NULL AS ended, (epoch_us(coalesce(done_at, seen_at)) - epoch_us(occurred_at)) / 3.6e9 AS h, count(*) AS n
            FROM events AS e JOIN seen AS s ON e.source = s.source GROUP BY ALL""",)),
        Pair("funnel", lambda: funnel.funnel_steps("f", _facts("events"), stage, order=stages, period="month"), {}, ("f_stages",), (
            """SELECT year(coalesce(occurred_on, occurred_at::DATE)) AS y, month(coalesce(occurred_on, occurred_at::DATE)) AS m, status, count(*) AS n FROM events GROUP BY ALL""",)),
        Pair("relation: who knows each client", _knowing, knowing.settled("k"), ("k_clients",), (
            f"WITH {WEIGHED}, {CLIENTS}, {MOST} SELECT c.*, m.function FROM clients AS c JOIN most AS m ON c.client = m.client",)),
        Pair("relation: that, and the truck factor", lambda: _knowing() + holding_on.truck_steps("k", by_function=False), knowing.settled("k"), ("k_clients", "k_all_falls"), (
            f"CREATE OR REPLACE TEMP TABLE hand_pairs AS WITH {WEIGHED} FROM pairs",
            f"WITH pairs AS (FROM hand_pairs), {CLIENTS}, {MOST} SELECT c.*, m.function FROM clients AS c JOIN most AS m ON c.client = m.client",
            f"""WITH knowledge AS (SELECT staff, row_number() OVER (ORDER BY count(*) DESC, staff) AS place FROM hand_pairs WHERE there GROUP BY staff),
            lasts AS (SELECT client, max(place) AS place FROM hand_pairs AS p LEFT JOIN knowledge AS k ON p.staff = k.staff AND p.there GROUP BY client
            HAVING max(last_on) >= DATE '{AS_OF}' - 365) SELECT coalesce(place, 0) AS place, count(*) AS n FROM lasts GROUP BY 1""")),
        Pair("dialogue: answers and their times", _talking, talking.settled("d"), ("d_answers",), (ANSWERED,)),
        Pair("dialogue: turns of each side", lambda: talking.turn_steps("d", _facts("exchanges"), {}, mass=20) + talking.balance_steps("d"), talking.settled("d"), ("d_balance",), (
            f"""SELECT channel, team, count(*) FILTER (direction = 'in' AND former IS DISTINCT FROM 'in') AS i, count(*) FILTER (direction = 'out' AND former IS DISTINCT FROM 'out') AS o
            FROM (SELECT channel, team, direction, lag(direction) OVER (PARTITION BY source, coalesce(thread, reply_to, key) ORDER BY occurred_at, direction, key) AS former
            FROM exchanges WHERE direction = 'in' OR NOT {MACHINE}) GROUP BY ALL""",)),
    ]  # fmt: skip
