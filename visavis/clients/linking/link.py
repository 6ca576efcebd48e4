"""The step *link*: propose which records are one client; where little changed since the last run, out of what that one kept."""

import hashlib
import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import duckdb

import visavis
from visavis.clients.doubts.doubting import with_doubts
from visavis.clients.linking.frozen import INDEX, all_linked, index_of, with_index, with_patch
from visavis.clients.linking.refitting import (
    ASKED,
    LEDGER,
    Refit,
    Teaching,
    model_now,
    records_in,
    report_refit,
    why_refit,
    with_model,
)
from visavis.clients.linking.reused import reused_among, reused_keys, told_of
from visavis.clients.relations import with_relations
from visavis.engine.duckdb import DuckDB, memory_allowed
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.linking import link as linking
from visavis.engine.linking.clusters.decided import NOTHING, Decided
from visavis.engine.linking.gathering import TooMuch, gather_changes
from visavis.engine.linking.incremental import CAME, GONE, MOST_CHANGED, Former, Unchanged, link_changes
from visavis.engine.linking.kept import file_of
from visavis.engine.linking.scored.laying import rows_in
from visavis.engine.linking.weights.model import Model
from visavis.engine.linking.weights.trained import Trained, read_trained
from visavis.engine.steps import Runner
from visavis.engine.threads import beside
from visavis.mistakes import Words

FACTS = ("records", "events", "exchanges", "ratings")

KEPT = "linking_input"
"""Name of the manifest's entry: a folder with what the next run compares with (engine/linking/kept.py)."""

PLACED = "edges as kept"
"""In a manifest's ledger: the files of edges in which what is kept tells where each stands."""


@dataclass(frozen=True, slots=True)
class _Files:
    """Where a run writes; `stale`: places of rows of the former EDGES file, where that one stays."""

    edges: Path
    stale: Path
    clusters: Path
    kept: Path
    trained: Path
    patch: Path


@dataclass(frozen=True, slots=True)
class _Changed:
    """What little changed, linked; the file of the addresses of crowds; and the records that describe somebody else now."""

    done: linking.Linked | Unchanged
    crowds: Path
    reused: list[str]


def link(
    home: Path,
    runner: Runner,
    lake: Lake,
    manifest: Manifest,
    run: str,
    *,
    country: str = "FR",
    decided: Decided = NOTHING,
    refit: bool = False,
    model: Model | None = None,
    notes: list[Words] | None = None,
    compare_on: Runner | None = None,
) -> Manifest:
    """The manifest with new `edges`, `clusters` and `doubts`, computed from all its facts and from what people `decided`, and the
    index by which single records are linked until the next run.

    `country` (ISO 3166) is assumed of phone numbers without a prefix. The first run trains a model, which later ones keep with
    its frequencies until a refit: where it is asked for (`refit`), where another `model` is given, where the shipped model
    changed, or where records have doubled; `notes` are told what that changed. Where little changed, only that is computed, to
    the same result. Where all is computed, pairs are found and compared on `compare_on`, usually `runner`. Client ids are not
    touched: publishing assigns them.
    """
    scratch, files = lake.folder / "scratch" / f"link-{run}", _new_files(lake, run)
    try:
        trained = None if refit else model_now(lake, manifest)
        found = _changes(scratch, lake, manifest, files, trained, country, decided, model) if trained else None
        lake.show(runner, manifest, FACTS)
        if found:
            done, crowds, reused = found.done, found.crowds, found.reused
            if isinstance(done, Unchanged):
                return all_linked(manifest)
        else:
            everyone = linking.gather(runner, scratch, kept=files.kept, country=country)
            crowds, records = everyone.crowds, records_in(everyone.nodes)
            reason = why_refit(manifest, records, refit=refit, model=model)
            trained = None if reason else model_now(lake, manifest)
            done = linking.link_gathered(
                compare_on or runner, scratch, everyone, edges=files.edges, clusters=files.clusters,
                model=trained or model, decided=decided, trained=None if trained else files.trained,
                learn=Teaching(lake, manifest, decided, scratch / "teaching"),
            )  # fmt: skip
            former = [lake.folder / entry.path for entry in manifest.of(KEPT)]
            reused = reused_keys(scratch / "reused", former[0], files.kept) if former and notes is not None else []
        if trained is None:
            trained = read_trained(files.trained)
            told = report_refit(lake, manifest, trained, files.clusters, reason or ASKED, records)
            manifest = with_model(lake, manifest, trained, records, given=model is not None)
            if told and notes is not None:
                notes.append(told.note())
        if notes is not None and reused:
            notes.append(told_of(reused))
        manifest = _with_results(lake, manifest, files, done, country)
        with beside(
            with_doubts, lake, manifest, run, scratch / "doubts", threshold=trained.model.threshold, decided=decided
        ) as doubting:
            if files.patch.exists():
                manifest = with_patch(lake, manifest, files.patch)
            else:
                manifest = with_index(lake, manifest, run, file_of(files.kept, "input"), trained, crowds=crowds)
            manifest = with_relations(runner, lake, manifest, run, scratch / "relations")
        return manifest.replaced("doubts", doubting.result().of("doubts"))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def dry_refit(
    runner: Runner,
    lake: Lake,
    manifest: Manifest,
    run: str,
    *,
    country: str = "FR",
    decided: Decided = NOTHING,
    model: Model | None = None,
) -> Refit | None:
    """What a refit on the facts of `manifest` would change (by `model`, where one is given); nothing is changed. None where no
    run has linked yet."""
    scratch = lake.folder / "scratch" / f"refit-{run}"
    try:
        lake.show(runner, manifest, FACTS)
        everyone = linking.gather(runner, scratch, country=country)
        done = linking.link_gathered(
            runner, scratch, everyone, edges=scratch / "edges.parquet", clusters=scratch / "clusters.parquet",
            model=model, decided=decided, trained=scratch / "trained",
            learn=Teaching(lake, manifest, decided, scratch / "teaching"),
        )  # fmt: skip
        trained = Trained(done.model, scratch / "trained")
        records = records_in(everyone.nodes)
        return report_refit(lake, manifest, trained, scratch / "clusters.parquet", ASKED, records)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _new_files(lake: Lake, run: str) -> _Files:
    return _Files(
        lake.new_file("edges", run),
        lake.new_file("edges", f"{run}-stale"),
        lake.new_file("clusters", run),
        lake.new_file(KEPT, run).with_suffix(""),
        lake.new_file("linking_model", run).with_suffix(""),
        lake.new_file(INDEX, run).with_suffix(""),
    )


def _changes(
    scratch: Path,
    lake: Lake,
    manifest: Manifest,
    new: _Files,
    trained: Trained,
    country: str,
    decided: Decided,
    model: Model | None,
) -> _Changed | None:
    """What changed, linked; None where the former run kept nothing that could be used, where
    too much changed, or where the model must be trained anew."""
    told = manifest.ledger.get(LEDGER, {})
    kept, edges, index = manifest.of(KEPT), manifest.of("edges"), index_of(lake, manifest)
    same_code = told.get("made_by") == _made_by(country)
    # What was kept tells where edges stand in their files: in others, which an erasure wrote, they stand elsewhere.
    same_edges = edges and manifest.ledger.get(PLACED) == [each.path for each in edges]
    if not kept or not same_edges or not manifest.of("clusters") or index is None or not same_code:
        return None
    files = tuple(file for entry in edges for file, _ in lake.counted(entry))
    former = Former(files, lake.folder / kept[0].path, index)
    session = DuckDB(scratch / "spill", memory=memory_allowed(linking.MEMORY))
    try:
        lake.show(session, manifest, FACTS)
        changes = gather_changes(session, scratch, former.kept, places=len(index), most=MOST_CHANGED)
        if why_refit(manifest, changes.records, refit=False, model=model):
            return None
        done = link_changes(
            session, scratch, changes, former, edges=new.edges, stale=new.stale, clusters=new.clusters, trained=trained,
            kept=new.kept, patch=new.patch, country=country, decided=decided,
        )  # fmt: skip
        reused = [] if isinstance(done, Unchanged) else reused_among(session, GONE, CAME)
        return _Changed(done, changes.crowds, reused)
    except TooMuch:
        return None
    finally:
        session.close()


def _with_results(lake: Lake, manifest: Manifest, files: _Files, done: linking.Linked, country: str) -> Manifest:
    manifest = manifest.replaced("edges", _edges(lake, manifest, files, done.edges))
    for table, path, rows in (
        ("clusters", files.clusters, done.clusters),
        (KEPT, files.kept, done.clusters),
    ):
        manifest = manifest.replaced(table, [lake.entry(table, path, rows)])
    told = manifest.ledger.get(LEDGER, {}) | {"made_by": _made_by(country)}
    placed = [entry.path for entry in manifest.of("edges")]
    return replace(manifest, ledger=manifest.ledger | {LEDGER: told, PLACED: placed})


def _edges(lake: Lake, manifest: Manifest, files: _Files, rows: int) -> list[Entry]:
    """The new file of edges, and under it the former one, where that one stays."""
    if not files.stale.exists():
        return [lake.entry("edges", files.edges, rows)]
    over, (base, *_) = rows_in(files.edges), manifest.of("edges")
    stale = files.stale.relative_to(lake.folder).as_posix()
    return [replace(base, rows=rows - over, stale=stale), lake.entry("edges", files.edges, over)]


@cache
def _made_by(country: str) -> str:
    """A digest of all by which records are read: what was kept is of no use to other code."""
    found = hashlib.sha256(f"{visavis.__version__} {duckdb.__version__} {country}".encode())
    folder = Path(linking.__file__).parent
    for file in sorted(each for each in folder.rglob("*") if each.is_file() and each.suffix != ".pyc"):
        found.update(f"{file.relative_to(folder)}\0".encode() + file.read_bytes() + b"\0")
    return found.hexdigest()
