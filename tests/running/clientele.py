"""A home where one client is known three times, with orders, mails and a survey, and a promise that was not kept."""

from pathlib import Path
from typing import Any

FILES = {
    "visavis.yaml": "language: fr\ncountry: FR\n",
    "exports/crm.csv": """id;first;last;mail;phone;street;zip;town;firm;changed
1;Élodie;Lefèvre;elodie.lefevre@exemple.fr;06 12 34 56 78;12 rue des Lilas;35000;Rennes;Cœur & Fils;2025-01-10
2;Marc;d'Arc;marc.darc@exemple.fr;;3 quai Sud;29000;Quimper;;2025-01-11
3;Zoé;Lambert;;0298765432;5 rue Haute;29200;Brest;;2025-01-12
""",
    "exports/shop.csv": """login;name;mail;phone
el;Elodie Lefevre;elodie.lefevre@exemple.fr;
md;Marc d'Arc;marc.darc@exemple.fr;+33612000000
""",
    "exports/loyalty.csv": """card;first;last;birth;mail;phone
L7;Elodie;LEFÈVRE;1980-02-03;elodie.lefevre@exemple.fr;0612345678
""",
    "exports/orders.csv": """order;who;placed;due;done;state
O-1;el;2025-03-01;2025-03-04;2025-03-03 10:15:30;delivered
O-2;el;2025-03-02;2025-03-05;;sent
O-3;md;2025-03-03;2025-03-06;2025-03-08 09:00;delivered
O-4;nobody;2025-03-10;2025-03-20;2025-03-19 08:00;delivered
""",
    "exports/mails.csv": """id;thread;moment;way;address;subject;text
m1;t1;2025-03-06 09:00;in;elodie.lefevre@exemple.fr;Ma commande;Où est ma commande O-2 ?
m2;t1;2025-03-06 11:00;internal;elodie.lefevre@exemple.fr;re;Elle exagère
m3;t2;2025-03-07 09:00;in;marc.darc@exemple.fr;Retard;Toujours rien reçu
m4;t2;2025-03-07 12:30;out;marc.darc@exemple.fr;Retard;Bonjour, votre colis part demain.
m5;t2;2025-03-09 08:00;in;marc.darc@exemple.fr;Retard;Merci beaucoup, parfait, tout est arrivé, service excellent !
m6;t3;2025-03-09 18:00;in;inconnue@exemple.fr;Question;Vendez-vous des vélos ?
""",
    "exports/survey.csv": """id;order;given;score;words
S-1;O-1;2025-03-04;9;"Très bien, ""rapide"" ; ligne une
ligne deux \\."
S-2;O-3;2025-03-09;2;
""",
    "sources/all.yaml": """name: crm
files: exports/crm.csv
read: {delimiter: ";"}
facts:
  - table: records
    key: id
    fields: {kind: {value: person}, given_name: first, family_name: last, emails: mail, phones: phone, street: street,
             postcode: zip, city: town, company: firm, updated_at: changed}
---
name: shop
files: exports/shop.csv
read: {delimiter: ";"}
facts:
  - {table: records, key: login, fields: {kind: {value: person}, name: name, emails: mail, phones: phone}}
---
name: loyalty
files: exports/loyalty.csv
read: {delimiter: ";"}
facts:
  - {table: records, key: card, fields: {kind: {value: person}, given_name: first, family_name: last, birth_date: birth,
                                         emails: mail, phones: phone}}
---
name: orders
files: exports/orders.csv
read: {delimiter: ";", zone: Europe/Paris}
facts:
  - table: events
    key: order
    fields: {type: {value: delivery}, client_ref: {record: who, of: shop}, occurred_at: placed, due_at: due, done_at: done, status: state}
---
name: mails
files: exports/mails.csv
read: {delimiter: ";", zone: Europe/Paris}
facts:
  - table: exchanges
    key: id
    fields: {thread: thread, occurred_at: moment, direction: way, channel: {value: mail}, client_ref: {email: address}, subject: subject,
             text: text}
---
name: survey
files: exports/survey.csv
read: {delimiter: ";"}
facts:
  - table: ratings
    key: id
    fields: {instrument: {value: nps}, about: {key: order, of: orders}, occurred_at: given, score: score, low: {value: 0},
             high: {value: 10}, text: words}
""",
    "promises/all.yaml": """name: on-time
says: {fr: "Livré à temps", en: "Delivered on time"}
audience: public
carrier: logistics
test: {over: events, where: {type: delivery}, due: due_at, done: done_at}
""",
}


def clientele(home: Path) -> Path:
    """Write the home's files; nothing is run."""
    for name, text in FILES.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    return home


def change(home: Path, file: str, old: str, new: str) -> None:
    """Replace `old` in one of the files."""
    path = home / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


TABLES = ("TimelineItem", "Voice", "Case", "WaitingClient", "ClientCard", "SearchTerm")


def published(*, gone: bool = False) -> dict[str, list[dict[str, Any]]]:
    """What the computed tables show: their rows in order, those that vanished left out (or they alone)."""
    from visavis import models

    found = {}
    for name in TABLES:
        rows = getattr(models, name).objects.filter(vanished_run__isnull=not gone).order_by("pk").values()
        found[name] = [{key: value for key, value in row.items() if key != "vanished_run"} for row in rows]
    return found


def numbers() -> dict[str, int]:
    """source/key → number of the client, of every record that is present."""
    from visavis.clients.models import Link

    links = Link.objects.present().values_list("source", "key", "client_id")
    return {f"{source}/{key}": number for source, key, number in links}
