"""The journey and the chain, each beside what one would write by hand for the log of the bench (spans of one source about tickets)."""

from benchmarks.measures_pairs import Pair
from visavis.engine.measuring import critical_path, process
from visavis.engine.measuring.critical_path import DAYS, TERMS
from visavis.engine.steps import Step, step

LOG = process.Log("desk", "steps", ("step",), True, 0)

CASES = """CREATE OR REPLACE TEMP TABLE hand_cases AS SELECT about, substr(md5(client_ref), 1, 2) AS bucket, least(began, occurred_at) AS began,
    CASE WHEN told = n AND done_at IS NOT NULL THEN ended END AS ended, done_on > due_on AS late
    FROM (SELECT about, min(occurred_at) AS began, max(done_at) AS ended, count(*) AS n, count(done_at) AS told FROM events
    WHERE source = 'steps' AND done_at IS NULL OR source = 'steps' AND done_at >= occurred_at GROUP BY about) AS s
    JOIN (SELECT 'desk/' || key AS about, client_ref, occurred_at, done_at, done_on, due_on FROM events WHERE source = 'desk' AND type = 'ticket') AS r
    USING (about) WHERE client_ref IS NOT NULL"""
ACTIVITIES = """CREATE OR REPLACE TEMP TABLE hand_steps AS SELECT about, bucket, status AS step, team, s.occurred_at AS began, s.done_at AS until,
    row_number() OVER w AS place, lag(status) OVER w AS step_before, lag(team) OVER w AS team_before, lag(s.done_at) OVER w AS until_before,
    row_number() OVER (PARTITION BY about, status ORDER BY s.occurred_at, s.done_at, place) > 1 AS again
    FROM events AS s JOIN hand_cases AS c USING (about) WHERE s.source = 'steps' AND (s.done_at IS NULL OR s.done_at >= s.occurred_at)
    WINDOW w AS (PARTITION BY about ORDER BY s.occurred_at, coalesce(s.done_at, s.occurred_at), place)"""
TOLD = (
    """SELECT step, until IS NULL AS waiting, date_diff('minute', began, coalesce(until, (SELECT max(until) FROM hand_steps))) // 6 AS tenths, count(*) AS n
    FROM hand_steps GROUP BY ALL""",
    """SELECT ended IS NULL AS waiting, date_diff('minute', began, coalesce(ended, (SELECT max(until) FROM hand_steps))) // 6 AS tenths, count(*) AS n
    FROM hand_cases GROUP BY ALL""",
    """SELECT path, count(*) AS n, avg(epoch(ended - began)), var_samp(epoch(ended - began)) FROM (SELECT about, string_agg(step, ' → ' ORDER BY place) AS path
    FROM hand_steps WHERE step_before IS DISTINCT FROM step AND place <= 40 GROUP BY about) JOIN hand_cases USING (about) GROUP BY path""",
    """SELECT step_before, step, count(*) AS n, sum(greatest(0, epoch(began - until_before))) AS seconds FROM hand_steps
    WHERE step_before <> step GROUP BY ALL""",
    """SELECT team_before, team, count(*) AS n, count(DISTINCT about) AS cases FROM hand_steps WHERE team_before <> team GROUP BY ALL""",
    """SELECT step, count(*) AS n, count(DISTINCT about) AS cases, count(DISTINCT about) FILTER (again AND step_before <> step) AS back
    FROM hand_steps GROUP BY step""",
    """SELECT bucket, count(DISTINCT about) FILTER (again AND step_before <> step) AS back, count(*) FILTER (team_before <> team) AS handed
    FROM hand_steps GROUP BY bucket""",
)
HELD = """CREATE OR REPLACE TEMP TABLE hand_held AS SELECT about, bucket, step, team, again, late,
    greatest(0, epoch(least(until, coalesce(later, until)) - began)) AS seconds FROM (SELECT s.*, c.late, min(s.began) OVER (PARTITION BY about
    ORDER BY until DESC, s.began DESC, place DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS later
    FROM hand_steps AS s JOIN hand_cases AS c USING (about) WHERE c.ended IS NOT NULL)"""
BY_TEAM = """SELECT h.bucket, team, sum(seconds), sum(seconds) FILTER (again), sum(seconds - usual) FILTER (late AND seconds > usual), count(DISTINCT about)
    FROM hand_held AS h JOIN (SELECT step, quantile_disc(seconds, 0.5) AS usual FROM hand_held GROUP BY step) USING (step) GROUP BY ALL"""
DAYS_HELD = f"""CREATE OR REPLACE TEMP TABLE hand_days AS SELECT about, bucket, CAST(any_value(late) AS DOUBLE) AS outcome, 1.0::DOUBLE AS one,
    {", ".join(f"sum(seconds) FILTER (rank = {n}) / 86400 AS d{n}" for n in range(1, len(DAYS)))}, sum(seconds) FILTER (rank >= {len(DAYS)}) / 86400 AS d0
    FROM hand_held JOIN (SELECT team, row_number() OVER (ORDER BY sum(seconds) DESC) AS rank FROM hand_held GROUP BY team) USING (team) GROUP BY ALL"""
MOMENTS = (
    "SELECT bucket, "
    + ", ".join(f"sum({a} * {b})" for place, a in enumerate(TERMS) for b in TERMS[place:])
    + " FROM hand_days GROUP BY bucket"
)


def _cases(name: str) -> list[Step]:
    return [process.root_step(name, LOG), *process.activity_steps(name, LOG)]


def _chain() -> list[Step]:
    late = step("h_late", "SELECT case_of, late AS outcome FROM h_cases WHERE NOT late IS NULL AND NOT ended IS NULL")
    walked = [*_cases("h"), *critical_path.held_steps("h"), *critical_path.day_steps("h")]
    return [*walked, late, *critical_path.moment_steps("h", "h_late")]


def pairs() -> list[Pair]:
    """Both kinds that read a log."""
    views = ("waits", "totals", "ways", "follows", "handoffs", "returns", "summary")
    return [
        Pair("process: ways, waits, hand-offs", lambda: [*_cases("g"), *process.process_steps("g")], process.settled("g"),
             tuple(f"g_{view}" for view in views), (CASES, ACTIVITIES, *TOLD), filed=frozenset(process.settled("g"))),
        Pair("chain: time by team, its products", _chain, process.settled("h") | critical_path.settled("h"), ("h_by_team", "h_moments"),
             (CASES, ACTIVITIES, HELD, BY_TEAM, DAYS_HELD, MOMENTS), filed=frozenset(process.settled("h"))),
    ]  # fmt: skip
