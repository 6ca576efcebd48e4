"""Pages as readers see them: text without markup."""

import re
from html.parser import HTMLParser

from django.http import HttpResponse

SILENT = ("script", "style", "title")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.silent += tag in SILENT
        if tag in ("p", "li", "h1", "h2", "h3", "dt", "dd", "td", "th", "div", "footer", "label", "br", "button"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def text_of(response: HttpResponse) -> str:
    """All visible words of the page's main part, blanks made plain and single."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")] if "<main" in html else html
    reader = _Text()
    reader.feed(main)
    return re.sub(r"\s+", " ", "".join(reader.parts)).strip()
