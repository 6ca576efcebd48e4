"""What clients said, as rows that pages show. Named steps, DuckDB."""

from visavis.engine.steps import Step, literal, step
from visavis.vocabulary import Channel, Direction, Sentiment
from visavis.voices.thanks import thanking_sql


def voice_steps() -> list[Step]:
    """`new_voices` (the columns of Voice) out of `dated_facts`, `readings`, `routes`, `personal`, `alike`, `topics` and `fates`: exchanges that came in and ratings, with words."""
    into, survey, review = (literal(str(each)) for each in (Direction.IN, Channel.SURVEY, Channel.REVIEW))
    positive = literal(str(Sentiment.POSITIVE))
    return [
        step(
            "new_voices",
            f"""SELECT f.id, f.client, f.moment, coalesce(f.occurred_on, CAST(f.occurred_at AS DATE)) AS occurred_on, f.source,
            CASE WHEN f.fact <> 'ratings' THEN coalesce(f.channel, '') WHEN f.type = {review} THEN {review}
            ELSE {survey} END AS channel, f.text, r.language,
            r.sentiment, r.theme, r.step, {_listed("r.themes")} AS themes, {_listed("r.marks")} AS marks, r.evidence,
            coalesce(o.thanked <> '', FALSE) OR CASE WHEN r.sentiment = {positive} THEN {thanking_sql("f.text")} ELSE FALSE END AS thanks, o.team, o.p AS team_p,
            o.reason AS team_why, o.thanked, p.spans AS personal, CASE WHEN a.size > 1 THEN a."group" END AS alike,
            r.sentiment_p, r.theme_p, r.step_p, r.marks_p, t.topic, t.topic_p,
            CASE WHEN e.state <> 'followed' THEN '' WHEN e.stage = 'felt' THEN e.stage ELSE e.stage || '-' || e.lost END AS fate, f.place
            FROM dated_facts AS f
            LEFT JOIN readings AS r ON f.source = r.source AND f.fact = r."table" AND f.key = r.key
            LEFT JOIN routes AS o ON f.source = o.source AND f.fact = o."table" AND f.key = o.key
            LEFT JOIN personal AS p ON f.source = p.source AND f.fact = p."table" AND f.key = p.key
            LEFT JOIN alike AS a ON f.source = a.source AND f.fact = a."table" AND f.key = a.key
            LEFT JOIN fates AS e ON f.source = e.source AND f.fact = e."table" AND f.key = e.key
            LEFT JOIN topics AS t ON f.source = t.source AND f.fact = t."table" AND f.key = t.key
            WHERE trim(f.text) <> '' AND (f.fact = 'ratings' OR (f.fact = 'exchanges' AND f.direction = {into}))""",
            "what clients said, and how it was read",
        )
    ]


def _listed(texts: str) -> str:
    """SQL of a list as one text in which `LIKE '%,code,%'` finds a code; empty where the list is."""
    return f"CASE WHEN len({texts}) > 0 THEN ',' || array_to_string({texts}, ',') || ',' ELSE '' END"
