"""Headers as people mean them, however badly they were written: texts, addresses, Message-IDs, moments.

The raw values of the standard library are decoded here rather than by its `default` policy, with which reading a message
takes five times as long, and whose grammar raises on headers that mailers do send.
"""

import datetime as dt
import re
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from visavis.sources.kinds.mailbox.charsets import decoded, sound

LONGEST = 100_000
LONGEST_SUBJECT = 500
LONGEST_ID = 400
MOST_ADDRESSES = 1000
EARLIEST, TOO_LATE = 1980, 2199
_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
_ADDRESS = re.compile(r"[^\s@<>\"(),;:\\\[\]]+@[^\s@<>\"(),;:\\]+")

Headers = dict[str, list[str]]


def headers_of(message: Message) -> Headers:
    """Every header, raw and on one line, by its name in small letters."""
    found: Headers = {}
    for name, value in message.raw_items():
        text = str(value)
        found.setdefault(name.lower(), []).append(re.sub(r"[\r\n]+[ \t]*", " ", text[:LONGEST]).strip())
    return found


def first(headers: Headers, name: str) -> str:
    """The first header of that name, raw; "" where there is none."""
    return headers.get(name, [""])[0]


def text_of(raw: str) -> str:
    """A header as text: encoded words and bytes beyond ASCII decoded, on one line."""
    if "=?" in raw:
        try:
            parts = decode_header(raw)
        except (HeaderParseError, ValueError, LookupError):
            parts = [(raw, None)]
        pieces = [decoded(part, charset) if isinstance(part, bytes) else _eight_bit(part) for part, charset in parts]
        raw = "".join(pieces)
    else:
        raw = _eight_bit(raw)
    return " ".join(sound(raw).split())


def _eight_bit(text: str) -> str:
    """Bytes that the parser kept as surrogates, as the letters that they are."""
    if text.isascii():
        return text
    try:
        return decoded(text.encode("ascii", "surrogateescape"), None)
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8", "replace")


def addresses(raws: Iterable[str]) -> list[tuple[str, str]]:
    """(name, address in small letters) of every address, each once, in order; what is no address is left out."""
    found: dict[str, str] = {}
    for raw in raws:
        pairs = getaddresses([raw])
        if not any("@" in address for _, address in pairs):
            pairs = [("", each) for each in _ADDRESS.findall(raw)]
        for name, address in pairs[:MOST_ADDRESSES]:
            plain = sound(_eight_bit(address)).strip().strip("<>'\"").lower()
            if not _ADDRESS.fullmatch(plain) or len(found) >= MOST_ADDRESSES:
                continue
            found[plain] = found.get(plain) or _name(name, plain)
    return [(name, address) for address, name in found.items()]


def _name(raw: str, address: str) -> str:
    name = text_of(raw).strip(" '\"<>")[:200]
    return "" if _ADDRESS.fullmatch(name) or name.lower() == address.partition("@")[0] else name


def ids(raw: str) -> list[str]:
    """The Message-IDs in a header, without their brackets; one too long for a key is a digest of itself."""
    found = _ID.findall(raw) or [each for each in raw.replace(",", " ").split() if "@" in each]
    return [_short(sound(_eight_bit(each))) for each in found]


def _short(text: str) -> str:
    from hashlib import sha256

    return text if len(text) <= LONGEST_ID else f"sha256/{sha256(text.encode()).hexdigest()}"


def moment(headers: Headers) -> dt.datetime | None:
    """When a message was written: its Date; the latest Received where that is missing, impossible, or later than it came.

    A clock set to the wrong year would otherwise move the last day that facts tell of.
    """
    written = _moment(first(headers, "date"))
    came = next(filter(None, (_moment(each.rpartition(";")[2]) for each in headers.get("received", ()))), None)
    if written is None or (came is not None and written > came + dt.timedelta(days=1)):
        return came
    return written


def _moment(raw: str) -> dt.datetime | None:
    if not raw:
        return None
    try:
        found = parsedate_to_datetime(raw)
        if found.tzinfo is None or abs(found.utcoffset() or dt.timedelta()) > dt.timedelta(hours=14):
            found = found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
        return found if EARLIEST <= found.year <= TOO_LATE else None
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None
