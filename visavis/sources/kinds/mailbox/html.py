"""HTML mails as text: what stands on lines of its own stays so; quoted mails and signatures that mailers mark as such are left out."""

import re
from html.parser import HTMLParser

LONGEST = 400_000
_BREAKS = {
    "p",
    "div",
    "br",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "hr",
    "pre",
    "section",
    "article",
    "header",
    "footer",
}
_APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"}
_BLOCK, _PARAGRAPH = "\x1e", "\x1f"
_BETWEEN = re.compile(f"[ \n{_BLOCK}{_PARAGRAPH}]+")
_CONDITION = re.compile(r"<!\[[^<>]{0,300}>")
_UNENDED = re.compile(r"<[A-Za-z/!][^<>]*$")
_ASTRAY = re.compile(r"<(?=[^<>]*<)")
"""What begins no tag: over many of them the parser would look for their end again and again."""
_UNSEEN = {"style", "script", "head", "title", "noscript", "template"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_QUOTE = re.compile(
    r"gmail_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|moz-forward-container|zmail_extra|tutanota_quote|OutlookMessageHeader",
    re.I,
)
_SIGNATURE = re.compile(
    r"gmail_signature|moz-signature|protonmail_signature|^Signature$|x_Signature|ms-outlook-mobile-signature", re.I
)
_ABOVE_QUOTE = re.compile(
    r"(?:^|\s)(?:x_)?(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container)(?:$|\s)", re.I
)
_RULE = re.compile(r"border-top:\s*solid\s*#(?:E1E1E1|B5C4DF)", re.I)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._left_out: str | None = None
        self._depth = 0
        self.ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.ended:
            return
        if self._left_out is not None:
            self._depth += tag == self._left_out
            return
        given = {name: value or "" for name, value in attrs}
        names = f"{given.get('class', '')} {given.get('id', '')}"
        if _ABOVE_QUOTE.search(names) or _RULE.search(given.get("style", "")):
            self.ended = True
            return
        if tag not in _VOID and (
            tag in _UNSEEN
            or _QUOTE.search(names)
            or (tag == "blockquote" and given.get("type") == "cite")
            or any(_SIGNATURE.search(name) for name in names.split())
        ):
            self._left_out, self._depth = tag, 1
            return
        if tag == "li":
            self.parts.append(f"{_BLOCK}- ")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag in _BREAKS:
            self.parts.append("\n" if tag == "br" else _PARAGRAPH if tag in _APART else _BLOCK)

    def handle_endtag(self, tag: str) -> None:
        if self._left_out is not None:
            self._depth -= tag == self._left_out
            if not self._depth:
                self._left_out = None
            return
        if tag in _BREAKS and tag != "br":
            self.parts.append(_PARAGRAPH if tag in _APART else _BLOCK)

    def handle_data(self, data: str) -> None:
        if self._left_out is None and not self.ended:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(content: str) -> str:
    """The text of an HTML mail; never raises."""
    parser, content = _Text(), _tidied(content[:LONGEST])
    try:
        for start in range(0, len(content), 20_000):  # in pieces: broken markup is looked at again and again
            parser.feed(content[start : start + 20_000])
            if parser.ended:
                break
        if not parser.ended:
            parser.close()
    except (AssertionError, ValueError, IndexError, RecursionError):
        parser.parts.append(re.sub(r"<[^<>]{0,2000}>", " ", content) if not parser.parts else "")
    text = _BETWEEN.sub(_newlines, "".join(parser.parts))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _newlines(found: re.Match[str]) -> str:
    """What stands between two lines: a paragraph's blank line, or as many breaks as a browser would show."""
    if _PARAGRAPH in found[0]:
        return "\n\n"
    marks = found[0].replace(" ", "")
    if not marks:
        return " "
    return "\n" * (marks[1:].count("\n") + 1)


def _tidied(content: str) -> str:
    """Markup without comments, conditions of Outlook's and a tag that never ends, on which the parser stumbles."""
    pieces, place = [], 0
    while (begins := content.find("<!--", place)) >= 0:
        ends = content.find("-->", begins + 4)
        pieces.append(content[place:begins])
        if ends < 0:  # a browser shows nothing more
            place = len(content)
            break
        place = ends + 3
    pieces.append(content[place:])
    return _UNENDED.sub("", _ASTRAY.sub(" ", _CONDITION.sub("", "".join(pieces))))
