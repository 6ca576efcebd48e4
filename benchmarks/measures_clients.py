"""Who stays, what clients answered, and for whom we work, each beside what one would write by hand."""

from benchmarks.measures_pairs import Pair
from benchmarks.measures_relational import COLUMNS
from visavis.engine.measuring import retention, surveys, work_for_whom
from visavis.engine.measuring.selecting import Facts, Selection, select_rows
from visavis.engine.steps import Step, step
from visavis.engine.tables import Type

CONTRACTS = Selection(
    {"client": "client_ref"}, {"ended": "done_at", "began": "occurred_at"}, where={"type": "contract"}
)
ROOTS = {root: [root] for root in work_for_whom.ROOTS}
EVENTS = Facts("events", COLUMNS["events"] | {"extra_asked_by": Type.TEXT}, COLUMNS["events"])


def _staying() -> list[Step]:
    leavings = step(
        "r_leavings", "SELECT client AS ref, began_on, ended_on AS left_on FROM r_rows WHERE NOT client IS NULL"
    )
    rows = select_rows("r_rows", EVENTS, CONTRACTS, "clients, and when they left")
    return [*rows, leavings, *retention.staying_steps("r", "r_leavings", every=True)]


STAYING = """WITH seen AS (SELECT client_ref, min(occurred_on) AS first_on, max(occurred_on) AS last_on FROM (SELECT client_ref, occurred_on FROM events
    UNION ALL SELECT client_ref, occurred_on FROM exchanges UNION ALL SELECT client_ref, occurred_on FROM ratings) GROUP BY client_ref),
  last AS (SELECT max(last_on) AS until_on FROM seen),
  held AS (SELECT client_ref, min(occurred_on) AS began_on, max(done_on) AS left_on, count(*) = count(done_on) AS gone FROM events
    WHERE type = 'contract' AND client_ref IS NOT NULL GROUP BY client_ref),
  clients AS (SELECT coalesce(c.cluster, h.client_ref) AS client, min(coalesce(began_on, first_on)) AS began_on, bool_and(gone) AS gone, max(left_on) AS left_on
    FROM held AS h LEFT JOIN seen USING (client_ref) LEFT JOIN clusters AS c ON h.client_ref = 'record/' || c.source || '/' || c.key GROUP BY 1)
SELECT year(began_on) AS cohort, gone AND left_on <= until_on AS gone, coalesce(left_on, until_on) - began_on AS days, count(*) AS n FROM clients, last GROUP BY ALL"""
ASKED = """WITH things AS (SELECT source || '/' || key AS id, client_ref, about FROM events
    WHERE source || '/' || key IN (SELECT about FROM events WHERE about IS NOT NULL)),
  led AS (SELECT DISTINCT a.id FROM things AS a LEFT JOIN things AS b ON a.about = b.id LEFT JOIN things AS c ON b.about = c.id
    WHERE coalesce(a.client_ref, b.client_ref, c.client_ref) IS NOT NULL)
SELECT team, CASE WHEN client_ref IS NOT NULL OR id IS NOT NULL THEN 'client' ELSE lower(trim(extra_asked_by)) END AS root, count(*) AS n
FROM events LEFT JOIN led ON events.about = led.id GROUP BY ALL"""
ANSWERS = """SELECT instrument, date_trunc('month', occurred_on) AS month, score >= 9 AS good, score <= 6 AS bad, count(*) AS n FROM ratings
WHERE low = 0 AND high = 10 GROUP BY ALL"""


def pairs() -> list[Pair]:
    """Kinds about clients."""
    asked = Selection({"asked": "extra.asked_by", "team": "team", "client": "client_ref", "about": "about"})
    return [
        Pair("retention: who stays", _staying, retention.settled("r"), ("r_stays",), (STAYING,)),
        Pair("roots: who asked for work", lambda: work_for_whom.root_steps("w", EVENTS, asked, ROOTS), work_for_whom.settled("w"), ("w_roots",), (ASKED,)),
        Pair("survey: answers by month", lambda: surveys.answer_steps("s", []), {}, ("s_counts",), (ANSWERS,)),
    ]  # fmt: skip
