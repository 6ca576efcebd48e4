"""A promise as the fields of a form, and the fields written back into its YAML, comments and all that no field knows kept."""

import io
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from visavis.engine.holding.promise import After, EventMoment, Not, Promise, Test
from visavis.mistakes import Mistake, Words

Fields = dict[str, str]

EMPTY: Fields = {
    "name": "", "says_fr": "", "says_en": "", "audience": "public", "carrier": "", "observed_until": "",
    "over": "", "type": "", "status_is": "any", "status": "", "kind": "due",
    "due_kind": "after", "due_column": "due_at", "after": "occurred_at", "after_event": "", "number": "", "unit": "business days",
    "calendar": "FR", "hours": "", "pauses": "", "done": "done_at", "done_event": "", "by": "",
    "holds_field": "", "holds_equals": "true", "holds_as": "broken", "score": "", "score_as": "broken",
    "population": "population", "missed": "missed", "tally_as": "late", "felt": "", "felt_from": "",
}  # fmt: skip
"""Every field of the form, as a new promise begins."""

UNITS = ("minutes", "hours", "days", "business hours", "business days")
SINGLE = {"minute": "minutes", "hour": "hours", "day": "days"}


def fields_of(promise: Promise) -> Fields:
    """The fields of the form that say the same as `promise`, as far as fields can."""
    test = promise.test
    return EMPTY | {
        "name": promise.name,
        "says_fr": promise.says.fr or "",
        "says_en": promise.says.en or "",
        "audience": str(promise.audience),
        "carrier": promise.carrier or "",
        "observed_until": str(promise.observed_until or ""),
        "over": test.over or "",
        "calendar": "",
        **_where_fields(test),
        **_kind_fields(test),
        "felt": "yes" if test.felt_by else "",
        "felt_from": _number(test.felt_by.kept_when.at_least) if test.felt_by and test.felt_by.kept_when else "",
    }


def sayable(text: str, promise: Promise) -> bool:
    """Whether the form says all that `promise` says: writing its fields into `text` changes nothing in it."""
    if promise.test.select is not None:
        return False
    try:
        again = written(text, promise.name, fields_of(promise))
    except Mistake:
        return False
    node = _find(list(_yaml().load_all(again)), promise.name)
    try:
        return node is not None and Promise.model_validate(_plain(node)) == promise
    except ValueError:
        return False


def written(text: str, name: str, fields: Mapping[str, str]) -> str:
    """`text` with the promise `name` as the form says it; a promise that is not there is added at the end.

    Raises Mistake where the form lacks what YAML needs, or `text` can't be read.
    """
    try:
        documents = list(_yaml(text).load_all(text))
    except YAMLError:
        raise Mistake(
            Words(fr="le fichier n’est plus lisible comme YAML", en="the file is no longer readable as YAML"),
            remedy=Words(fr="ouvrez son texte et corrigez-le", en="open its text and correct it"),
        ) from None
    node = _find(documents, name)
    if node is None:
        node = CommentedMap()
        documents = [each for each in documents if each is not None]
        if documents and isinstance(documents[-1], list):
            documents[-1].append(node)
        else:
            documents.append(node)
    _write(node, EMPTY | dict(fields))
    out = io.StringIO()
    _yaml(text).dump_all(documents, out)
    return out.getvalue()


def alone(text: str, name: str) -> str:
    """The YAML of the promise `name` alone, as it stands in `text`; empty where it does not."""
    node = _find(list(_yaml(text).load_all(text)), name)
    if node is None:
        return ""
    out = io.StringIO()
    _yaml().dump(node, out)
    return out.getvalue()


def name_of(fields: Mapping[str, str]) -> str:
    """A name for a new promise, out of what it says."""
    said = fields.get("name") or fields.get("says_fr") or fields.get("says_en") or ""
    plain = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def _write(node: CommentedMap, fields: Fields) -> None:
    _put(node, "name", fields["name"])
    _put(
        node, "says", {lang: fields[f"says_{lang}"].strip() for lang in ("fr", "en") if fields[f"says_{lang}"].strip()}
    )
    _put(node, "audience", fields["audience"])
    _put(node, "carrier", fields["carrier"].strip())
    test = node.get("test")
    if not isinstance(test, dict):
        test = node["test"] = CommentedMap()
    _put(test, "over", fields["over"])
    _put(test, "where", _where(test.get("where"), fields))
    _write_kind(test, fields)
    _write_felt(test, fields)
    _put(node, "observed_until", _scalar(fields["observed_until"]))


def _write_kind(test: CommentedMap, fields: Fields) -> None:
    kind = fields["kind"]
    due: Any = None
    if kind == "due":
        due = fields["due_column"].strip() if fields["due_kind"] == "column" else _after(test.get("due"), fields)
    _put(test, "due", due)
    done = fields["done"].strip()
    event = fields["done_event"].strip()
    wanted: Any = {"event": {"type": event}} if event else done
    if kind != "due" or (wanted == "done_at" and "done" not in test):
        wanted = None
    _put(test, "done", wanted)
    _put(test, "by", fields["by"] if kind == "due" else "")
    failure = {"as": fields["holds_as"]} if fields["holds_as"] != "broken" else {}
    equals = _scalar(fields["holds_equals"])
    _put(
        test, "holds", {"field": fields["holds_field"].strip(), "equals": equals} | failure if kind == "holds" else None
    )
    failure = {"as": fields["score_as"]} if fields["score_as"] != "broken" else {}
    _put(
        test,
        "at_least",
        {"score": _scalar(fields["score"].replace(",", "."))} | failure if kind == "at_least" else None,
    )
    failure = {"as": fields["tally_as"]} if fields["tally_as"] != "broken" else {}
    counts = {"population": fields["population"].strip(), "missed": fields["missed"].strip()}
    _put(test, "tally", counts | failure if kind == "tally" else None)
    if kind != "select":
        _put(test, "select", None)


def _after(former: Any, fields: Fields) -> dict[str, Any]:
    number = fields["number"].strip()
    if not number.isdigit():
        raise Mistake(
            Words(fr="il manque le délai: un nombre entier", en="the delay is missing: a whole number"),
            remedy=Words(fr="par exemple 2 jours ouvrés", en="for example 2 business days"),
        )
    event = fields["after_event"].strip()
    within = f"{number} {fields['unit']}"
    if isinstance(former, dict) and _same_duration(former.get("within"), within):
        within = former["within"]
    due: dict[str, Any] = {"after": {"event": {"type": event}} if event else fields["after"].strip(), "within": within}
    if fields["unit"].startswith("business"):
        due |= {key: fields[key].strip() for key in ("calendar", "hours") if fields[key].strip()}
        if isinstance(former, dict) and "hours" in due and _same_hours(former.get("hours"), due["hours"]):
            due["hours"] = former["hours"]
    pauses = _values(fields["pauses"])
    if pauses:
        due["pauses"] = {"status": pauses[0] if len(pauses) == 1 else pauses}
    return due


def _write_felt(test: CommentedMap, fields: Fields) -> None:
    if not fields["felt"] or fields["kind"] == "tally":
        _put(test, "felt_by", None)
        return
    felt = test.get("felt_by")
    plain = _plain(felt) if isinstance(felt, dict) else {"table": "ratings", "join": "about", "unit": "rating"}
    start = _scalar(fields["felt_from"].replace(",", "."))
    plain.pop("kept_when", None)
    _put(test, "felt_by", plain | ({"kept_when": {"at_least": start}} if start is not None else {}))


def _where(former: Any, fields: Fields) -> dict[str, Any]:
    where = _plain(former) if isinstance(former, dict) else {}
    types, statuses = _values(fields["type"]), _values(fields["status"])
    chosen: dict[str, Any] = {"type": types[0] if len(types) == 1 else types} if types else {}
    if statuses and fields["status_is"] == "one":
        chosen["status"] = statuses[0] if len(statuses) == 1 else statuses
    elif statuses and fields["status_is"] == "none":
        chosen["status"] = {"not": statuses}
    others = {key: value for key, value in where.items() if key not in ("type", "status")}
    return chosen | others


def _where_fields(test: Test) -> Fields:
    fields = {"type": _listed(test.where.get("type")), "status_is": "any", "status": ""}
    status = test.where.get("status")
    if isinstance(status, Not):
        fields |= {"status_is": "none", "status": _listed(status.not_)}
    elif status is not None:
        fields |= {"status_is": "one", "status": _listed(status)}
    return fields


def _kind_fields(test: Test) -> Fields:
    if test.holds:
        holds = test.holds
        return {"kind": "holds", "holds_field": holds.field, "holds_equals": _told(holds.equals), "holds_as": holds.as_}
    if test.at_least:
        return {"kind": "at_least", "score": _number(test.at_least.score), "score_as": test.at_least.as_}
    if test.tally:
        tally = test.tally
        return {"kind": "tally", "population": tally.population, "missed": tally.missed, "tally_as": tally.as_}
    if test.select:
        return {"kind": "select"}
    fields = {"kind": "due", "by": test.by or "", **_moment_fields("done", test.done)}
    if isinstance(test.due, After):
        within, pauses = test.due.within, (test.due.pauses or {}).get("status")
        unit = SINGLE[within.unit]
        return fields | {
            "due_kind": "after",
            **_moment_fields("after", test.due.after),
            "number": str(within.number),
            "unit": f"business {unit}" if within.business else unit,
            "calendar": test.due.calendar or "",
            "hours": _hours(test.due),
            "pauses": "" if isinstance(pauses, Not) else _listed(pauses),
        }
    return fields | {"due_kind": "column", "due_column": test.due or ""}


def _moment_fields(field: str, moment: str | EventMoment) -> Fields:
    if isinstance(moment, EventMoment):
        return {field: EMPTY[field], f"{field}_event": _listed(moment.event.get("type"))}
    return {field: moment, f"{field}_event": ""}


def _hours(due: After) -> str:
    from visavis.promises.plainly import opening

    # English weekday names, as YAML writes them.
    return opening(due.hours, "en").replace(" · ", ", ").replace("–", "-") if due.hours else ""


def _same_hours(former: Any, now: str) -> bool:
    from visavis.engine.holding.durations import read_hours

    try:
        return former is not None and read_hours(former) == read_hours(now)
    except ValueError:
        return False


def _same_duration(former: Any, now: str) -> bool:
    from visavis.engine.holding.durations import read_duration

    try:
        return former is not None and read_duration(former) == read_duration(now)
    except ValueError:
        return False


def _listed(values: Any) -> str:
    if values is None or isinstance(values, Not):
        return ""
    return ", ".join(_told(each) for each in (values if isinstance(values, list) else [values]))


def _values(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _told(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _number(value: float) -> str:
    return f"{value:g}"


def _scalar(text: str) -> Any:
    """What YAML takes the text for: true, 8, 2025-12-14, or a text."""
    if not text.strip():
        return None
    try:
        value = YAML(typ="safe", pure=True).load(text.strip())
    except YAMLError:
        return text.strip()
    return text.strip() if isinstance(value, dict | list) else value


def _put(node: CommentedMap, key: str, value: Any) -> None:
    """Set, or remove what is empty; what says the same already stays as it is written."""
    if value is None or value == "" or value == {}:
        if key in node:
            del node[key]
    elif key not in node or _plain(node[key]) != value:
        node[key] = _flow(value)


def _flow(value: Any) -> Any:
    if isinstance(value, dict):
        made = CommentedMap((key, _flow(each)) for key, each in value.items())
        made.fa.set_flow_style()
        return made
    return value


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(each) for each in node]
    return str(node) if isinstance(node, str) else node


def _find(documents: list[Any], name: str) -> CommentedMap | None:
    nodes = [each for one in documents for each in (one if isinstance(one, list) else [one])]
    return next((each for each in nodes if isinstance(each, CommentedMap) and each.get("name") == name), None)


def _yaml(text: str = "") -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes, yaml.width = True, 4096
    if re.search(r"^- ", text, re.MULTILINE):
        yaml.indent(mapping=2, sequence=2, offset=0)
    else:
        yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
