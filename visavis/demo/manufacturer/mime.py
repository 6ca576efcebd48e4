"""One mail as its writer's program writes it: charsets, encodings, parts; and as a line of an mbox begins it."""

import base64
import binascii
from dataclasses import dataclass

import numpy as np

from visavis.demo.days import DAY

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SUMMER = tuple(
    (int(np.datetime64(start, "D").astype(np.int64)), int(np.datetime64(stop, "D").astype(np.int64)))
    for start, stop in (("2024-03-31", "2024-10-27"), ("2025-03-30", "2025-10-26"), ("2026-03-29", "2026-10-25"))
)


@dataclass(frozen=True, slots=True)
class Post:
    """What one mail is written from, beside its text."""

    moment: int
    key: str
    parent: str
    subject: str
    sender: tuple[str, str]
    recipient: tuple[str, str]
    text: str
    attachment: str
    manner: int
    """How the writer's program writes it: 0 to 9."""


def entry(post: Post) -> bytes:
    """One message of an mbox."""
    date = _date(post.moment)
    references = f"In-Reply-To: <{post.parent}>\nReferences: <{post.parent}>\n" if post.parent else ""
    head = (
        f"From {post.sender[1]} {_envelope(post.moment)}\nFrom: {_mailbox(*post.sender)}\nTo: {_mailbox(*post.recipient)}\n"
        f"Date: {date}\nMessage-ID: <{post.key}>\n{references}Subject: {_word(post.subject)}\nMIME-Version: 1.0\n"
    )
    return head.encode("ascii") + _escaped(_body(post)) + b"\n\n"


def _escaped(body: bytes) -> bytes:
    return body.replace(b"\nFrom ", b"\n>From ")


def _body(post: Post) -> bytes:
    if not post.attachment:
        return _text(post)
    boundary = f"=_{post.moment:x}"
    inner = _text(post)
    file = base64.encodebytes(b"%PDF-1.7 ... " + post.attachment.encode() * 4)
    return (
        f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n--{boundary}\n'.encode() + inner + f"\n--{boundary}\n"
        f'Content-Type: application/pdf; name="{post.attachment}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{post.attachment}"\n\n'.encode() + file + f"--{boundary}--\n".encode()
    )  # fmt: skip


def _text(post: Post) -> bytes:
    """The part with the words, in the writer's manner."""
    if post.manner in (4, 8):
        try:
            plain = post.text.encode("cp1252")
        except UnicodeEncodeError:
            return _utf8(post.text)
        return (
            b"Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\n"
            + binascii.b2a_qp(plain, istext=True)
        )
    if post.manner == 5:
        return b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(
            post.text.encode()
        )
    if post.manner == 6:
        boundary = f"=_alt{post.moment:x}"
        html = "<html><body><p>" + _html(post.text) + "</p></body></html>"
        return (
            f'Content-Type: multipart/alternative; boundary="{boundary}"\n\n--{boundary}\n'.encode() + _utf8(post.text)
            + f"\n--{boundary}\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{html}\n--{boundary}--\n".encode()
        )  # fmt: skip
    if post.manner == 7:
        return (
            b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<html><body><p>"
            + _html(post.text).encode() + b"</p></body></html>"
        )  # fmt: skip
    return _utf8(post.text)


def _utf8(text: str) -> bytes:
    return b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + text.encode()


def _html(text: str) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace("\n\n", "</p><p>").replace("\n", "<br>")


def _word(words: str) -> str:
    """A header's words, encoded where they need it."""
    return words if words.isascii() else f"=?utf-8?B?{base64.b64encode(words.encode()).decode()}?="


def _mailbox(name: str, address: str) -> str:
    return f"{_word(name)} <{address}>" if name else address


def _zone(moment: int) -> int:
    """Minutes that the local clock is ahead of UTC; nobody writes in the hours in which it changes."""
    return 120 if any(start <= moment // DAY < stop for start, stop in _SUMMER) else 60


def _date(moment: int) -> str:
    of, minute = divmod(moment, DAY)
    year, month, of_month = str(np.datetime64(of, "D")).split("-")
    return (
        f"{_WEEKDAYS[(of + 3) % 7]}, {int(of_month)} {_MONTHS[int(month) - 1]} {year} {minute // 60:02d}:{minute % 60:02d}:00 "
        f"+0{_zone(moment) // 60}00"
    )


def _envelope(moment: int) -> str:
    of, minute = divmod(moment - _zone(moment), DAY)
    year, month, of_month = str(np.datetime64(of, "D")).split("-")
    return f"{_WEEKDAYS[(of + 3) % 7]} {_MONTHS[int(month) - 1]} {int(of_month):2d} {minute // 60:02d}:{minute % 60:02d}:00 {year}"
