"""A CSV of deliveries of any size, written by DuckDB: what the speed figures are taken on."""

from pathlib import Path

import duckdb

COLUMNS = {
    "order_id": "VARCHAR",
    "customer": "VARCHAR",
    "ordered_at": "TIMESTAMP",
    "due_on": "DATE",
    "delivered_at": "TIMESTAMP",
    "status": "VARCHAR",
    "amount": "DOUBLE",
}

SOURCE = """name: deliveries
files: ["{file}"]
read: {{encoding: {encoding}, delimiter: ",", zone: Europe/Paris}}
delivery: full
facts:
  - table: events
    key: order_id
    fields:
      type: {{value: delivery}}
      client_ref: {{record: customer}}
      occurred_at: ordered_at
      due_at: due_on
      done_at: delivered_at
      status: status
      value: amount
"""

PROMISE = """name: on-time
says: {fr: "Livré à temps", en: "Delivered on time"}
audience: public
carrier: logistics
test: {over: events, where: {type: delivery, status: delivered}, due: due_at, done: done_at, by: day}
"""


def write_csv(file: Path, rows: int) -> None:
    """Write `rows` orders of a year, one in fifty cancelled, some late; the same bytes every time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    moment = "TIMESTAMP '2024-01-{day:02} 00:00:00' + to_seconds(CAST(i * 37 % 31536000 {plus} AS BIGINT))"
    ordered = moment.format(day=1, plus="")
    due = moment.format(day=6, plus="")
    delivered = moment.format(day=2, plus="+ hash(i) % 500000")
    duckdb.sql(f"""COPY (
        SELECT 'O' || lpad(CAST(i * 7919 % {rows} AS VARCHAR), 9, '0') AS order_id,
            'C' || CAST(hash(i) % greatest({rows} // 10, 1) AS VARCHAR) AS customer,
            strftime({ordered}, '%Y-%m-%d %H:%M:%S') AS ordered_at, strftime({due}, '%Y-%m-%d') AS due_on,
            CASE WHEN i % 50 <> 0 THEN strftime({delivered}, '%Y-%m-%d %H:%M:%S') END AS delivered_at,
            CASE WHEN i % 50 = 0 THEN 'cancelled' ELSE 'delivered' END AS status,
            (hash(i * 3) % 10000) / 100.0 AS amount
        FROM range({rows}) AS t(i)) TO '{file}' (HEADER)""")


def make_home(home: Path, file: Path, *, encoding: str = "utf-8") -> None:
    """A home whose only source is `file`."""
    for name, text in (
        ("sources/deliveries.yaml", SOURCE.format(file=file, encoding=encoding)),
        ("promises/on-time.yaml", PROMISE),
    ):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
