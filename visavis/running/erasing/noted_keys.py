"""Keys of a client's records and facts in what jobs noted: results, arguments, what went wrong."""

import re
from collections.abc import Collection
from typing import Any

from visavis.clients.marks import EVENT, FACT, RECORD
from visavis.running.erasing.person import Person

HIDDEN = "…"
"""What stands in place of a key."""

COLUMNS = ("args", "kwargs", "result", "errors", "doing_fr", "doing_en")


def keys_of(person: Person) -> frozenset[str]:
    """The client's records and facts as they are named, `source/key`."""
    found = {value for kind, value in person.marks if kind in (RECORD, EVENT)}
    found |= {value.partition("/")[2] for kind, value in person.marks if kind == FACT}  # table/source/key
    return frozenset(found | {"/".join(end) for end in person.records})


def scrub_jobs(keys: Collection[str]) -> int:
    """Hide those keys in all that jobs noted; how many jobs were changed."""
    from visavis.work.models import Job

    count = 0
    for row in Job.objects.values("pk", *COLUMNS).iterator():
        changed = {name: kept for name in COLUMNS if (kept := without_keys(row[name], keys)) != row[name]}
        if changed:
            Job.objects.filter(pk=row["pk"]).update(**changed)
            count += 1
    return count


def without_keys(value: Any, keys: Collection[str]) -> Any:
    """The JSON with HIDDEN for each of `keys` (`source/key`): in texts, and in rows that hold source and key apart."""
    if isinstance(value, dict):
        return {
            without_keys(name, keys): HIDDEN if _is_key(value, name, keys) else without_keys(each, keys)
            for name, each in value.items()
        }
    if isinstance(value, list):
        if len(value) > 1 and all(isinstance(each, str) for each in value[:2]) and "/".join(value[:2]) in keys:
            return [value[0], HIDDEN, *without_keys(value[2:], keys)]
        return [without_keys(each, keys) for each in value]
    return _hidden(value, keys) if isinstance(value, str) and "/" in value else value


def _is_key(row: dict[str, Any], name: str, keys: Collection[str]) -> bool:
    """Whether a column is the key of one of them: `key` beside `source`, `key_l` beside `source_l`."""
    source = row.get(f"source{name.removeprefix('key')}") if name.startswith("key") else None
    return source is not None and f"{source}/{row[name]}" in keys


def _hidden(text: str, keys: Collection[str]) -> str:
    for each in sorted((each for each in keys if each in text), key=len, reverse=True):
        source, key = each.split("/", 1)
        # crm/2 is neither in crm/21, crm/2-b or crm/2/3 nor in old-crm/2
        whole = rf"(?<![\w-])({re.escape(source)}/){re.escape(key)}(?![-./@]?\w)"
        text = re.sub(whole, rf"\1{HIDDEN}", text)
    return text
