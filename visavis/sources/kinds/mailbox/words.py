"""The words of a message and the names of what came with it, out of its parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from visavis.sources.kinds.mailbox.charsets import decoded, sound
from visavis.sources.kinds.mailbox.headers import text_of
from visavis.sources.kinds.mailbox.html import text_of_html

MOST_PARTS = 500
LONGEST_NAMES = 2000


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a message, quotes and all, and the names of its attachments; `sealed`: a winmail.dat, which is not opened."""

    text: str
    attachments: tuple[str, ...]
    sealed: bool


def body_of(message: Message) -> Body:
    """What a message says and brings. Of alternatives the plain one counts, the HTML one where that is empty."""
    parts = list(_parts(message, 0))[:MOST_PARTS]
    names = [name for part in parts if (name := _name(part)) is not None]
    sealed = any(
        part.get_content_type() in ("application/ms-tnef", "application/vnd.ms-tnef") for part in parts
    ) or any(name.lower() == "winmail.dat" for name in names)
    return Body(_text(message, 0), tuple(dict.fromkeys(names)), sealed)


def _parts(message: Message, depth: int) -> Iterator[Message]:
    yield message
    if message.get_content_maintype() == "multipart" and depth < 20:
        for part in _inner(message):
            yield from _parts(part, depth + 1)


def _inner(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _name(part: Message) -> str | None:
    """The name of an attached file, or what stands in its place; None for texts and for pictures inside them."""
    if part.get_content_maintype() == "multipart":
        return None
    attached = _disposition(part) == "attachment"
    if not attached and part.get_content_maintype() == "image" and part.get_all("content-id"):
        return None
    name = _filename(part)
    if name or attached or part.get_content_maintype() != "text":
        return (name or part.get_content_type())[:200]
    return None


def _disposition(part: Message) -> str:
    raw = next((str(value) for name, value in part.raw_items() if name.lower() == "content-disposition"), "")
    return raw.partition(";")[0].strip().lower()


def _filename(part: Message) -> str:
    try:
        name = part.get_filename()
    except Exception:  # the library's grammar of parameters gives up in several ways
        return ""
    return " ".join(text_of(str(name)).split()).replace(";", ",") if name else ""


def _is_text(part: Message) -> bool:
    return part.get_content_maintype() == "text" and _disposition(part) != "attachment" and not _filename(part)


def _text(part: Message, depth: int) -> str:
    if part.get_content_maintype() == "multipart" and depth < 20:
        inner = _inner(part)
        if not inner:
            return _leaf(part) if isinstance(part.get_payload(), str) else ""
        if part.get_content_type() == "multipart/alternative":
            texts = [(each.get_content_type() == "text/html", _text(each, depth + 1)) for each in inner[:MOST_PARTS]]
            said = [text for _, text in sorted(texts, key=lambda each: each[0]) if text.strip()]
            return said[0] if said else ""
        return "\n".join(filter(None, (_text(each, depth + 1) for each in inner[:MOST_PARTS])))
    if not _is_text(part) or part.get_content_subtype() in (
        "calendar",
        "x-vcard",
        "vcard",
        "directory",
        "rfc822-headers",
    ):
        return ""
    text = _leaf(part)
    return text_of_html(text) if part.get_content_subtype() == "html" else text


def _leaf(part: Message) -> str:
    try:
        content = part.get_payload(decode=True)
    except Exception:  # broken transfer encodings
        content = None
    if not isinstance(content, bytes):
        return ""
    return sound(decoded(content, _charset(part)).replace("\r\n", "\n"))


def _charset(part: Message) -> str | None:
    try:
        found = part.get_param("charset")
    except Exception:
        return None
    return str(found[2] if isinstance(found, tuple) else found) if found else None
