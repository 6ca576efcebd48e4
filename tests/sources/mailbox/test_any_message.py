"""Properties: no bytes make reading raise, and what Python's e-mail library writes comes back as it was meant."""

import datetime as dt
import io
import mailbox
import tempfile
import time
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as some

from tests.sources.mailbox.written import COMPANY
from visavis.sources.kinds.mailbox.charsets import decoded
from visavis.sources.kinds.mailbox.folders import mark_of_path
from visavis.sources.kinds.mailbox.html import text_of_html
from visavis.sources.kinds.mailbox.message import LeftAlone, Mail, Unreadable, mail_of
from visavis.sources.kinds.mailbox.own_words import own_words
from visavis.sources.kinds.mailbox.skimming import Skim
from visavis.sources.kinds.mailbox.splitting import messages_of_mbox

HEADERS = some.sampled_from(
    [b"From: ", b"To: ", b"Date: ", b"Subject: ", b"Message-ID: ", b"References: ", b"Content-Type: ", b"Sender: ",
     b"Content-Type: multipart/mixed; boundary=b\n\n--b\n", b"Content-Type: text/html; charset=", b"\n\n", b"--b--\n", b"=?utf-8?b?",
     b"Content-Transfer-Encoding: base64\n", b"Content-Disposition: attachment; filename*=", b"From a Mon Mar  3 10:12:00 2025\n",
     b"<a@b>", b"x@exemple.fr", b"Received: x; ", b"Mon, 03 Mar 2025 10:12:00 +9999", b"\xff\xfe", b"\r\n"]
)  # fmt: skip
BYTES = some.lists(some.one_of(HEADERS, some.binary(max_size=40)), max_size=30).map(b"".join)


@settings(max_examples=150, deadline=None)
@given(BYTES)
@example(b"From: =?utf-8?b?/?= <a@b.c>\nDate: Mon, 99 Foo 2025 10:12:00 +9999\n\n")
@example(b"From: a@b.c\nContent-Type: text/plain; charset*0*=x'\n\n\xff")
@example(b"From: a@b.c\nContent-Type: text/plain; charset=rot13\n\nabc")
def test_no_bytes_raise(content: bytes) -> None:
    for found in messages_of_mbox(io.BytesIO(content)):
        try:
            mail = mail_of(found.content, COMPANY)
        except (LeftAlone, Unreadable) as left:
            why, mail = left.args[0], None
        if mail is None:
            assert why != "mail-unreadable"
            continue
        for value in (mail.text, mail.subject, mail.client_name, mail.message, mail.attachments):
            assert value is None or (value.encode() and "\x00" not in value)
        assert len(mail.message) <= 500


@settings(max_examples=100, deadline=None)
@given(
    some.text(max_size=300),
    some.binary(max_size=60),
    some.sampled_from([None, "utf-8", "latin-1", "x-unknown", "utf-16"]),
)
def test_no_text_raises(text: str, content: bytes, charset: str | None) -> None:
    text_of_html(text)
    mark_of_path(text)
    assert len(own_words(text)) <= len(text)
    assert isinstance(decoded(content, charset), str)


LETTERS = some.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters=">-_—*")
WORD = some.text(LETTERS, min_size=1, max_size=12).map(lambda word: f"é{word}")
LINE = some.lists(WORD, min_size=1, max_size=8).map(" ".join)
PLAIN = some.from_regex(r"[a-z][a-z0-9]{0,9}", fullmatch=True)


@settings(max_examples=60, deadline=None)
@given(
    user=PLAIN,
    name=LINE,
    subject=LINE,
    lines=some.lists(LINE, min_size=1, max_size=6),
    when=some.datetimes(min_value=dt.datetime(1990, 1, 1), max_value=dt.datetime(2090, 1, 1)),
    offset=some.integers(-12 * 4, 14 * 4),
    html=some.booleans(),
    file=some.one_of(some.none(), WORD),
)
def test_what_was_written_comes_back(
    user: str, name: str, subject: str, lines: list[str], when: dt.datetime, offset: int, html: bool, file: str | None
) -> None:
    moment = when.replace(microsecond=0, tzinfo=dt.timezone(dt.timedelta(minutes=15 * offset)))
    message = EmailMessage()
    message["From"] = Address(name, user, "mail.example")
    message["To"] = "sav@exemple.fr"
    message["Subject"], message["Date"], message["Message-ID"] = (
        subject,
        format_datetime(moment),
        f"<{user}.1@mail.example>",
    )
    text = "\n".join(lines)
    message.set_content(text)
    if html:
        message.add_alternative("<p>autre</p>", subtype="html")
    if file is not None:
        message.add_attachment(b"\x00" * 500, maintype="application", subtype="pdf", filename=file)
    mail = _through_an_mbox(message)
    assert (mail.message, mail.direction, mail.client) == (f"{user}.1@mail.example", "in", f"{user}@mail.example")
    assert (mail.client_name, mail.subject, mail.text) == (name.strip(" '\"<>") or None, subject, text)
    assert mail.date == moment
    assert mail.date.utcoffset() == moment.utcoffset()
    assert mail.attachments == (None if file is None else file.replace(";", ","))


def _through_an_mbox(message: EmailMessage) -> Mail:
    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.mbox(Path(folder) / "box")
        box.add(message)
        box.close()
        (found,) = messages_of_mbox(io.BytesIO((Path(folder) / "box").read_bytes()))
    return mail_of(found.content, COMPANY)


def test_texts_made_to_be_slow_are_not() -> None:
    began = time.process_time()
    for text in (
        " " * 200_000,
        "-- \n" * 50_000,
        "Cordialement\n" * 15_000,
        "> " * 100_000,
        "Le lun. " * 20_000,
        "a " * 90_000 + "écrit",
    ):
        own_words(text)
    for content in (
        "<td>" * 90_000,
        "<!--" * 90_000,
        "<![" * 90_000,
        "<a " * 90_000,
        "<p>" * 90_000,
        "&" * 300_000,
        "<" * 300_000,
    ):
        text_of_html(content)
    assert time.process_time() - began < 30


def test_sentences_that_begin_with_from_part_no_message() -> None:
    body = b"\nFrom Paris we went on.\n\nFrom 10:12 on Monday 2025 it rained.\n>From here\n"
    content = (
        b"From a@b.example Mon Mar  3 10:12:00 2025\nFrom: a@b.example\n"
        + body
        + b"\nFrom - Tue Mar  4 10:12:00 2025\nFrom: c@d.example\n\nx\n"
    )
    first, second = messages_of_mbox(io.BytesIO(content))
    assert (first.line, second.line) == (1, 9)
    assert b"From Paris" in first.content
    assert b"\nFrom here\n" in first.content


def test_bodies_of_attachments_go_by_unread() -> None:
    skim = Skim()
    head = (
        b'From: a@b.example\nContent-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nBonjour\n'
    )
    for line in (head + b"--x\nContent-Type: image/png; name=a.png\n\n").splitlines(keepends=True):
        skim.take(line)
    for _ in range(100_000):
        skim.take(b"A" * 76 + b"\n")
    skim.take(b"--x--\n")
    assert len(skim.kept) < 300
    mail = mail_of(skim.kept, COMPANY)
    assert (mail.text, mail.attachments) == ("Bonjour", "a.png")
