"""A lake of generated exchanges and events: the same for the same size, with few clients who write much and many who write little."""

from pathlib import Path

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import SQL_TYPES, literal
from visavis.engine.tables import ALL, Type

EXTRA = {"extra_asked_by": Type.TEXT}
"""Columns of the events beyond their own."""
PEOPLE, TEAMS = 600, 20
START = "TIMESTAMP '2023-01-02 08:00:00'"


def _random(what: str, salt: int) -> str:
    """A number from 0 to 1 that `what` alone decides."""
    return f"(CAST(hash({what}, {salt}) % 1000003 AS DOUBLE) / 1000003)"


def _client(of: str, clients: int) -> str:
    return f"CAST({clients} * pow({_random(of, 1)}, 2) AS BIGINT)"


def _person(client: str, of: str) -> str:
    """Six times in ten the client's own contact."""
    return f"CASE WHEN {_random(of, 2)} < 0.6 THEN hash({client}, 3) % {PEOPLE} ELSE hash({of}, 4) % {PEOPLE} END"


def _exchanges(rows: int, clients: int) -> dict[str, str]:
    thread = "i // 4"
    client = _client(thread, clients)
    out = f"(i % 2 = 1 AND {_random(thread, 5)} < 0.85)"
    moment = (
        f"{START} + to_minutes(CAST({_random(thread, 6)} * 1000000 + (i % 4) * {_random('i', 7)} * 3000 AS BIGINT))"
    )
    return {
        "source": "'mails'", "key": "'m' || i", "thread": f"'t' || ({thread})", "occurred_at": moment, "occurred_on": f"CAST({moment} AS DATE)",
        "direction": f"CASE WHEN {out} THEN 'out' ELSE 'in' END", "channel": f"['mail', 'web', 'phone', 'chat'][1 + CAST(hash({thread}, 8) % 4 AS BIGINT)]",
        "client_ref": f"'record/crm/c' || ({client})", "staff": f"CASE WHEN {out} THEN 'p' || ({_person(client, 'i')}) END",
        "team": f"'team ' || (({_person(client, 'i')}) % {TEAMS})", "about": f"CASE WHEN {_random(thread, 9)} < 0.5 THEN 'desk/e' || ({thread}) END",
        "text": f"CASE WHEN {_random('i', 10)} < 0.02 THEN 'We have received your request and will get back to you shortly.' "
                f"ELSE 'About your order ' || hash(i, 11) || ': it leaves on ' || (i % 28) || ', please tell us whether that suits.' END",
        "reply_to": "CASE WHEN i % 4 > 0 THEN 'm' || (i - 1) END",
    }  # fmt: skip


def _events(rows: int, clients: int) -> dict[str, str]:
    """Of eight events three stand for themselves; five are the steps that the first of them took, a log of another source."""
    case, place = "(i - i % 8)", "(i % 8 - 3)"
    logged, contract = "i % 8 >= 3", "i % 64 = 2"
    client = _client("i", clients)
    alone = f"{START} + to_minutes(CAST({_random('i', 12)} * 1000000 AS BIGINT))"
    begun = f"""CASE WHEN {logged} THEN {START} + to_minutes(CAST({_random(case, 12)} * 1000000 + {place} * 3000 + {_random("i", 19)} * 2000 AS BIGINT))
        ELSE {alone} END"""
    lasted = f"to_minutes(CAST(-4000 * ln({_random('i', 13)} + 1e-6) AS BIGINT))"
    over = f"{_random('i', 14)} < CASE WHEN {contract} THEN 0.4 WHEN {logged} THEN 0.99 ELSE 0.9 END"
    done = f"CASE WHEN {over} THEN {begun} + {lasted} END"
    due = f"CASE WHEN i % 8 = 0 THEN {alone} + to_days(3) END"
    steps = f"CASE WHEN {_random('i', 20)} < 0.9 THEN {place} ELSE hash(i, 21) % 5 END"
    return {
        "source": f"CASE WHEN {logged} THEN 'steps' ELSE 'desk' END", "key": "'e' || i",
        "type": f"CASE WHEN {logged} THEN 'step' WHEN {contract} THEN 'contract' ELSE ['ticket', 'delivery', 'call'][1 + i % 8] END",
        "about": f"CASE WHEN {logged} THEN 'desk/e' || {case} END", "occurred_at": begun, "occurred_on": f"CAST({begun} AS DATE)",
        "due_at": due, "due_on": f"CAST({due} AS DATE)", "done_at": done, "done_on": f"CAST({done} AS DATE)",
        "status": f"CASE WHEN {logged} THEN ['taken', 'looked at', 'ordered', 'mended', 'closed'][1 + CAST({steps} AS BIGINT)] "
                  "ELSE ['heard', 'read', 'reached', 'answered'][1 + CAST(hash(i, 15) % 4 AS BIGINT)] END",
        "client_ref": f"CASE WHEN NOT {logged} THEN 'record/crm/c' || ({client}) END", "staff": f"'p' || ({_person(client, 'i')})",
        "team": f"'team ' || (({_person(client, 'i')}) % {TEAMS})", "value": f"100 * {_random('i', 16)}", "unit": "'EUR'",
        "place": f"CASE WHEN {logged} THEN i END",
        "extra_asked_by": "CASE WHEN i % 8 < 3 THEN ['client', 'internal', 'hierarchy', 'regulation'][1 + CAST(hash(i, 22) % 4 AS BIGINT)] END",
    }  # fmt: skip


def _ratings(rows: int, clients: int) -> dict[str, str]:
    moment = f"{START} + to_minutes(CAST({_random('i', 17)} * 1000000 AS BIGINT))"
    return {
        "source": "'survey'", "key": "'r' || i", "instrument": "'nps'", "occurred_at": moment, "occurred_on": f"CAST({moment} AS DATE)",
        "score": f"floor(11 * sqrt({_random('i', 18)}))", "low": "0", "high": "10", "client_ref": f"'record/crm/c' || ({_client('i', clients)})",
        "about": "'desk/e' || (16 * i)",
    }  # fmt: skip


def _cases(rows: int, clients: int) -> dict[str, str]:
    return {
        "promise": "['called back', 'in time', 'as ordered', 'told before', 'put right'][1 + CAST(hash(i, 23) % 5 AS BIGINT)]",
        "source": "'desk'", "key": "'e' || (8 * i)", "client_ref": f"'record/crm/c' || ({_client('8 * i', clients)})",
        "on_day": f"CAST({START} + to_minutes(CAST({_random('i', 24)} * 1000000 AS BIGINT)) AS DATE)",
        "outcome": f"CASE WHEN {_random('i', 25)} < 0.8 THEN 'kept' ELSE 'late' END", "n": "1",
    }  # fmt: skip


def _register(rows: int, clients: int) -> dict[str, str]:
    return {
        "source": "'crm'",
        "key": "'c' || i",
        "kind": "CASE WHEN i % 5 = 0 THEN 'organisation' ELSE 'person' END",
        "cluster": "'k' || i",
    }


def make(folder: Path, rows: int) -> tuple[Lake, Manifest]:
    """The lake in `folder` with `rows` exchanges and as many events; what stands there already is taken."""
    lake, clients = Lake(folder), max(50, rows // 50)
    parts = (("exchanges", rows, _exchanges), ("events", rows, _events), ("ratings", rows // 20, _ratings), ("cases", rows // 10, _cases),
             ("records", clients + 1, _register), ("clusters", clients + 1, _register))  # fmt: skip
    entries = []
    session = DuckDB(folder / "scratch")
    for name, many, columns in parts:
        target = folder / "data" / f"{name}-{rows}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        given = columns(rows, clients)
        types = {column.name: column.type for column in ALL[name].columns} | (EXTRA if name == "events" else {})
        if not target.exists():
            listed = ", ".join(
                f"CAST({given.get(each, 'NULL')} AS {SQL_TYPES[type_]}) AS {each}" for each, type_ in types.items()
            )
            session.connection.execute(
                f"COPY (SELECT {listed} FROM range({many}) AS r(i)) TO {literal(f'{target}.part')} (FORMAT parquet)"
            )
            Path(f"{target}.part").rename(target)
        extra = tuple((each, str(type_)) for each, type_ in EXTRA.items()) if name == "events" else ()
        entries.append(lake.entry(name, target, many, extra=extra))
    session.close()
    return lake, Manifest("bench", entries=tuple(entries))
