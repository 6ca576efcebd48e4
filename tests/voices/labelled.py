"""A home in which clients said things, and people who correct what was read of them."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.lake import Lake, Manifest
from visavis.engine.reading.verbatims import READINGS_SCHEMA
from visavis.engine.steps import SQL_TYPES, step
from visavis.engine.tables import RATINGS

if TYPE_CHECKING:
    from visavis.house.models import User
    from visavis.voices.models import Voice

GOOD = ("merci, tout est parfait", "bravo pour la rapidité", "équipe très aimable, ravi", "service impeccable, merci")
BAD = (
    "colis perdu, c’est nul",
    "toujours en retard, lamentable",
    "personne ne répond, je suis furieux",
    "facture fausse",
)
START = datetime(2025, 3, 1, 12, tzinfo=UTC)


def somebody(name: str = "Camille Roux") -> "User":
    """A person who may correct."""
    from visavis.house.models import User
    from visavis.vocabulary import Role

    return User.objects.create_user(f"{uuid.uuid4().hex}@exemple.example", name, Role.ANALYST)


def said(number: int, text: str, **more: Any) -> "Voice":
    """A voice."""
    from visavis.voices.models import Voice

    moment = START + timedelta(hours=number)
    given = {"source": "avis", "language": "fr", "moment": moment, "occurred_on": moment.date()} | more
    return Voice.objects.create(id=uuid.UUID(int=number * 2**100), text=text, **given)


def sayings(size: int) -> list[tuple[str, str]]:
    """Texts and how they feel."""
    chance = np.random.default_rng(3)
    rows = []
    for row in range(size):
        side, words = ("positive", GOOD) if row % 2 else ("negative", BAD)
        rows.append((f"commande {row} : {words[row // 2 % 4]}, {words[int(chance.integers(4))]}", side))
    return rows


def lake_of(home: Path, texts: list[str], model: str, sentiment: str = "neutral") -> Manifest:
    """A published run with these ratings, each read as `sentiment` by the reader `model`."""
    from hashlib import md5

    from visavis.engine.duckdb import DuckDB

    lake, runner = Lake(home / "lake"), DuckDB()
    runner.connection.register("given", pa.table({"key": [str(i) for i in range(len(texts))], "text": texts}))
    columns = ", ".join(
        {"source": "'avis' AS source", "key": "key", "text": "text"}.get(
            c.name, f"CAST(NULL AS {SQL_TYPES[c.type]}) AS {c.name}"
        )
        for c in RATINGS.columns
    )
    runner.run([step("made", f"SELECT {columns} FROM given")])
    ratings = lake.new_file("ratings", "r")
    entries = [lake.entry("ratings", ratings, runner.write("made", ratings), source="avis")]
    runner.close()
    rows = [
        {
            "source": "avis", "table": "ratings", "key": str(i), "language": "fr", "language_p": 1.0,
            "sentiment": sentiment, "sentiment_p": 0.5, "theme": "other", "theme_p": 0.5, "themes": ["other"],
            "marks": ["anger"], "marks_p": '{"anger": 0.9}', "evidence": '{"sentiment": ["commande"], "anger": ["nul"]}',
            "model": model, "text_md5": md5(text.encode()).hexdigest(),
        }
        for i, text in enumerate(texts)
    ]  # fmt: skip
    file = lake.new_file("readings", "r")
    pq.write_table(pa.Table.from_pylist(rows, schema=READINGS_SCHEMA), file)
    manifest = Manifest("r", "2025-03-02T00:00:00+00:00", (*entries, lake.entry("readings", file, len(rows))))
    lake.publish(manifest)
    return manifest
