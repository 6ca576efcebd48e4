"""The visible text of a page of HTML. Nothing is executed and nothing fetched: tags only tell where lines end."""

import re
from html.parser import HTMLParser
from pathlib import Path

from visavis.sources.kinds.documents.pages import MOST_TEXT, Document, refused

_UNSEEN_TAGS = frozenset({"script", "style", "template", "noscript", "svg", "head", "iframe", "object", "select", "textarea"})  # fmt: skip
_INLINE = frozenset(["a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"])  # fmt: skip
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        hidden = any(name == "hidden" or (name, value) == ("aria-hidden", "true") for name, value in attrs)
        if tag not in _VOID and (self.unseen or tag in _UNSEEN_TAGS or hidden):
            self.unseen.append(tag)
        elif tag not in _INLINE:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unseen:
            del self.unseen[len(self.unseen) - 1 - self.unseen[::-1].index(tag) :]
        elif not self.unseen and tag not in _INLINE:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            # a line's end in the source is a blank: where lines end, tags say
            self.parts.append(" " + " ".join(data.split()) + " " if data.strip() else " ")


def read_html(file: Path) -> Document:
    """The text of the page, as one page; refused where it holds none."""
    content = file.read_bytes()
    if len(content) > MOST_TEXT:
        return refused("document-too-large")
    parser = _Text()
    try:
        parser.feed(_decoded(content))
        parser.close()
    except (AssertionError, ValueError, RecursionError):
        return refused("document-unreadable")
    text = re.sub(r"[ \t]+(?=[,.;](?:\s|$))", "", _UNSEEN.sub("", "".join(parser.parts)))
    return Document((text,)) if text.strip() else refused("document-without-text")


def _decoded(content: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    told = _CHARSET.search(content[:4096])
    for encoding in ("utf-8", told[1].decode() if told else "cp1252"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError, UnicodeError, ValueError):
            continue
    return content.decode("cp1252", errors="replace")
