"""A home in which every field that comes from a file tries to become markup."""

import csv
from pathlib import Path

DAYS = ("2025-03-03", "2025-03-04", "2025-03-05", "2025-03-06", "2025-03-07", "2025-03-10")


def poison(field: str) -> str:
    """Text that would open an element, leave an attribute, and end whatever it stands in, naming its field."""
    return f"""<xss-{field} onclick=xss()>"'><img src=x onerror=xss()></title></textarea></script><a href=javascript:xss()> {{{{ xss }}}}"""


SOURCES = """name: crm
files: exports/crm.csv
read: {delimiter: ",", encoding: utf-8, zone: Europe/Paris}
facts:
  - table: records
    key: id
    fields: {kind: {value: person}, given_name: given, family_name: family, emails: mail, street: street, city: city,
             company: company, language: language, updated_at: {column: updated, as: date}, extra: {note: note}}
---
name: orders
files: exports/orders.csv
read: {delimiter: ",", encoding: utf-8, zone: Europe/Paris}
facts:
  - table: events
    key: id
    fields: {type: type, client_ref: {record: client, of: crm}, occurred_at: ordered, due_at: due, done_at: done, status: status,
             team: team, staff: agent, unit: unit, value: {column: value, as: decimal}, extra: {note: note}}
---
name: messages
files: exports/messages.csv
read: {delimiter: ",", encoding: utf-8, zone: Europe/Paris}
facts:
  - table: exchanges
    key: id
    fields: {thread: thread, occurred_at: sent, direction: {value: in}, channel: {value: mail}, client_ref: {email: mail},
             team: team, staff: agent, subject: subject, text: text}
---
name: reviews
files: exports/reviews.csv
read: {delimiter: ",", encoding: utf-8}
facts:
  - table: ratings
    key: id
    fields: {instrument: instrument, about: {key: order, of: orders}, client_ref: {record: client, of: crm}, occurred_at: given,
             score: {column: score, as: decimal}, low: {value: 1}, high: {value: 5}, text: text}
"""


def promises() -> str:
    """A promise whose words are poisoned too: people write them, so pages may trust them no more than files."""
    said, carrier = poison("says").replace("'", "''"), poison("carrier").replace("'", "''")
    return f"""name: on-time
says: {{fr: '{said}', en: '{said}'}}
audience: public
carrier: '{carrier}'
test:
  over: events
  where: {{type: delivery}}
  due: due_at
  done: done_at
  felt_by: {{table: ratings, join: about, unit: rating}}
"""


def write(file: Path, rows: list[dict[str, str]]) -> None:
    """Rows as CSV."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def poisoned(home: Path) -> None:
    """Write the files; nothing is run."""
    numbers = range(len(DAYS))
    write(
        home / "exports" / "crm.csv",
        [
            {
                "id": f"C-{n}{poison('record-key')}",
                "given": poison("given-name"),
                "family": poison("family-name"),
                "mail": f"c{n // 2}@exemple.example",
                "street": poison("street"),
                "city": poison("city"),
                "company": poison("company"),
                "language": poison("language"),
                "updated": "2025-01-02" if n else "not a day <xss-reject onclick=xss()>",
                "note": poison("record-note"),
            }
            for n in numbers
        ],
    )
    write(
        home / "exports" / "orders.csv",
        [
            {
                "id": f"O-{n}{poison('event-key')}",
                "client": f"C-{n}{poison('record-key')}",
                "type": "delivery" if n % 2 else poison("event-type"),
                "ordered": "2025-03-01",
                "due": day,
                "done": day if n % 3 else "2025-03-20",
                "status": poison("status"),
                "team": poison("team"),
                "agent": poison("agent"),
                "unit": poison("unit"),
                "value": "7",
                "note": poison("event-note"),
            }
            for n, day in enumerate(DAYS * 4)
        ],
    )
    write(
        home / "exports" / "messages.csv",
        [
            {
                "id": f"M-{n}{poison('exchange-key')}",
                "thread": poison("thread"),
                "sent": f"{day} 10:00",
                "mail": f"c{n // 2}@exemple.example",
                "team": poison("team"),
                "agent": poison("agent"),
                "subject": poison("subject"),
                "text": f"Toujours pas de nouvelles de ma commande, c’est inadmissible ! {poison('text')} Merci de répondre.",
            }
            for n, day in enumerate(DAYS)
        ],
    )
    write(
        home / "exports" / "reviews.csv",
        [
            {
                "id": f"R-{n}{poison('rating-key')}",
                "order": f"O-{n}{poison('event-key')}",
                "client": f"C-{n}{poison('record-key')}",
                "instrument": poison("instrument"),
                "given": day,
                "score": "2",
                "text": f"Livraison en retard, très mauvais service. {poison('review')}",
            }
            for n, day in enumerate(DAYS)
        ],
    )
    (home / "sources" / "poisoned.yaml").write_text(SOURCES, encoding="utf-8")
    (home / "promises" / "poisoned.yaml").write_text(promises(), encoding="utf-8")
