"""Looks at the pages from inside the application: `python -m benchmarks.web.inside`, in the environment of a server.

Prints as JSON: sessions of people who signed in, addresses per page, and per page how many queries it takes (least and most), its
slowest statement, and the tables that a statement read from end to end.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.web.pages import addresses

PEOPLE = 16
LOOKS = 60
"""Addresses per page that are looked at."""

BIG = 5_000
"""Rows from which on a table is not read from end to end."""


@dataclass
class Look:
    """What one page asked of the database, over all addresses that were looked at."""

    status: int = 200
    least: int = 10**6
    most: int = 0
    size: int = 0
    slowest: float = 0.0
    statement: str = ""
    scanned: list[str] = field(default_factory=list)


def main() -> None:
    """Print what was seen."""
    from visavis.web.serving import application_of_home

    application_of_home()
    found = addresses()
    sessions = sign_in()
    looks = {page: asdict(look_at(paths[:LOOKS])) for page, paths in found.items()}
    json.dump({"sessions": sessions, "addresses": found, "looks": looks}, sys.stdout)


def sign_in() -> list[str]:
    """Session keys of people who signed in and were shown the results of every promise."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from visavis.house.models import User
    from visavis.questions.models import Reveal
    from visavis.running.models import Document
    from visavis.vocabulary import Role

    promises = [each["name"] for each in Document.objects.get(name="mirror").body["promises"]]
    roles = [Role.EMPLOYEE] * (PEOPLE - 5) + list(Role)
    sessions = []
    for number, role in enumerate(roles):
        email = f"bench-{number}@exemple.example"
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, f"Camille {number}", role)
        for promise in promises:
            Reveal.objects.get_or_create(user=user, promise=promise)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        sessions.append(str(session.session_key))
    return sessions


def look_at(paths: list[str]) -> Look:
    """Open each address once, signed in, and watch its statements."""
    from django.db import connection
    from django.test import Client

    from visavis.house.models import User

    visitor = Client(SERVER_NAME="localhost", raise_request_exception=False)
    visitor.force_login(User.objects.get(email="bench-0@exemple.example"))
    look, seen = Look(), set[str]()
    for path in paths:
        watched = _Watched()
        with connection.execute_wrapper(watched):
            answer = visitor.get(path)
        look.status = max(look.status, answer.status_code)
        look.size = max(look.size, len(answer.content))
        look.least, look.most = min(look.least, len(watched.asked)), max(look.most, len(watched.asked))
        for sql, parameters, took in watched.asked:
            if took > look.slowest:
                look.slowest, look.statement = took, f"{path}: {sql} {parameters!r}"[:2000]
            if sql.startswith("SELECT") or sql.startswith("WITH"):
                seen |= _scanned(sql, parameters)
    look.scanned = sorted(seen)
    return look


class _Watched:
    """Keeps each statement with its parameters and seconds."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any, float]] = []

    def __call__(self, execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            self.asked.append((sql, parameters, time.perf_counter() - began))


def _scanned(sql: str, parameters: Any) -> set[str]:
    """Big tables that the statement reads from end to end, as the planner says."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            scans = {
                words[1] for *_, told in cursor.fetchall() if (words := told.split())[0] == "SCAN" and len(words) == 2
            }
        else:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
            (plan,) = cursor.fetchone()
            scans = set(_sequential(plan if isinstance(plan, list) else json.loads(plan)))
        return {table for table in scans if _rows(cursor, table) >= BIG}


def _sequential(node: Any) -> list[str]:
    if isinstance(node, list):
        return [table for each in node for table in _sequential(each)]
    if not isinstance(node, dict):
        return []
    own = [str(node["Relation Name"])] if node.get("Node Type") == "Seq Scan" else []
    return own + [table for value in node.values() for table in _sequential(value)]


def _rows(cursor: Any, table: str) -> int:
    if not table.startswith("visavis_"):
        return 0
    cursor.execute(f'SELECT count(*) FROM (SELECT 1 FROM "{table}" LIMIT {BIG}) AS t')
    return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
