"""One message as bytes, as mail programs write them: charsets, transfer encodings, HTML beside text, quotes of what is answered."""

import binascii
from functools import lru_cache
from html import escape

import numpy as np

from visavis.demo.days import DAY, day

PLAIN, QUOTED, BASE64, BOTH, LATIN, HTML = range(6)
MANNERS = np.asarray([PLAIN, QUOTED, BASE64, BOTH, LATIN, HTML])
_SUMMER = tuple((day(first), day(last)) for first, last in (("2024-03-31", "2024-10-27"), ("2025-03-30", "2025-10-26")))
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_JOURS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")


@lru_cache(maxsize=4096)
def _dates(one: int) -> tuple[str, str, str, str, str, str]:
    """A day in headers, its offset, its beginning and end on the line that separates, and as French and English programs say it."""
    year, month, of_month = (int(part) for part in str(np.datetime64(one, "D")).split("-"))
    name, short = _DAYS[(one + 3) % 7], _MONTHS[month - 1]
    offset = "+0200" if any(first <= one < last for first, last in _SUMMER) else "+0100"
    return (
        f"{name}, {of_month:02d} {short} {year} ", f":00 {offset}", f"{name} {short} {of_month:2d} ", f":00 {year}", f"{_JOURS[(one + 3) % 7]} {of_month} {_MOIS[month - 1]} {year} à ", f"{name}, {of_month} {short} {year} at ",
    )  # fmt: skip


_CLOCK = tuple(f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(DAY))


def encoded(words: str) -> str:
    """Words as a header holds them."""
    if words.isascii():
        return words
    return f"=?utf-8?B?{binascii.b2a_base64(words.encode(), newline=False).decode()}?="


def named(name: str, address: str) -> str:
    """`Claire Morel <claire@…>` as a header holds it."""
    return f"{encoded(name)} <{address}>" if name else address


def headers(sender: str, recipient: str, at: int, message: str, subject: str, parent: str = "", root: str = "") -> str:
    """The line that separates messages of an mbox, and the headers that every message has.

    Names and `subject` are as headers hold them; `parent` and `root` are empty where the message begins a thread.
    """
    one, minute = divmod(at, DAY)
    dated, offset, begins, ends, _, _ = _dates(one)
    clock = _CLOCK[minute]
    thread = f"In-Reply-To: <{parent}>\nReferences: <{root}>" if parent else ""
    if parent != root:
        thread += f" <{parent}>"
    return (
        f"From {sender.rpartition('<')[2].rstrip('>')} {begins}{clock}{ends}\nFrom: {sender}\nTo: {recipient}\n"
        f"Date: {dated}{clock}{offset}\nMessage-ID: <{message}>\n{thread}{thread and NEW_LINE}Subject: {subject}\nMIME-Version: 1.0\n"
    )


NEW_LINE = "\n"
_IN_LATIN = str.maketrans(
    {"’": "'", "…": "...", "—": "-", "–": "-", "œ": "oe", "€": "EUR", "\u202f": " ", "“": '"', "”": '"'}
)
_TEXT = "Content-Type: text/plain; charset={}\nContent-Transfer-Encoding: {}\n\n"
_UTF8, _CP1252, _LATIN = (
    _TEXT.format("utf-8", "8bit"),
    _TEXT.format("windows-1252", "quoted-printable"),
    _TEXT.format("iso-8859-1", "8bit"),
)
_B64, _QP = _TEXT.format("utf-8", "base64"), _TEXT.format("utf-8", "quoted-printable")
_PAGE = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
_FIRST = 'Content-Type: multipart/alternative; boundary="=_{0}"\n\n--=_{0}\n'


def mailed(above: str, body: str, manner: int, boundary: str) -> bytes:
    """The whole message below the headers `above`, with the blank line that ends it; `boundary` is any word of its own."""
    if "From " in body:
        body = body.replace("\nFrom ", "\n>From ")
    if manner == PLAIN:
        return f"{above}{_UTF8}{body}\n\n".encode()
    if manner == QUOTED:
        spelt = binascii.b2a_qp(body.encode("cp1252", "replace"), istext=True)
        return (above + _CP1252).encode() + spelt + b"\n\n"
    if manner == BASE64:
        return (above + _B64).encode() + _base64(body.encode()) + b"\n"
    if manner == LATIN:
        return (above + _LATIN).encode() + body.translate(_IN_LATIN).encode("latin-1", "replace") + b"\n\n"
    page = (
        "<html><body><p>"
        + escape(body, quote=False).replace("\n\n", "</p><p>").replace("\n", "<br>\n")
        + "</p></body></html>"
    )
    if manner == HTML:
        return f"{above}{_PAGE}{page}\n\n".encode()
    return (
        f"{above}{_FIRST.format(boundary)}{_UTF8}{body}\n\n--=_{boundary}\n{_PAGE}{page}\n\n--=_{boundary}--\n\n"
    ).encode()


def _base64(raw: bytes) -> bytes:
    return b"".join([binascii.b2a_base64(raw[at : at + 57]) for at in range(0, len(raw), 57)])


def quoted(body: str, before: str, at: int, sender: str, *, english: bool, luck: int) -> str:
    """`body` with the message it answers below, or not at all, as mail programs do."""
    manner = luck % 10
    if manner < 2:
        return body
    one, minute = divmod(at, DAY)
    _, _, _, _, french, british = _dates(one)
    moment = (british if english else french) + _CLOCK[minute]
    if manner < 7:
        said = f"On {moment}, {sender} wrote:" if english else f"Le {moment}, {sender} a écrit :"
        return f"{body}\n\n{said}\n\n> " + before.replace("\n", "\n> ")
    if english:
        return f"{body}\n\n-----Original Message-----\nFrom: {sender}\nSent: {moment}\nSubject: Re\n\n{before}"
    return f"{body}\n\n-----Message d'origine-----\nDe : {sender}\nEnvoyé : {moment}\nObjet : Re\n\n{before}"
