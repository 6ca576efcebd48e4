"""A home where three employees and a shared mailbox answer clients, some of them long ago."""

from pathlib import Path

from visavis.engine.progress import silent
from visavis.running.run import run

MESSAGES = """id;thread;client;sent;way;channel;agent;team;text
M1;T1;C-1;2025-03-03 10:00;out;mail;smartin@maison.example;Service client;Bonjour, je vous rappelle demain avant midi. Cordialement
M2;T2;C-2;2025-03-04 09:00;out;mail;Sophie Martin;Service client;Votre dossier sera traité sous 5 jours ouvrés. N’hésitez pas à nous écrire.
M3;T3;C-3;2025-03-04 09:30;out;mail;;Facturation;Le virement sera fait vendredi.
M4;T4;C-1;2025-03-04 11:00;out;mail;Paul Durand;Service client;Nous restons à votre disposition.
M5;T5;C-2;2025-01-10 11:00;out;mail;Sophie Martin;Service client;Je vous envoie le document demain.
M6;T1;C-1;2025-03-03 16:00;out;phone;Paul Durand;Service client;Appel
M7;T2;C-2;2025-03-10 09:00;out;mail;Sophie Martin;Service client;Votre dossier 4521 sera traité sous 5 jours ouvrés.
M8;T8;C-3;2025-03-14 09:00;out;mail;Paul Durand;Service client;Merci de votre message.
"""
SOURCE = """name: messages
files: exports/messages.csv
read: {delimiter: ";", zone: Europe/Paris}
facts:
  - table: exchanges
    key: id
    fields: {thread: thread, occurred_at: sent, direction: {column: way, map: {in: in, out: out}}, channel: {column: channel, map: {mail: mail, phone: phone}},
             client_ref: {record: client}, team: team, staff: agent, text: text}
"""


def answering(home: Path) -> Path:
    """Write the files of the home, and run everything."""
    for name, text in (
        ("exports/messages.csv", MESSAGES),
        ("sources/messages.yaml", SOURCE),
    ):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    run(home, progress=silent)
    return home
