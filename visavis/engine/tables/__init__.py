"""Every lake table: its columns, their types, their meaning.

A *fact* table holds what happened, as sources told it; a *result* table holds what a run computed from facts.
Column types are few and mean the same on every engine. A moment stands in three columns, `X_at` (UTC, null where only the
date is known), `X_on` (the local day of the source) and `X_zone`. Declared extra fields are columns named `extra_<name>`.
"""

from visavis.engine.tables.columns import EXTRA, Column, Table, Type
from visavis.engine.tables.facts import EVENTS, EXCHANGES, RATINGS, RECORDS, TALLIES
from visavis.engine.tables.results import (
    CASES,
    CLIENTS,
    CLUSTERS,
    COMMITMENTS,
    DOUBTS,
    EDGES,
    EXAMPLES,
    FELT,
    LINKS,
    MEASURES,
    REJECTS,
    RELATIONS,
)
from visavis.engine.tables.voices import (
    ALIKE,
    FATES,
    PERSONAL,
    READINGS,
    RISING,
    ROUTES,
    SAID,
    TOPIC_KINDS,
    TOPICS,
    TRENDS,
    VECTORS,
)
from visavis.engine.tables.wording import WORD_FORMS, WORD_USES, WORDED, WORDING, WORDING_EXAMPLES

__all__ = [
    "ALIKE",
    "ALL",
    "CASES",
    "CLIENTS",
    "CLUSTERS",
    "COMMITMENTS",
    "DOUBTS",
    "EDGES",
    "EVENTS",
    "EXAMPLES",
    "EXCHANGES",
    "EXTRA",
    "FACTS",
    "FATES",
    "FELT",
    "LINKS",
    "MEASURES",
    "PERSONAL",
    "RATINGS",
    "READINGS",
    "RECORDS",
    "REJECTS",
    "RELATIONS",
    "RESULTS",
    "RISING",
    "ROUTES",
    "SAID",
    "TALLIES",
    "TOPICS",
    "TOPIC_KINDS",
    "TRENDS",
    "VECTORS",
    "WORDED",
    "WORDING",
    "WORDING_EXAMPLES",
    "WORD_FORMS",
    "WORD_USES",
    "Column",
    "Table",
    "Type",
]

FACTS = {table.name: table for table in (RECORDS, EXCHANGES, EVENTS, RATINGS, TALLIES)}
RESULTS = {
    table.name: table
    for table in (
        REJECTS,
        EDGES,
        CLUSTERS,
        DOUBTS,
        RELATIONS,
        LINKS,
        CLIENTS,
        READINGS,
        SAID,
        VECTORS,
        PERSONAL,
        ALIKE,
        ROUTES,
        FATES,
        CASES,
        FELT,
        COMMITMENTS,
        MEASURES,
        EXAMPLES,
        WORDED,
        WORD_FORMS,
        WORD_USES,
        WORDING,
        WORDING_EXAMPLES,
        TOPICS,
        TOPIC_KINDS,
        TRENDS,
        RISING,
    )
}
ALL = FACTS | RESULTS
