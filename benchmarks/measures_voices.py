"""What became of each voice, beside a query by hand that tells the same of the same facts."""

from benchmarks.measures_pairs import Pair
from visavis.engine.measuring.acknowledging import acknowledges
from visavis.engine.measuring.voices_lives import count_steps, life_steps, settled
from visavis.engine.steps import Step

DAYS = 30
WINDOW = DAYS * 86_400_000_000

_VOICES = """voices AS (SELECT 'exchanges' AS fact, source, key, coalesce(thread, reply_to, key) AS thread, about, channel, epoch_us(occurred_at) AS us, year(occurred_on) AS year
    FROM exchanges WHERE direction = 'in' AND trim(text) <> ''
    UNION ALL SELECT 'ratings', source, key, NULL, about, CASE WHEN instrument = 'review' THEN 'review' ELSE 'survey' END, epoch_us(occurred_at), year(occurred_on)
    FROM ratings WHERE trim(text) <> '')"""
_SIGNS = f"""replies AS (SELECT source, key, coalesce(thread, reply_to, key) AS thread, about, team, epoch_us(occurred_at) AS us FROM exchanges
    WHERE direction = 'out' AND NOT {acknowledges("text")}),
  promised AS (SELECT r.* FROM replies AS r SEMI JOIN (SELECT source, key FROM commitments WHERE kind IN ('firm', 'vague', 'conditional')) AS c USING (source, key)),
  finished AS (SELECT source || '/' || key AS about, max(epoch_us(done_at)) AS us FROM events SEMI JOIN (SELECT DISTINCT source, type FROM events WHERE done_at IS NOT NULL) AS f
    USING (source, type) GROUP BY 1 HAVING count(done_at) = count(*)),
  signs AS (SELECT v.fact, v.source, v.key, 'answered' AS kind, x.team, x.us FROM voices AS v JOIN replies AS x ON v.source = x.source AND v.thread = x.thread AND x.us BETWEEN v.us AND v.us + {WINDOW}
    UNION ALL SELECT v.fact, v.source, v.key, 'answered', x.team, x.us FROM voices AS v JOIN replies AS x ON v.about = x.about AND x.us BETWEEN v.us AND v.us + {WINDOW}
    UNION ALL SELECT v.fact, v.source, v.key, 'decided', x.team, x.us FROM voices AS v JOIN promised AS x ON v.source = x.source AND v.thread = x.thread AND x.us BETWEEN v.us AND v.us + {WINDOW}
    UNION ALL SELECT v.fact, v.source, v.key, 'decided', x.team, x.us FROM voices AS v JOIN (SELECT source || '/' || key AS about, team, epoch_us(done_at) AS us FROM events WHERE done_at IS NOT NULL
      UNION ALL SELECT about, team, epoch_us(occurred_at) FROM events WHERE about IS NOT NULL) AS x ON v.about = x.about AND x.us BETWEEN v.us AND v.us + {WINDOW}
    UNION ALL SELECT v.fact, v.source, v.key, 'done', NULL, x.us FROM voices AS v JOIN finished AS x ON v.about = x.about AND x.us BETWEEN v.us AND v.us + {WINDOW}
    UNION ALL SELECT v.fact, v.source, v.key, CASE WHEN score - low >= .75 * (high - low) THEN 'glad' ELSE 'cross' END, NULL, epoch_us(x.occurred_at) FROM voices AS v
    JOIN ratings AS x ON v.about = x.about AND epoch_us(x.occurred_at) BETWEEN v.us + 1 AND v.us + {WINDOW} WHERE score - low >= .75 * (high - low) OR score - low < .5 * (high - low))"""
_LIVED = f"""CREATE OR REPLACE TEMP TABLE lived_by_hand AS WITH {_VOICES}, {_SIGNS},
  ends AS (SELECT source, max(epoch_us(occurred_at)) AS until FROM (SELECT source, occurred_at FROM exchanges UNION ALL SELECT source, occurred_at FROM ratings) GROUP BY source)
  SELECT v.*, o.team, e.until, count(s.us) FILTER (s.kind NOT IN ('glad', 'cross')) AS read, min(s.us) FILTER (s.team = o.team) AS reached, min(s.us) FILTER (s.kind = 'answered') AS answered,
    max(s.us) FILTER (s.kind = 'answered') AS last_answer, min(s.us) FILTER (s.kind IN ('decided', 'done')) AS decided, min(s.us) FILTER (s.kind = 'done') AS done,
    max(s.us) FILTER (s.kind = 'glad') AS glad, max(s.us) FILTER (s.kind = 'cross') AS sad, count(DISTINCT s.team) AS teams
  FROM voices AS v JOIN ends AS e ON v.source = e.source LEFT JOIN routes AS o ON v.source = o.source AND v.key = o.key AND v.fact = o."table"
  LEFT JOIN readings AS r ON v.source = r.source AND v.key = r.key AND v.fact = r."table" LEFT JOIN signs AS s ON v.fact = s.fact AND v.source = s.source AND v.key = s.key GROUP BY ALL"""
_COUNTED = f"""SELECT team, channel, year, us + {WINDOW} > until AS young, CASE WHEN glad >= least(answered, done) AND coalesce(sad < glad, true) THEN 'felt'
    WHEN last_answer >= done - 86400000000 THEN 'told' WHEN done IS NOT NULL THEN 'done' WHEN decided IS NOT NULL THEN 'decided' WHEN reached IS NOT NULL THEN 'reached'
    WHEN read > 0 THEN 'read' ELSE 'heard' END AS stage, count(*) AS n, count(answered) AS answered FROM lived_by_hand GROUP BY ALL"""


def pairs() -> list[Pair]:
    """The life of voices."""

    def ours() -> list[Step]:
        return [*life_steps("v", within=DAYS), *count_steps("v", within=DAYS)]

    return [Pair("voices: from heard to confirmed", ours, settled("v"), ("v_counts",), (_LIVED, _COUNTED))]
