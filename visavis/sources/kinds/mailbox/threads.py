"""Conversations, told from all messages of a delivery together: Message-IDs first, subject and client where mailers give none."""

import duckdb

from visavis.engine.steps import literal

SEEN, TOLD = "mailbox_seen", "mailbox_told"
"""Temporary tables of the session that reads: what ties messages together; the thread of each, and its key."""

_LONGEST_CHAIN = 200


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Make room for what ties messages together, once a session."""
    connection.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS {SEEN} (file BIGINT, n BIGINT, message VARCHAR, parent VARCHAR, root VARCHAR, reply BOOLEAN, "
        f"topic VARCHAR, moment TIMESTAMP, print VARCHAR)"
    )
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {TOLD} (file BIGINT, n BIGINT, key VARCHAR, thread VARCHAR)")


def add(connection: duckdb.DuckDBPyConnection, file: int, table: str) -> None:
    """Remember the messages of one file; `table` is a relation with their columns."""
    connection.execute(
        f"INSERT INTO {SEEN} SELECT {file}, n, message, parent, root, reply, topic, "
        f"CAST(left(moment, 19) AS TIMESTAMP), print FROM {table}"
    )


def next_file(connection: duckdb.DuckDBPyConnection) -> int:
    """A number that no file of the session has."""
    return int(connection.execute(f"SELECT coalesce(max(file), -1) + 1 FROM {SEEN}").fetchall()[0][0])


def tell(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the thread and the key of every message, once all files are open; nothing to do where that was done.

    A message leads to the first one that its References name, else to the one it answers, else, being a reply by its subject, to
    the first message of that subject with that client; and so on to one that leads nowhere. Two messages that bear one Message-ID
    but are not copies of each other keep keys of their own.
    """
    seen, told = (connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in (SEEN, TOLD))
    if seen == told:
        return
    connection.execute(f"DELETE FROM {TOLD}")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE mailbox_first AS SELECT topic, arg_min(message, (coalesce(moment, TIMESTAMP '9999-01-01'), file, n)) "
        f"AS message FROM {SEEN} WHERE topic IS NOT NULL GROUP BY topic"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE mailbox_ties AS SELECT s.message, coalesce(any_value(s.root ORDER BY s.file, s.n), any_value(s.parent ORDER BY s.file, s.n), "
        f"any_value(CASE WHEN s.reply THEN coalesce(f.message, s.topic) END ORDER BY s.file, s.n)) AS up "
        f"FROM {SEEN} AS s LEFT JOIN mailbox_first AS f ON s.topic = f.topic GROUP BY s.message"
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE mailbox_roots AS WITH RECURSIVE climb(message, top, steps) AS (
            SELECT message, coalesce(up, message), 1 FROM mailbox_ties
            UNION ALL SELECT c.message, t.up, c.steps + 1 FROM climb AS c JOIN mailbox_ties AS t ON c.top = t.message
            WHERE t.up IS NOT NULL AND t.up <> c.top AND c.steps < {_LONGEST_CHAIN})
        SELECT message, arg_max(top, steps) AS thread FROM climb GROUP BY message"""
    )
    connection.execute(
        f"""INSERT INTO {TOLD} SELECT s.file, s.n, CASE WHEN s.print = first_value(s.print) OVER same THEN s.message
            ELSE s.message || '#' || s.print END, r.thread
        FROM {SEEN} AS s JOIN mailbox_roots AS r ON s.message = r.message
        WINDOW same AS (PARTITION BY s.message ORDER BY s.file, s.n)"""
    )


def relation(file: int, table: str, columns: dict[str, str]) -> str:
    """SQL of the rows of one file, in its order, with threads and keys as far as they are told."""
    given = {"message": "coalesce(t.key, m.message)", "thread": "coalesce(t.thread, m.message)"}
    chosen = ", ".join(f"{given.get(name, sql)} AS c{place}" for place, (name, sql) in enumerate(columns.items()))
    return (
        f"(SELECT {chosen} FROM {table} AS m LEFT JOIN (SELECT n, key, thread FROM {TOLD} WHERE file = {literal(file)}) AS t "
        f"ON m.n = t.n ORDER BY m.n)"
    )
