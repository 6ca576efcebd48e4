"""Personal data in the texts of facts, both sides of the exchange: found once, kept beside the facts, masked where texts are shown."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import batched

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.progress import Progress, silent
from visavis.engine.reading.personal.finding import personal_data, version
from visavis.engine.reading.personal.spans import written
from visavis.engine.reading.personal.words import bare, common, words_of
from visavis.engine.steps import Step, literal, step
from visavis.engine.tables import PERSONAL
from visavis.mistakes import Words

BATCH = 1_024
PART = 4_096
"""Different texts after which what was found is kept: a run that is killed loses a minute at most."""

LEDGER = "personal"
"""Where the manifest's ledger tells of which files and names the table was made."""

_READ = ("exchanges", "ratings", "records", "events")
_SCHEMA = pa.schema([(column.name, pa.string()) for column in PERSONAL.columns])
Keep = Callable[[Manifest], None]


def told_steps(model: str) -> list[Step]:
    """`told_texts` (each fact with words, and the names that its client bears), `still_masked` and `unmasked`."""
    same = 'p.source = t.source AND p."table" = t."table" AND p.key = t.key AND p.made_of = t.made_of'
    ours = f"p.model = {literal(model)}"
    return [
        step(
            "names_of_refs",
            """SELECT ref, string_agg(DISTINCT name, chr(31) ORDER BY name) AS names FROM (
            SELECT 'record/' || source || '/' || key AS ref, name FROM named_people
            UNION ALL SELECT 'email/' || lower(unnest(emails)), name FROM named_people
            UNION ALL SELECT 'phone/' || unnest(phones), name FROM named_people) AS n GROUP BY ref""",
            "names by which facts may call their client",
        ),
        step(
            "told_texts",
            f"""SELECT t.source, t."table", t.key, t.subject, t.text, coalesce(n.names, '') AS names,
            md5(concat_ws(chr(31), coalesce(t.subject, ''), coalesce(t.text, ''), coalesce(n.names, ''))) AS made_of
            FROM ({_TOLD}) AS t LEFT JOIN names_of_refs AS n ON t.ref = n.ref""",
            "words of facts, with their client's names",
        ),
        step("still_masked", f"SELECT p.* FROM personal AS p SEMI JOIN told_texts AS t ON {same} WHERE {ours}"),
        step(
            "unmasked",
            f"SELECT t.* FROM told_texts AS t ANTI JOIN (SELECT * FROM personal AS p WHERE {ours}) AS p ON {same}",
        ),
    ]


_PEOPLE = """SELECT source, key, emails, phones, concat_ws(chr(30), coalesce(given_name, ''), coalesce(family_name, ''),
CASE WHEN kind = 'organisation' THEN '' ELSE coalesce(name, '') END) AS name FROM records
WHERE given_name IS NOT NULL OR family_name IS NOT NULL OR (name IS NOT NULL AND coalesce(kind, '') <> 'organisation')"""
_WHOSE = "LEFT JOIN about_events AS a ON f.client_ref IS NULL AND f.about = a.about"
_TOLD = f"""SELECT f.source, 'exchanges' AS "table", f.key, f.subject, f.text, coalesce(f.client_ref, a.ref) AS ref
FROM exchanges AS f {_WHOSE} WHERE trim(coalesce(f.text, '') || coalesce(f.subject, '')) <> ''
UNION ALL SELECT f.source, 'ratings', f.key, NULL, f.text, coalesce(f.client_ref, a.ref) FROM ratings AS f {_WHOSE} WHERE trim(f.text) <> ''"""
_ABOUT = """SELECT source || '/' || key AS about, min(client_ref) AS ref FROM events WHERE client_ref IS NOT NULL GROUP BY 1"""


def find_in_texts(
    runner: DuckDB,
    lake: Lake,
    manifest: Manifest,
    run: str,
    *,
    employees: Collection[str] = (),
    country: str = "FR",
    progress: Progress = silent,
    keep: Keep = lambda _: None,
) -> Manifest:
    """The manifest with `personal`: where personal data stands in every text and subject of exchanges and ratings.

    `employees` are names of those behind the pseudonyms; `country` (ISO 3166) is that of phone numbers without prefix. What
    was searched with the same words, names and lists is kept; `keep` gets the manifest every PART different texts.
    """
    known = known_names(employees)
    model = f"{version()} {country} {_digest(known)}"
    made_of = _digest([model, *(entry.path for table in _READ for entry in manifest.of(table))])
    if manifest.ledger.get(LEDGER) == made_of:
        return manifest
    lake.show(runner, manifest, (*_READ, "personal"))
    runner.run([step("named_people", _PEOPLE), step("about_events", _ABOUT), *told_steps(model)])
    still, unread, before = (_count(runner, view) for view in ("still_masked", "unmasked", "personal"))
    entries = list(manifest.of("personal"))
    if still < before:
        kept = lake.new_file("personal", run)
        entries = [lake.entry("personal", kept, runner.write("still_masked", kept))] if still else []
    for entry in _write(runner, lake, run, unread, known, country, model, progress) if unread else ():
        entries.append(entry)
        keep(manifest.replaced("personal", entries))
    done = manifest.replaced("personal", entries)
    return Manifest(done.run, done.finished_at, done.entries, done.ledger | {LEDGER: made_of})


def known_names(names: Iterable[str]) -> frozenset[str]:
    """Bare names that texts may call people of those `names` by: whole, and their parts that are no usual words."""
    found: set[str] = set()
    for name in names:
        parts = bare(name).split()
        if not parts or any(character.isdecimal() for character in name) or len(parts) > 5:
            continue
        whole = [parts, parts[1:] + parts[:1], parts[-1:] + parts[:-1]] if len(parts) > 1 else [parts]
        found.update(" ".join(each) for each in whole)
        found.update(each for each in parts if len(each) > 2)
    return frozenset(each for each in found if " " in each or not (each in common() or each in words_of("stop")))


def _own(names: str) -> frozenset[str]:
    """Bare names by which a text may call its client, out of what records say of them."""
    found: set[str] = set()
    for record in names.split("\x1f") if names else ():
        given, family, name = (bare(each) for each in record.split("\x1e"))
        found.update((f"{given} {family}", f"{family} {given}", name) if given and family else (name,))
        found.update(each for each in (given, family) if len(each) > 2)
        found.update(each for each in name.split() if len(each) > 2)
    return frozenset(each for each in found if each.strip() and each not in words_of("titles"))


def _write(
    runner: DuckDB,
    lake: Lake,
    run: str,
    unread: int,
    known: frozenset[str],
    country: str,
    model: str,
    progress: Progress,
) -> Iterator[Entry]:
    """Files of `personal`, as soon as each is complete. Alike facts stand together, so that each text is searched once."""
    query = 'SELECT source, "table", key, subject, text, names, made_of FROM unmasked ORDER BY length(text), made_of, source, key'
    batches = runner.connection.sql(query).to_arrow_reader(BATCH)
    done = 0
    for part in batched(batches, PART // BATCH):
        target = lake.new_file("personal", run)
        rows = 0
        with pq.ParquetWriter(target, _SCHEMA) as writer:
            for batch in part:
                told = Words(
                    fr=f"Recherche des données personnelles dans les textes ({unread:,})".replace(",", "\u202f"),
                    en=f"Looking for personal data in texts ({unread:,})",
                )
                progress(told, done / unread)
                writer.write_batch(_searched(batch, known, country, model))
                done += batch.num_rows
                rows += batch.num_rows
        yield lake.entry("personal", target, rows)


def _searched(batch: pa.RecordBatch, known: frozenset[str], country: str, model: str) -> pa.RecordBatch:
    rows = batch.to_pylist()
    once = {row["made_of"]: row for row in rows}
    names = [known | own if (own := _own(row["names"])) else known for row in once.values()]
    subjects = personal_data([row["subject"] or "" for row in once.values()], names, country=country)
    texts = personal_data([row["text"] or "" for row in once.values()], names, country=country)
    found = {
        made_of: (written(text), written(subject)) for made_of, text, subject in zip(once, texts, subjects, strict=True)
    }
    columns = {name: [row[name] for row in rows] for name in ("source", "table", "key", "made_of")}
    columns["spans"] = [found[row["made_of"]][0] for row in rows]
    columns["subject_spans"] = [found[row["made_of"]][1] for row in rows]
    columns["text_md5"] = [hashlib.md5((row["text"] or "").encode()).hexdigest() for row in rows]
    columns["model"] = [model] * len(rows)
    return pa.RecordBatch.from_pydict({name: columns[name] for name in _SCHEMA.names}, schema=_SCHEMA)


def _digest(parts: Collection[str]) -> str:
    ordered = sorted(parts) if isinstance(parts, frozenset) else list(parts)
    return hashlib.sha256(json.dumps(ordered).encode()).hexdigest()[:16]


def _count(runner: DuckDB, view: str) -> int:
    return int(runner.rows(f"SELECT count(*) AS n FROM {view}")[0]["n"])
