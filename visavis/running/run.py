"""The main job: fetch → link → read → hold → measure → publish, resumable, and only where something changed."""

import datetime
import hashlib
import json
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

import visavis
from visavis import database
from visavis.clients.decided import DECISIONS
from visavis.declarations import read_folder
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.clusters.decided import Decided
from visavis.engine.linking.weights.model import Model
from visavis.engine.progress import Progress, silent
from visavis.engine.steps import Runner
from visavis.engine.tables import FACTS
from visavis.mistakes import Mistake, Mistakes, Words
from visavis.running.home import Home, settings_of
from visavis.running.lock import running_alone
from visavis.running.report import RunReport, report_on


@dataclass(frozen=True, slots=True)
class At:
    """What every step of a run needs to know."""

    home: Path
    settings: Home
    lake: Lake
    duckdb: DuckDB
    runner: Runner
    run: str
    progress: Progress
    notes: list[Words]
    took: dict[str, float]
    refit: bool = False
    model: Model | None = None


def run(
    home: Path,
    *,
    engine: str = "duckdb",
    only: Sequence[str] = (),
    progress: Progress = silent,
    refit: bool = False,
    model: Model | None = None,
) -> RunReport:
    """Run the steps (all, or those named in `only`) and publish the result as the current run.

    `engine` is "duckdb" or a Spark master (`spark://host:port`). A run that is killed leaves the last one standing; the
    next one goes on from what was done. `refit`: train the linking model anew; `model`: link by that one from now on. Raises Mistake where files or requests are wrong, or another run is at work.
    """
    chosen = _chosen(only)
    settings = settings_of(home)
    check_declarations(home)
    with running_alone(home):
        _finish_erasures(home)
        lake = Lake(home / "lake")
        before = _before(lake, chosen)
        lake.sweep()
        # What a killed run left half-done may hold what no one should read: employees' names, above all.
        shutil.rmtree(lake.folder / "scratch", ignore_errors=True)
        duckdb = DuckDB(home / "lake" / "scratch")
        try:
            runner = _runner(engine, duckdb)
            at = At(home, settings, lake, duckdb, runner, new_run(), progress, [], {}, refit, model)
            manifest = _through(at, replace(before, run=at.run, finished_at=""), chosen)
            lake.publish(replace(manifest, finished_at=_now()))
            lake.sweep()
            return report_on(duckdb, lake, manifest, at.notes, at.took)
        finally:
            duckdb.close()


def _finish_erasures(home: Path) -> None:
    if database.exists(home):
        database.use(home)
        from visavis.running.erasing.erase import finish_erasures

        finish_erasures(home)


def _before(lake: Lake, chosen: Sequence[str]) -> Manifest:
    """Where the run goes on from: what a killed run had done, or the last one; half-fetched facts only to fetch the rest."""
    if "fetch" in chosen:
        return lake.draft() or lake.current() or Manifest(run="")
    current = lake.current()
    if current is None:
        raise Mistake(
            Words(fr="aucun fait n’a encore été lu ici", en="no fact was fetched here yet"),
            remedy=Words(fr="lancez d’abord: visavis run", en="start with: visavis run"),
        )
    return current


def check_declarations(home: Path) -> None:
    """Read all that people wrote in `home`, before any work; raises Mistakes with all that is wrong."""
    from visavis.clients.believing.survivorship import rules_of
    from visavis.engine.reading.wording.lists import own_lists
    from visavis.mirror.declaration import MeasureDeclaration
    from visavis.promises.ledger import read_ledger
    from visavis.sources.declaration import read_sources

    found: list[Mistake] = []
    for read in (
        read_sources,
        read_ledger,
        lambda place: read_folder(place / "measures", MeasureDeclaration),
        own_lists,
        rules_of,
    ):
        try:
            read(home)
        except Mistakes as several:
            found += several.mistakes
        except Mistake as one:
            found.append(one)
    if found:
        raise Mistakes(found)


def _chosen(only: Sequence[str]) -> list[str]:
    unknown = [name for name in only if name not in STEPS]
    if unknown:
        raise Mistake(
            Words(fr=f"étape inconnue: {unknown[0]}", en=f"unknown step: {unknown[0]}"),
            remedy=Words(fr=f"choisissez parmi: {', '.join(STEPS)}", en=f"choose among: {', '.join(STEPS)}"),
        )
    return [name for name in STEPS if not only or name in only]


def _through(at: At, manifest: Manifest, chosen: Sequence[str]) -> Manifest:
    for name in chosen:
        work, inputs = STEPS[name]
        print_of_inputs = _fingerprint(at, manifest, name, inputs)
        done: dict[str, str] = manifest.ledger.get("steps", {})
        if inputs and done.get(name) == print_of_inputs and not (name == "link" and (at.refit or at.model)):
            continue
        began = time.monotonic()
        manifest = work(at, manifest)
        at.took[name] = time.monotonic() - began
        ledger = manifest.ledger | {"steps": manifest.ledger.get("steps", {}) | {name: print_of_inputs}}
        manifest = replace(manifest, ledger=ledger)
        at.lake.save_draft(manifest)
    return manifest


def _fetch(at: At, manifest: Manifest) -> Manifest:
    from visavis.running.arriving import with_arrivals
    from visavis.running.fetch import fetch_all
    from visavis.running.reading_back import read_back

    country, before = at.settings.country, at.lake.current() or manifest
    manifest, notes = fetch_all(at.home, at.lake, at.duckdb, manifest, at.run, at.progress, country=country)
    at.notes.extend(notes)
    manifest = read_back(at.home, at.lake, at.duckdb, manifest, before, at.run)
    return with_arrivals(at.lake, at.duckdb, manifest, before, at.run)


def _link(at: At, manifest: Manifest) -> Manifest:
    from visavis.clients.linking.link import link

    at.progress(Words(fr="Rapprochement des fiches", en="Linking records"))
    decided, last = _decided(at.home)
    manifest = link(
        at.home, at.duckdb, at.lake, manifest, at.run, country=at.settings.country, decided=decided, refit=at.refit,
        model=at.model, notes=at.notes, compare_on=at.runner,
    )  # fmt: skip
    return replace(manifest, ledger=manifest.ledger | {DECISIONS: last})


def _decided(home: Path) -> tuple[Decided, int]:
    from visavis.clients.decided import decided_now

    database.use(home)
    return decided_now()


def _read(at: At, manifest: Manifest) -> Manifest:
    from visavis.voices.read import read

    manifest = read(at.duckdb, at.lake, manifest, at.run, progress=at.progress, keep=at.lake.save_draft)
    for part in (_answer_anew, _mask, _group, _topics, _find_promised, _carry):
        manifest = part(at, manifest)
        at.lake.save_draft(manifest)
    return manifest


def _answer_anew(at: At, manifest: Manifest) -> Manifest:
    database.use(at.home)
    from visavis.voices.own import answer_anew

    manifest, lost = answer_anew(at.home, at.duckdb, at.lake, manifest, at.run, at.progress)
    if lost:
        at.notes.append(
            Words(
                fr=f"Ce qui a été appris de vos réponses n’a pas pu servir ({', '.join(lost)}): le lecteur livré a répondu",
                en=f"The head learnt from your answers could not be used ({', '.join(lost)}): the shipped reader answered",
            )
        )
    return manifest


def _employees(home: Path) -> list[str]:
    """Names of those behind the pseudonyms."""
    database.use(home)
    from visavis.sources.models import StaffPseudonym

    return list(StaffPseudonym.objects.values_list("name", flat=True).distinct())


def _mask(at: At, manifest: Manifest) -> Manifest:
    from visavis.voices.masking import find_in_texts

    return find_in_texts(
        at.duckdb,
        at.lake,
        manifest,
        at.run,
        employees=_employees(at.home),
        country=at.settings.country,
        progress=at.progress,
        keep=at.lake.save_draft,
    )


def _group(at: At, manifest: Manifest) -> Manifest:
    from visavis.voices.alike import find_alike

    return find_alike(at.duckdb, at.lake, manifest, at.run, progress=at.progress)


def _topics(at: At, manifest: Manifest) -> Manifest:
    from visavis.voices.charting import chart
    from visavis.voices.decided_topics import decided_topics
    from visavis.voices.topics import find_topics

    database.use(at.home)
    decided = decided_topics()
    manifest = find_topics(at.duckdb, at.lake, manifest, at.run, decided=decided, progress=at.progress)
    return chart(at.duckdb, at.lake, manifest, at.run, decided=decided)


def _find_promised(at: At, manifest: Manifest) -> Manifest:
    from visavis.promises.commitments import find_commitments

    return find_commitments(
        at.duckdb,
        at.lake,
        manifest,
        at.run,
        country=at.settings.country,
        forget_after=at.settings.commitments.days,
        progress=at.progress,
        keep=at.lake.save_draft,
    )


def _carry(at: At, manifest: Manifest) -> Manifest:
    from visavis.voices.routes import carry

    return carry(at.home, at.duckdb, at.lake, manifest, at.run, progress=at.progress)


def _hold(at: At, manifest: Manifest) -> Manifest:
    from visavis.promises.hold import hold
    from visavis.promises.tried import tried_before

    database.use(at.home)
    at.progress(Words(fr="Vérification des promesses", en="Holding promises against facts"))
    return hold(at.home, at.runner, at.lake, manifest, at.run, tried=tried_before())


def _measure(at: At, manifest: Manifest) -> Manifest:
    from visavis.mirror.measure import measure
    from visavis.mirror.words.watch import look_at_texts, watch_words
    from visavis.running.fetch import secret_of_staff

    at.progress(Words(fr="Mesures", en="Measuring"))
    secret = secret_of_staff(at.home)
    manifest = look_at_texts(at.home, at.duckdb, at.lake, manifest, at.run, at.progress)
    manifest = measure(at.home, at.runner, at.lake, manifest, at.run, secret=secret)
    return watch_words(
        at.home,
        at.duckdb,
        at.runner,
        at.lake,
        manifest,
        at.run,
        at.progress,
        employees=_employees(at.home),
        country=at.settings.country,
        secret=secret,
    )


def _publish(at: At, manifest: Manifest) -> Manifest:
    from visavis.promises.commitments import write_proposals
    from visavis.running.publishing.publish import publish
    from visavis.running.verdicts import write_verdicts

    manifest = _mask(at, manifest)  # where reading was left out: no text is shown unsearched
    manifest = publish(at.home, at.lake, manifest, at.run, at.progress)
    write_proposals(at.home, at.lake, manifest)
    write_verdicts(at.home, at.runner, at.lake, manifest, at.run)
    return manifest


READ = ("readings", "routes", "commitments")
"""What was read in words, that measures are computed from."""

Inputs = tuple[str, ...]
"""What a step's result depends on: tables of the lake, folders of the home, decisions; nothing: the step runs every time."""

STEPS: dict[str, tuple[Callable[[At, Manifest], Manifest], Inputs]] = {
    "fetch": (_fetch, ()),
    "link": (_link, (*FACTS, "visavis.yaml", DECISIONS)),
    "read": (_read, ()),
    "hold": (_hold, (*FACTS, "promises", "visavis.yaml")),
    "measure": (_measure, (*FACTS, *READ, DECISIONS, "measures", "words")),
    "publish": (_publish, ()),
}

CODE: dict[str, Inputs] = {
    "link": ("clients", "engine"),
    "hold": ("promises", "engine"),
    "measure": ("mirror", "engine"),
}
"""Parts of Visavis that a step's result comes out of: where their text is another, so may the result be."""


def _fingerprint(at: At, manifest: Manifest, step: str, inputs: Inputs) -> str:
    from visavis import __version__

    parts: list[object] = [__version__, *map(print_of_code, CODE.get(step, ()))]
    for name in inputs:
        if name in FACTS or name in READ:
            parts.append([entry.path for entry in manifest.of(name)])
        elif name == DECISIONS:
            parts.append(asdict(_decided(at.home)[0]))
        else:
            place = at.home / name
            files = sorted(place.glob("*.y*ml")) if place.is_dir() else [place] if place.exists() else []
            parts.append([(file.name, file.read_text(encoding="utf-8", errors="replace")) for file in files])
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@cache
def print_of_code(part: str) -> str:
    """A digest of the modules of a part of Visavis, by name and text."""
    found = hashlib.sha256()
    root = Path(visavis.__file__).parent / part
    for file in sorted(root.rglob("*.py")):
        found.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes() + b"\0")
    return found.hexdigest()


def _runner(engine: str, duckdb: DuckDB) -> Runner:
    if engine == "duckdb":
        return duckdb
    if engine.startswith("spark://"):
        from visavis.engine.spark import Spark

        return Spark(engine)
    raise Mistake(
        Words(fr=f"moteur inconnu: {engine}", en=f"unknown engine: {engine}"),
        remedy=Words(fr="écrivez duckdb ou spark://HÔTE:PORT", en="write duckdb or spark://HOST:PORT"),
    )


def new_run() -> str:
    """A name for a run: its moment in UTC, and four letters against chance."""
    return f"{datetime.datetime.now(datetime.UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
