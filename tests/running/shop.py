"""A small home: orders, the reviews about them, and who served whom, with a promise and two measures."""

from pathlib import Path

ORDERS = """order;client;agent;due;done;state;note
O-1;C-1;Zéphyrine Quillery;2025-03-03;2025-03-03 10:00;delivered;=1+1
O-2;C-2;Zéphyrine Quillery;2025-03-04;2025-03-05 09:00;delivered;plain
O-3;C-1;Other Agent;2025-03-05;2025-03-05 23:59;delivered;
O-4;C-3;Other Agent;2025-03-06;;cancelled;
O-5;C-3;Other Agent;2025-03-20;;sent;
"""
REVIEWS = """id;order;given;score;words
R-1;O-1;2025-03-04;5;Parfait, merci beaucoup à toute l'équipe
R-2;O-2;2025-03-06;1;Un jour de retard, très mauvais service
"""
SOURCES = """name: orders
files: exports/orders*.csv
read: {delimiter: ";", zone: Europe/Paris}
facts:
  - table: events
    key: order
    fields: {type: {value: delivery}, client_ref: {record: client}, due_at: due, done_at: done, status: state, staff: agent,
             extra: {note: note}}
---
name: reviews
files: exports/reviews.csv
read: {delimiter: ";"}
facts:
  - table: ratings
    key: id
    fields: {instrument: {value: review}, about: {key: order, of: orders}, occurred_at: given, score: score,
             low: {value: 1}, high: {value: 5}, text: words}
"""
PROMISES = """name: on-time
says: {fr: "Livré à temps", en: "Delivered on time"}
audience: public
carrier: logistics
test:
  over: events
  where: {type: delivery, status: {not: [cancelled]}}
  due: due_at
  done: done_at
  felt_by: {table: ratings, join: about, unit: rating}
"""
MEASURES = """- {name: served-by, concentration: {over: events, where: {type: delivery}, client: client_ref, person: staff, min_cases: 1}}
- {name: states, funnel: {over: events, where: {type: delivery}, stage: status, order: [sent, delivered], cumulative: true}}
"""


def shop(home: Path, *, words: bool = False) -> Path:
    """Write the home's files; nothing is run. Reviews have `words` where reading them is the point: it takes seconds."""
    reviews = REVIEWS if words else "".join(line.rsplit(";", 1)[0] + ";\n" for line in REVIEWS.splitlines())
    for name, text in (
        ("visavis.yaml", "language: en\ncountry: FR\n"),
        ("exports/orders.csv", ORDERS),
        ("exports/reviews.csv", reviews if words else reviews.replace("score;", "score;words", 1)),
        ("sources/shop.yaml", SOURCES),
        ("promises/shop.yaml", PROMISES),
        ("measures/shop.yaml", MEASURES),
    ):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    return home
