"""Weights without labels: what the data can tell replaces the weights that the default model was written with."""

import duckdb

from visavis.engine.linking.model import Model
from visavis.engine.linking.splink import Linker

SMALLEST = 500
"""Fewer comparable records than this teach nothing: the default weights stay."""

SESSIONS = ("l.email = r.email", "l.name = r.name", "l.phone = r.phone")
"""Rules that bring together pairs of which many are one client; each trains the comparisons it does not use."""


def train(connection: duckdb.DuckDBPyConnection, base: Model) -> Model:
    """`base` with weights learnt from `linking_input` and `linking_pairs`; `base` itself where there is too little to learn."""
    records = connection.execute("SELECT count(*) FROM linking_input WHERE origin = 'record'").fetchall()[0][0]
    if records < SMALLEST:
        return base
    return Linker(connection, base).train(list(SESSIONS))
