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
            self.parts.append("\n- ")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag in _BREAKS:
            self.parts.append("\n\n" if tag in _APART else "\n")

    def handle_endtag(self, tag: str) -> None:
        if self._left_out is not None:
            self._depth -= tag == self._left_out
            if not self._depth:
                self._left_out = None
            return
        if tag in _BREAKS and tag != "br":
            self.parts.append("\n\n" if tag in _APART else "\n")

    def handle_data(self, data: str) -> None:
        if self._left_out is None and not self.ended:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(content: str) -> str:
    """The text of an HTML mail; never raises."""
    parser = _Text()
    try:
        for start in range(
            0, min(len(content), LONGEST), 20_000
        ):  # in pieces: broken markup is looked at again and again
            parser.feed(content[start : start + 20_000])
            if parser.ended:
                break
        if not parser.ended:
            parser.close()
    except (AssertionError, ValueError, IndexError, RecursionError):
        parser.parts.append(re.sub(r"<[^<>]{0,2000}>", " ", content[:LONGEST]) if not parser.parts else "")
    lines = [" ".join(line.split()) for line in "".join(parser.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
