"""One message as a row: who wrote when to whom what, or why it can't be told."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from visavis.sources.kinds.mailbox.automatic import automatic
from visavis.sources.kinds.mailbox.company import Company
from visavis.sources.kinds.mailbox.folders import Mark, mark_of_path
from visavis.sources.kinds.mailbox.headers import LONGEST_SUBJECT, Headers, first, headers_of, ids, moment, text_of
from visavis.sources.kinds.mailbox.own_words import own_words
from visavis.sources.kinds.mailbox.words import LONGEST_NAMES, body_of

_PREFIX = re.compile(
    r"^(?:\s*(?:re|ré|rép|réf|tr|fw|fwd|aw|wg|rv|sv|antw|r|i)\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*:)+\s*", re.I
)
_PERSONAL = re.compile(
    r"^\W*(?:perso|personnel|privé|prive|private|personal|syndicat|syndical)\s*(?:$|[\])}:/–—-])", re.I
)
_SENSITIVE = ("personal", "private")


@dataclass(frozen=True, slots=True)
class Mail:
    """A message that can be told. Between colleagues neither subject nor text is taken."""

    message: str
    parent: str | None
    root: str | None
    reply: bool
    topic: str | None
    date: dt.datetime | None
    direction: str
    client: str | None
    client_name: str | None
    colleague: str | None
    subject: str | None
    text: str | None
    attachments: str | None
    automatic: str | None
    print: str
    sealed: bool


class Unreadable(Exception):
    """A message that can't be told: `args[0]` is the reason, a code."""


class LeftAlone(Exception):
    """A message that is not to be read: `args[0]` is its Mark."""


def mail_of(content: bytes, company: Company) -> Mail:
    """The message in `content`; raises Unreadable, or LeftAlone where it is marked as personal or thrown away, and nothing else."""
    try:
        return _mail(message_from_bytes(content, policy=policy.compat32), company)
    except (Unreadable, LeftAlone):
        raise
    except (
        Exception
    ):  # what others write may break any parser; the message is told among the rejects, the next one is read
        raise Unreadable("mail-unreadable") from None


def _mail(message: Message, company: Company) -> Mail:
    headers = headers_of(message)
    if not {"from", "sender", "date", "message-id", "to", "subject", "received"} & headers.keys():
        raise Unreadable("not-a-mail")
    subject = text_of(first(headers, "subject"))[:LONGEST_SUBJECT]
    _must_be_for_reading(headers, subject)
    ends = company.ends(headers)
    if ends is None:
        raise Unreadable("mail-without-sender")
    body = body_of(message)
    words, machine = own_words(body.text), automatic(headers, ends, company)
    silent = ends.direction == "internal" or machine is not None
    references = ids(first(headers, "references"))
    answered = next(iter(ids(first(headers, "in-reply-to")) or references[-1:]), None)
    bare = _PREFIX.sub("", subject)
    written = moment(headers)
    seal = hashlib.sha256(f"{ends.client}|{ends.direction}|{written}|{subject}".encode("utf-8", "replace"))
    print_ = seal.hexdigest()[:16]
    seal.update(words.encode("utf-8", "replace"))
    own = (ids(first(headers, "message-id")) or [f"none/{seal.hexdigest()[:40]}"])[0]
    return Mail(
        message=own,
        parent=None if answered == own else answered,
        root=next((each for each in references if each != own), None),
        reply=bare != subject,
        topic=_topic(bare, ends.client),
        date=written,
        direction=ends.direction,
        client=ends.client if machine is None and len(ends.client or "") < 250 else None,
        client_name=ends.name,
        colleague=ends.colleague,
        subject=None if silent else subject or None,
        text=None if silent else words or None,
        attachments=None if silent else "; ".join(body.attachments)[:LONGEST_NAMES] or None,
        automatic=machine,
        print=print_,
        sealed=body.sealed,
    )


def _must_be_for_reading(headers: Headers, subject: str) -> None:
    labels = (part for raw in headers.get("x-gmail-labels", ()) for part in text_of(raw).split(","))
    if first(headers, "sensitivity").lower() in _SENSITIVE or _PERSONAL.match(_PREFIX.sub("", subject)):
        raise LeftAlone(Mark.PRIVATE)
    marks = {mark_of_path(label) for label in (*labels, *map(text_of, headers.get("x-folder", ())))}
    for mark in (Mark.PRIVATE, Mark.DISCARDED):
        if mark in marks:
            raise LeftAlone(mark)


def _topic(subject: str, client: str | None) -> str | None:
    """What tells a conversation where no header does: its subject and the client."""
    plain = " ".join(re.sub(r"\W+", " ", subject.casefold()).split())
    if not plain or client is None:
        return None
    return "subject/" + hashlib.sha256(f"{plain}|{client}".encode()).hexdigest()[:32]
