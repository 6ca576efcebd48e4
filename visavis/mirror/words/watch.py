"""Word watch: reads our own texts for the lists of words that are watched, and writes how teams and channels use them.

Each different text is looked at once, until the lists change. Nothing is kept of who wrote what beyond the facts themselves, and
the table `wording` tells of no one (`visavis.engine.reading.wording.steps`).
"""

import shutil
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.retelling import as_kept, retold_of
from visavis.engine.progress import Progress, silent
from visavis.engine.reading.wording.counting import Watch, sentence_at
from visavis.engine.reading.wording.forms import form_of_words, opening_of, without_numbers, words_of
from visavis.engine.reading.wording.lists import WordList, lists_of, print_of
from visavis.engine.reading.wording.steps import (
    CANNED,
    DIMENSIONS,
    GRAINS,
    Grain,
    covered_step,
    example_steps,
    message_steps,
    perform,
    said_step,
    show_moved,
    show_told,
    trend_steps,
    writer_steps,
)
from visavis.engine.reading.wording.telling import Moved, Shown, Where
from visavis.engine.steps import Runner, Step, step
from visavis.engine.tables import WORD_FORMS, WORD_USES, WORDED, WORDING, WORDING_EXAMPLES
from visavis.mirror.guard.messages import FAMILY, decide_words, read_messages
from visavis.mirror.guard.shield import LEDGER as HELD
from visavis.mirror.words.forms import LONGEST, group_forms
from visavis.mistakes import Words
from visavis.sources.kinds.mailbox.html import text_of_html
from visavis.sources.kinds.mailbox.own_words import own_words
from visavis.voices.masking import known_names

LEDGER = "words"
"""Where the manifest's ledger keeps which lists were watched, how fine periods are, and which steps computed them."""

LOOKED_AT = "texts"
"""Where the manifest's ledger keeps with which lists a run looked at which texts."""

APART = "apart"
"""Where that ledger keeps whether teams or channels were ever told of: the periods are then what they were."""

VERSION = 2
"""Of the way in which texts are looked at: another one looks at all of them again."""
BATCH = 4_096
LONGEST_SENTENCE = 160
EXAMPLES = 3
"""Sentences shown of each list."""
WELL_COVERED = 0.6
"""Share of messages that must stand in cells that may be shown; else periods become longer."""

_WORDED = pa.schema([("text_md5", pa.string()), ("words", pa.int64()), ("form", pa.string()), ("opening", pa.string())])

_EXAMPLES = pa.schema(
    [
        *((name, pa.string()) for name in ("direction", "list", "sentence")),
        ("messages", pa.int64()),
        ("people", pa.int64()),
    ]
)
_USES = pa.schema([(name, pa.string()) for name in WORD_USES.names])
_TAGS = ("</", "<br", "<p>", "<div", "<html", "<table", "&nbsp;")

_OURS = """SELECT DISTINCT md5(text) AS text_md5, text FROM exchanges WHERE direction IN ('out', 'internal') AND trim(text) <> ''"""


def watch_words(
    home: Path,
    duckdb: DuckDB,
    runner: Runner,
    lake: Lake,
    manifest: Manifest,
    run: str,
    progress: Progress = silent,
    *,
    employees: Collection[str] = (),
    country: str = "FR",
    secret: bytes = b"",
) -> Manifest:
    """The manifest with `worded`, `word_forms`, `word_uses`, `wording` and `wording_examples` of the facts in it.

    `employees` are names that no sentence which is shown may hold; `country` is that of phone numbers without prefix.
    What teams and channels are told is held against all runs before; `secret` seals what the ledger keeps of it. Raises Mistakes where the lists of `home/words` are wrong.
    """
    lists, before = lists_of(home), manifest
    watched = f"{VERSION}-{print_of(lists)}"
    manifest = look_at_texts(home, duckdb, lake, manifest, run, progress)
    progress(Words(fr="Vocabulaire", en="Word watch"))
    former: dict[str, Any] = manifest.ledger.get(LEDGER, {})
    ledger: dict[str, Any] = {"print": watched, "lists": told(lists), "texts": 0, "counted": 0}
    ledger |= {name: former[name] for name in (APART, "grain") if name in former}
    manifest = manifest.replaced(WORDING.name, []).replaced(WORDING_EXAMPLES.name, [])
    if manifest.of(WORDED.name):
        lake.show(runner, manifest, ["exchanges", "events", WORDED.name, WORD_FORMS.name, WORD_USES.name])
        scratch = lake.folder / "scratch" / f"words-{run}"
        try:
            scratch.mkdir(parents=True, exist_ok=True)
            standing = former["grain"] if former.get(APART) else None
            held = dict(manifest.ledger.get(HELD, {}))
            family = retold_of(held.get(FAMILY))
            messages = read_messages(home, runner, lake, manifest)
            moved = partial(decide_words, messages, family, secret=secret)
            found, stale = _trends(runner, [each.name for each in lists], scratch, standing, moved)
            ledger |= found | {APART: bool(found[APART] or former.get(APART))}
            manifest = replace(manifest, ledger=manifest.ledger | {HELD: held | {FAMILY: as_kept(family)}})
            target = lake.new_file(WORDING.name, run)
            entries = [lake.entry(WORDING.name, target, runner.write(WORDING.name, target))]
            same = former.get("print") == watched  # words that are watched no more have no figures that stand
            kept = _standing(lake, before, stale, str(found["grain"])) if stale and same else None
            if kept is not None and kept.num_rows:
                again = lake.new_file(WORDING.name, run)
                pq.write_table(kept, again)
                entries.append(lake.entry(WORDING.name, again, kept.num_rows))
            manifest = manifest.replaced(WORDING.name, entries)
            shown = _without_personal_data(runner.rows("SELECT * FROM wording_candidates"), employees, country)
            examples = lake.new_file(WORDING_EXAMPLES.name, run)
            pq.write_table(pa.Table.from_pylist(shown, _EXAMPLES), examples)
            manifest = manifest.replaced(
                WORDING_EXAMPLES.name, [lake.entry(WORDING_EXAMPLES.name, examples, len(shown))]
            )
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return replace(manifest, ledger=manifest.ledger | {LEDGER: ledger})


def look_at_texts(
    home: Path, duckdb: DuckDB, lake: Lake, manifest: Manifest, run: str, progress: Progress = silent
) -> Manifest:
    """The manifest with `worded`, `word_forms` and `word_uses` of our texts, each looked at once until the lists change."""
    lists = lists_of(home)
    watched = f"{VERSION}-{print_of(lists)}"
    known: dict[str, Any] = manifest.ledger.get(LOOKED_AT, {})
    if known.get("print", manifest.ledger.get(LEDGER, {}).get("print")) != watched:
        manifest = manifest.replaced(WORDED.name, []).replaced(WORD_USES.name, []).replaced(WORD_FORMS.name, [])
    texts = {"print": watched, "run": run, "exchanges": sorted(entry.path for entry in manifest.of("exchanges"))}
    if known == texts:
        return manifest
    forms: dict[str, str] = {}
    manifest = _texts(duckdb, lake, manifest, run, Watch(lists), forms, progress)
    manifest = group_forms(duckdb, lake, manifest, run, forms)
    return replace(manifest, ledger=manifest.ledger | {LOOKED_AT: texts})


def _standing(
    lake: Lake, before: Manifest, stale: Collection[tuple[tuple[str, Any], str, str]], grain: str
) -> pa.Table | None:
    """Rows of the run before of the teams and channels whose figures told last stand."""
    wanted = {(*where, side, name, grain) for where, side, name in stale}
    tables = [pq.read_table(file) for piece in lake.pieces(before.of(WORDING.name), WORDING) for file in piece.files]
    if not tables:
        return None
    table = pa.concat_tables(tables)
    keys = (table[name].to_pylist() for name in ("direction", "period", "dimension", "value", "grain"))
    return table.filter(pa.array([key in wanted for key in zip(*keys, strict=True)], pa.bool_()))


def told(lists: Sequence[WordList]) -> list[dict[str, str]]:
    """What pages say of each list, canned replies last."""
    canned = {"name": CANNED, "fr": "envoyer une réponse type", "en": "sending a canned reply", "wish": "less"}
    return [*({"name": each.name, "fr": each.says.fr, "en": each.says.en, "wish": each.wish} for each in lists), canned]


def own_text(text: str) -> str:
    """What the writer of one of our texts wrote this time, as plain text: no HTML, quoted mail or signature."""
    plain = unicodedata.normalize("NFC", text)
    lowered = plain[:20_000].lower()
    if any(tag in lowered for tag in _TAGS):
        plain = text_of_html(plain)
    return own_words(plain)


def _texts(
    duckdb: DuckDB, lake: Lake, manifest: Manifest, run: str, watch: Watch, forms: dict[str, str], progress: Progress
) -> Manifest:
    """The manifest with every text of ours looked at; former texts that stand no more are left out. `forms` takes new ones."""
    lake.show(duckdb, manifest, ["exchanges", WORDED.name, WORD_USES.name])
    duckdb.run([step("our_texts", _OURS, "each different text of ours")])
    duckdb.run(
        [
            step("new_texts", "SELECT t.* FROM our_texts AS t ANTI JOIN worded AS w ON t.text_md5 = w.text_md5"),
            *(
                step(
                    f"standing_{table}",
                    f"SELECT w.* FROM {table} AS w SEMI JOIN our_texts AS t ON w.text_md5 = t.text_md5",
                )
                for table in (WORDED.name, WORD_USES.name)
            ),
        ]
    )
    new = int(duckdb.rows("SELECT count(*) AS n FROM new_texts")[0]["n"])
    for table in (WORDED.name, WORD_USES.name):
        before = sum(entry.rows for entry in manifest.of(table))
        standing = int(duckdb.rows(f"SELECT count(*) AS n FROM standing_{table}")[0]["n"])
        if standing < before:
            kept = lake.new_file(table, run)
            rows = duckdb.write(f"standing_{table}", kept)
            manifest = manifest.replaced(table, [lake.entry(table, kept, rows)] if rows else [])
    if not new:
        return manifest
    batches = duckdb.connection.sql("SELECT text_md5, text FROM new_texts ORDER BY text_md5").to_arrow_reader(BATCH)
    worded, uses = lake.new_file(WORDED.name, run), lake.new_file(WORD_USES.name, run)
    counts = [0, 0]
    with pq.ParquetWriter(worded, _WORDED) as texts, pq.ParquetWriter(uses, _USES) as found:
        for each in _counted(batches, watch, forms):
            for place, (writer, rows) in enumerate(zip((texts, found), each, strict=True)):
                writer.write_batch(rows)
                counts[place] += rows.num_rows
            progress(Words(fr="Vocabulaire de nos textes", en="Words of our own texts"), counts[0] / new)
    return manifest.replaced(
        WORDED.name, [*manifest.of(WORDED.name), lake.entry(WORDED.name, worded, counts[0])]
    ).replaced(WORD_USES.name, [*manifest.of(WORD_USES.name), lake.entry(WORD_USES.name, uses, counts[1])])


def _counted(
    batches: Iterator[pa.RecordBatch], watch: Watch, forms: dict[str, str]
) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
    for batch in batches:
        texts: list[dict[str, Any]] = []
        found: list[dict[str, Any]] = []
        for md5, text in zip(batch["text_md5"].to_pylist(), batch["text"].to_pylist(), strict=True):
            own = own_text(text)
            words, uses = watch.uses(own)
            said = words_of(own)
            form = form_of_words(said)
            if form:
                forms.setdefault(form, " ".join(said)[:LONGEST])
            texts.append({"text_md5": md5, "words": words, "form": form, "opening": opening_of(own)})
            found += [
                {"text_md5": md5, "list": use.list, "word": use.word, "sentence": _sentence(own, use.begin)}
                for use in uses
            ]
        yield pa.RecordBatch.from_pylist(texts, _WORDED), pa.RecordBatch.from_pylist(found, _USES)


def _sentence(text: str, begin: int) -> str:
    sentence = without_numbers(sentence_at(text, begin))
    return sentence if len(sentence) <= LONGEST_SENTENCE else ""


def _without_personal_data(
    rows: list[dict[str, Any]], employees: Collection[str], country: str
) -> list[dict[str, Any]]:
    """Of each list the most frequent sentences in which nobody is named, and nothing reaches anybody."""
    from visavis.engine.reading.personal.finding import personal_data

    if not rows:
        return []  # a language model is not loaded for nothing
    known = known_names(employees)
    ordered = sorted(rows, key=lambda row: (row["direction"], row["list"], -row["messages"], row["sentence"]))
    spans = personal_data([row["sentence"] for row in ordered], [known] * len(ordered), country=country)
    shown: list[dict[str, Any]] = []
    for row, found in zip(ordered, spans, strict=True):
        before = sum((each["direction"], each["list"]) == (row["direction"], row["list"]) for each in shown)
        if not found and before < EXAMPLES:
            shown.append(row)
    return shown


def _trends(
    runner: Runner,
    lists: Sequence[str],
    scratch: Path,
    standing: Grain | None,
    moved: Callable[[str, Mapping[Where, Shown]], Moved],
) -> tuple[dict[str, Any], frozenset[tuple[tuple[str, Any], str, str]]]:
    """Make the views `wording` and `wording_candidates`; what the ledger keeps of it, and which cells stay as told before."""
    ran = message_steps()
    perform(runner, ran, scratch)
    grain = _grain(runner, ran, scratch, (standing,) if standing else GRAINS)
    told = show_moved(runner, grain, scratch, partial(moved, grain))
    last = [each for dimension in DIMENSIONS for each in trend_steps(dimension, grain, lists)]
    parts = [f"SELECT * FROM {dimension}_{grain}_wording" for dimension in DIMENSIONS]
    last.append(step(WORDING.name, " UNION ALL ".join(parts), WORDING.meaning))
    last += example_steps()
    perform(runner, last, scratch)
    counted = runner.rows(
        "SELECT (SELECT count(*) FROM own_texts) AS texts, (SELECT count(*) FROM messages) AS counted"
    )[0]
    ledger = {
        "grain": grain,
        APART: bool(told.stale) or any(each.teams or each.channels for each in told.fresh.values()),
        "texts": int(counted["texts"]),
        "counted": int(counted["counted"]),
        "steps": [{"name": each.name, "sql": each.sql()} for each in (*ran, *last)],
    }
    return ledger, told.stale


def _grain(runner: Runner, ran: list[Step], scratch: Path, grains: Sequence[Grain]) -> Grain:
    """The finest of `grains` in which most messages stand in cells of five people or more.

    The same for all that is told, now and before: months beside quarters would tell by subtraction of the months that are hidden.
    """
    for grain in grains:
        steps = _cells(runner, grain, scratch)
        found = runner.rows(f"SELECT messages, shown FROM covered_{grain}")[0]
        if grain == grains[-1] or (found["messages"] and found["shown"] >= WELL_COVERED * found["messages"]):
            break
    ran += steps
    return grain


def _cells(runner: Runner, grain: Grain, scratch: Path) -> list[Step]:
    """Make the cells of `grain`, and how many messages may be shown in them; the steps that ran."""
    before = [*writer_steps(grain), *(said_step(each, grain) for each in DIMENSIONS)]
    perform(runner, before, scratch)
    show_told(runner, grain, scratch)
    covered = [covered_step(grain)]
    perform(runner, covered, scratch)
    return [*before, *covered]
