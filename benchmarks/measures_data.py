"""A lake of generated exchanges and events: the same for the same size, with few clients who write much and many who write little."""

from pathlib import Path

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import literal
from visavis.engine.tables import ALL, Type

SQL = {Type.TEXT: "VARCHAR", Type.INTEGER: "BIGINT", Type.DECIMAL: "DOUBLE", Type.BOOLEAN: "BOOLEAN", Type.DATE: "DATE",
       Type.TIMESTAMP: "TIMESTAMP", Type.TEXTS: "VARCHAR[]", Type.BLOB: "BLOB"}  # fmt: skip
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
    client = _client("i", clients)
    begun = f"{START} + to_minutes(CAST({_random('i', 12)} * 1000000 AS BIGINT))"
    lasted = f"to_minutes(CAST(-4000 * ln({_random('i', 13)} + 1e-6) AS BIGINT))"
    done = f"CASE WHEN {_random('i', 14)} < 0.9 THEN {begun} + {lasted} END"
    touch = "i % 4 = 3"
    return {
        "source": "'desk'", "key": "'e' || i", "type": f"CASE WHEN {touch} THEN 'touch' ELSE ['ticket', 'delivery', 'call'][1 + i % 4] END",
        "about": f"CASE WHEN {touch} THEN 'desk/e' || (i - 3) END", "occurred_at": begun, "occurred_on": f"CAST({begun} AS DATE)",
        "done_at": done, "done_on": f"CAST({done} AS DATE)", "status": "['heard', 'read', 'reached', 'answered'][1 + CAST(hash(i, 15) % 4 AS BIGINT)]",
        "client_ref": f"CASE WHEN NOT {touch} THEN 'record/crm/c' || ({client}) END", "staff": f"'p' || ({_person(client, 'i')})",
        "team": f"'team ' || (({_person(client, 'i')}) % {TEAMS})", "value": f"100 * {_random('i', 16)}", "unit": "'EUR'",
    }  # fmt: skip


def _ratings(rows: int, clients: int) -> dict[str, str]:
    moment = f"{START} + to_minutes(CAST({_random('i', 17)} * 1000000 AS BIGINT))"
    return {
        "source": "'survey'", "key": "'r' || i", "instrument": "'nps'", "occurred_at": moment, "occurred_on": f"CAST({moment} AS DATE)",
        "score": f"floor(11 * sqrt({_random('i', 18)}))", "low": "0", "high": "10", "client_ref": f"'record/crm/c' || ({_client('i', clients)})",
        "about": "'desk/e' || (20 * i)",
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
    parts = (("exchanges", rows, _exchanges), ("events", rows, _events), ("ratings", rows // 20, _ratings),
             ("records", clients + 1, _register), ("clusters", clients + 1, _register))  # fmt: skip
    entries = []
    session = DuckDB(folder / "scratch")
    for name, many, columns in parts:
        target = folder / "data" / f"{name}-{rows}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            given = columns(rows, clients)
            listed = ", ".join(
                f"CAST({given.get(c.name, 'NULL')} AS {SQL[c.type]}) AS {c.name}" for c in ALL[name].columns
            )
            session.connection.execute(
                f"COPY (SELECT {listed} FROM range({many}) AS r(i)) TO {literal(f'{target}.part')} (FORMAT parquet)"
            )
            Path(f"{target}.part").rename(target)
        entries.append(lake.entry(name, target, many))
    session.close()
    return lake, Manifest("bench", entries=tuple(entries))
