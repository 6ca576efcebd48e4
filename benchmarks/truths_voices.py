"""Whether what became of clients' requests is told as it was planted."""

from pathlib import Path

from benchmarks.finding import Ask, Line, state_of, told
from visavis.engine.measuring.acknowledging import acknowledges
from visavis.engine.measuring.intervals import wilson

_OPENED = f"""WITH first AS (SELECT source, key, thread, channel, direction, row_number() OVER (PARTITION BY source, thread
    ORDER BY occurred_at, key) AS place FROM exchanges WHERE direction IN ('in', 'out')),
  machines AS (SELECT DISTINCT source, thread FROM exchanges WHERE direction = 'out' AND {acknowledges("text")})
SELECT x.channel, count(*) AS asked, count(f.answered_at) AS answered, count(*) FILTER (f.lost IN ('unread', 'unsure') AND f.stage = 'heard') AS unread,
    count(*) FILTER (f.answered_at IS NULL AND NOT m.thread IS NULL) AS machine FROM fates AS f
JOIN first AS x ON f.source = x.source AND f.key = x.key AND f."table" = 'exchanges'
LEFT JOIN machines AS m ON x.source = m.source AND x.thread = m.thread
WHERE x.place = 1 AND x.direction = 'in' AND f.state = 'followed' GROUP BY x.channel"""


def answered(home: Path, ask: Ask) -> Line:
    """Of the messages that open conversations by mail and on the site, those followed for thirty days: the planted rate of answers
    lies in the interval of theirs. An answer that a machine gave counts as one in the truth, and is no reading in the measure."""
    truth, rows = told(home, "answers.json"), {row["channel"]: row for row in ask(_OPENED)}
    good, parts = True, []
    for channel in ("mail", "web"):
        row, planted = rows.get(channel, {"asked": 0, "answered": 0, "machine": 0, "unread": 0}), truth[channel]
        n = row["answered"] + row["machine"]
        low, high = wilson(n, row["asked"]) if row["asked"] else (1.0, 0.0)
        good = good and low <= planted["answered"] / planted["asked"] <= high
        parts.append(
            f"{channel} {n}/{row['asked']}, {row['machine']} by a machine alone, {row['unread']} never read "
            f"(planted {planted['answered']}/{planted['asked']})"
        )
    return Line("messages answered and lost, in the life of voices", state_of(good), "; ".join(parts))
