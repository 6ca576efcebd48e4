"""What each computed table is made of, as a fingerprint: where that is the same as last time, so are the rows."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from visavis import __version__
from visavis.clients.quality import quality_steps
from visavis.engine.lake import Manifest
from visavis.engine.tables import ALL
from visavis.running.publishing.origins import ORIGINS
from visavis.running.publishing.tables import Computed, Worded

FILE = "inputs.json"
IDS, LINKS, QUALITY = "ids", "links", "quality"


def fingerprints(
    tables: Iterable[Computed],
    steps: Mapping[str, Worded],
    manifest: Manifest,
    former: Iterable[tuple[int, int]],
    more: Mapping[str, list[str]],
) -> dict[str, str]:
    """Of each table, by name: the lake's files, the numbers that clients had, what `more` views are made of, and the SQL that
    its rows come from.
    Of each origin, by its view: the SQL alone of it and of the rows that come from it.

    Files of the lake never change once written: the same files are the same facts.
    """
    given = {name: [name, *paths_of(manifest, name)] for name in ALL}
    given["members"] = ["members", *paths_of(manifest, LINKS)]
    given["former_clients"] = ["former_clients", *(f"{one}→{other}" for one, other in sorted(former))]
    given |= {name: [name, *parts] for name, parts in more.items()}
    tables = tuple(tables)
    found = {table.name: _digest(_made_of(table, steps, given)) for table in tables}
    for origin in ORIGINS:
        parts: list[object] = [origin.view, steps[origin.view].sql, origin.place]
        for table in tables:
            parts += _made_of(table, steps, {}) if table.model in origin.models else ()
        found[origin.view] = _digest(parts)
    return found


def fingerprint_of_ids(manifest: Manifest) -> str:
    """Of the partition that clients get their numbers by."""
    return _digest([__version__, *paths_of(manifest, "clusters")])


def fingerprint_of_links(manifest: Manifest) -> str:
    """Of the links of the lake."""
    return _digest(paths_of(manifest, LINKS))


def fingerprint_of_quality(manifest: Manifest) -> str:
    """Of the document on data quality."""
    steps = [each.sql(pretty=False) for each in quality_steps()]
    return _digest(
        [__version__, duckdb.__version__, *steps, *paths_of(manifest, "records"), *paths_of(manifest, LINKS)]
    )


def paths_of(manifest: Manifest, table: str) -> list[str]:
    """The files of `table`, in order."""
    return sorted(entry.path for entry in manifest.of(table))


def write_inputs(inputs: Mapping[str, str], folder: Path) -> None:
    """Keep fingerprints beside the rows in `folder`."""
    (folder / FILE).write_text(json.dumps(inputs), encoding="utf-8")


def read_inputs(folder: Path) -> dict[str, str] | None:
    """The fingerprints kept in `folder`; None where there are none."""
    try:
        return {str(name): str(each) for name, each in json.loads((folder / FILE).read_text(encoding="utf-8")).items()}
    except FileNotFoundError:
        return None


def _made_of(table: Computed, steps: Mapping[str, Worded], given: Mapping[str, list[str]]) -> list[object]:
    ahead, seen, parts = [table.view], set[str](), list[object]()
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in steps:
            parts.append([name, steps[name].sql])
            ahead += sorted(steps[name].reads)
        else:
            parts.append(given.get(name, name))
    columns = [(field.name, field.kind.value, field.longest, field.null) for field in table.fields]
    return [__version__, duckdb.__version__, columns, *parts]


def _digest(parts: list[object] | list[str]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
