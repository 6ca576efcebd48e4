"""When the linking model is trained anew, and what that changed. Between two refits it is frozen, with its frequencies: the same
records keep their weights, and client ids their clients."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.clusters.changes import Changes, changes_between
from visavis.engine.linking.clusters.decided import Decided
from visavis.engine.linking.comparable.nodes import RECORD
from visavis.engine.linking.kept import scan
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.linking.weights.learning import answers_in, learn
from visavis.engine.linking.weights.model import Model
from visavis.engine.linking.weights.trained import REPORT, Trained, read_trained
from visavis.mistakes import Words

MODEL = "linking_model"
"""Name of the manifest's entry: a folder with the model and its frequencies (engine/linking/weights/trained.py)."""

LEDGER = "linking"
"""In a manifest's ledger: `version` of the model, `base` (version of the default model that it was trained from; null where people
gave it), `trained_at`, `records` (how many it was trained on), and what the kept input was `made_by`, for which `country`."""

GROWTH = 2
"""A model is trained anew once records are so many times as many as when it was trained."""

FIRST = Words(fr="premier apprentissage", en="first training")
ASKED = Words(fr="demandé", en="asked for")
GIVEN = Words(fr="un autre modèle est donné", en="another model is given")
NEW_DEFAULT = Words(fr="le modèle livré a changé", en="the shipped model changed")


@dataclass(frozen=True, slots=True)
class Refit:
    """What a refit changes: versions, the records it was trained on, and the partition."""

    former: str
    version: str
    reason: Words
    records: int
    changes: Changes

    def plain(self) -> dict[str, Any]:
        """Ready for JSON."""
        told = {"former": self.former, "version": self.version, "records": self.records}
        return told | {"reason": {"fr": self.reason.fr, "en": self.reason.en}, "changes": self.changes.plain()}

    def note(self) -> Words:
        """One sentence for the notes of a run."""
        c = self.changes
        return Words(
            fr=f"Modèle de rapprochement {self.former} → {self.version} ({self.reason.fr}): sur {c.records} fiches connues des deux, "
            f"{c.moved} changent de client; {c.merged} clients en réunissent plusieurs, {c.parted} sont séparés",
            en=f"Linking model {self.former} → {self.version} ({self.reason.en}): of {c.records} records known to both, "
            f"{c.moved} change client; {c.merged} clients bring several together, {c.parted} are parted",
        )


def model_now(lake: Lake, manifest: Manifest) -> Trained | None:
    """The frozen model; None before the first training."""
    entry = next(iter(manifest.of(MODEL)), None)
    return read_trained(lake.folder / entry.path) if entry else None


def why_refit(manifest: Manifest, records: int, *, refit: bool, model: Model | None) -> Words | None:
    """Why a model must be trained on those `records`; None while the frozen one stands. A model that people gave is replaced by
    nothing but what they ask for."""
    told: dict[str, Any] = manifest.ledger.get(LEDGER, {})
    if not manifest.of(MODEL) or "version" not in told:
        return FIRST
    if model is not None:
        return GIVEN if model.version != told["version"] else None
    if refit:
        return ASKED
    if told["base"] is None:
        return None
    if told["base"] != DEFAULT.version:
        return NEW_DEFAULT
    if records >= GROWTH * max(told["records"], 1):
        before = told["records"]
        return Words(fr=f"{records} fiches au lieu de {before}", en=f"{records} records instead of {before}")
    return None


def records_in(nodes: Path) -> int:
    """How many records were gathered, in the Parquet file or folder `nodes`."""
    with duckdb.connect() as connection:
        sql = f"SELECT count(*) FROM {scan(nodes)} WHERE origin = '{RECORD}'"
        return int(connection.execute(sql).fetchall()[0][0])


def with_model(lake: Lake, manifest: Manifest, trained: Trained, records: int, *, given: bool) -> Manifest:
    """The manifest whose model is `trained`, on `records`; `given`: by people."""
    told = {
        "version": trained.model.version,
        "base": None if given else DEFAULT.version,
        "trained_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "records": records,
    }
    known = manifest.ledger.get(LEDGER, {})
    return replace(
        manifest.replaced(MODEL, [lake.entry(MODEL, trained.folder, records)]),
        ledger=manifest.ledger | {LEDGER: known | told},
    )


def report_refit(
    lake: Lake, former: Manifest, trained: Trained, clusters: Path, reason: Words, records: int
) -> Refit | None:
    """What replacing the model of `former` by `trained` changes in its clusters, written beside the new model; None where there
    was none. Only records that both partitions know are compared."""
    before = former.of("clusters")
    if reason is FIRST or not before or LEDGER not in former.ledger:
        return None
    changes = changes_between(lake.folder / before[0].path, clusters)
    told = Refit(former.ledger[LEDGER]["version"], trained.model.version, reason, records, changes)
    (trained.folder / REPORT).write_text(json.dumps(told.plain(), ensure_ascii=False, indent=1), encoding="utf-8")
    return told


def last_report(lake: Lake, manifest: Manifest) -> dict[str, Any] | None:
    """What the last refit changed, as `Refit.plain`; None where the model is the first."""
    for entry in manifest.of(MODEL):
        file = lake.folder / entry.path / REPORT
        if file.exists():
            plain: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            return plain
    return None


class Teaching:
    """What people answered, as it is found in the last run: refines a model that was trained on the data."""

    def __init__(self, lake: Lake, manifest: Manifest, decided: Decided, scratch: Path) -> None:
        self.lake, self.manifest, self.decided, self.scratch = lake, manifest, decided, scratch

    def __call__(self, model: Model) -> Model:
        """The model that answers make of `model`."""
        former = model_now(self.lake, self.manifest)
        if former is None or not (self.decided.together or self.decided.apart):
            return model
        views: Sequence[str] = ("edges", "clusters", "events", "exchanges", "ratings")
        session = DuckDB(self.scratch)
        try:
            self.lake.show(session, self.manifest, views)
            return learn(model, answers_in(session.connection, self.decided, former.model.threshold)).model
        finally:
            session.close()
