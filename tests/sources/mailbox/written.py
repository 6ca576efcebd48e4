"""Mailboxes for tests: messages as Python's e-mail library writes them, and homes that declare them."""

import mailbox
from email.message import EmailMessage
from pathlib import Path

from tests.sources.homes import Place
from visavis.sources.kinds.mailbox.company import Company

COMPANY = Company(frozenset({"exemple.fr"}), frozenset())
CLIENT, SERVICE = "Zoé Durand <zoe@mail.example>", "SAV <sav@exemple.fr>"
DECLARED = """
name: sav
kind: mailbox
files: mail
mailbox: {domains: [exemple.fr]}
"""


def letter(
    number: str,
    text: str = "Bonjour",
    *,
    of: str = CLIENT,
    to: str = SERVICE,
    subject: str = "Colis",
    date: str = "Mon, 03 Mar 2025 10:12:00 +0100",
    **headers: str,
) -> EmailMessage:
    """A plain message; `headers` by their names with `_` for `-`."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Date"] = of, to, subject, date
    message["Message-ID"] = f"<{number}@mail.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def answer(number: str, text: str, **headers: str) -> EmailMessage:
    """A message of the service to the client."""
    return letter(number, text, of=SERVICE, to=CLIENT, **headers)


def mbox(path: Path, *messages: EmailMessage | bytes) -> Path:
    """An mbox with these messages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    box = mailbox.mbox(path)
    for message in messages:
        box.add(message)
    box.close()
    return path


def maildir(path: Path, *messages: EmailMessage | bytes) -> Path:
    """A Maildir folder with these messages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    box = mailbox.Maildir(path)
    for message in messages:
        box.add(message)
    box.close()
    return path


def exchanges(place: Place, columns: str = "key, thread, direction, client_ref, text") -> list[tuple[object, ...]]:
    """The exchanges that were fetched, by moment and key."""
    return [tuple(row.values()) for row in place.rows(f"SELECT {columns} FROM exchanges ORDER BY occurred_at, key")]
