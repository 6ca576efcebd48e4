"""Which texts may be read: the words of clients, and nobody else's.

What employees write is never read for mood: of the exchanges only those that came in, never those sent or internal ones.
"""

from visavis.engine.steps import Step, step

VERBATIMS: Step = step(
    "verbatims",
    """
    SELECT source, 'exchanges' AS "table", key, text FROM exchanges WHERE direction = 'in' AND trim(text) <> ''
    UNION ALL
    SELECT source, 'ratings' AS "table", key, text FROM ratings WHERE trim(text) <> ''
    """,
    "texts that clients wrote: exchanges that came in, and the words beside ratings; nothing that employees wrote",
)
"""Over the views `exchanges` and `ratings`; columns source, table, key, text, as `read_verbatims` takes them."""
