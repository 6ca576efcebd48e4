"""Templates read without rendering: their tags, and the HTML that remains of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType
from django.utils.text import smart_split

import visavis

HERE = Path(visavis.__file__).parent
FOLDERS = (HERE / "web" / "templates", HERE / "mirror" / "templates")
READ_ALOUD = (
    "title",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "placeholder",
    "alt",
    "label",
    "data-label",
)
SILENT = ("script", "style", "code")


@dataclass(frozen=True)
class Visible:
    """A text that readers see or hear, as the template writes it."""

    file: str
    line: int
    text: str


def templates() -> list[Path]:
    """Every template of the product."""
    return sorted(file for folder in FOLDERS for file in folder.rglob("*.html"))


def name_of(file: Path) -> str:
    """The template's name in failures."""
    return str(file.relative_to(HERE))


def html_left(source: str) -> str:
    """The template without its tags, variables and comments: what is written as it will be shown. Lines stay in place."""
    parts = []
    comment = False
    for token in Lexer(source).tokenize():
        name = token.contents.split()[0] if token.token_type is TokenType.BLOCK and token.contents.split() else ""
        if name in ("comment", "endcomment"):
            comment = name == "comment"
        if token.token_type is TokenType.TEXT and not comment:
            parts.append(token.contents)
        else:
            parts.append("\n" * token.contents.count("\n"))
    return "".join(parts)


def html_of_one_language(source: str) -> str:
    """The same, passages between `words` and `endwords` left out: they stand in both languages."""
    return html_left(
        re.sub(r"{% words %}.*?{% endwords %}", lambda found: "\n" * found[0].count("\n"), source, flags=re.S)
    )


class Reader(HTMLParser):
    """Collects texts, attributes and their lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[tuple[int, str]] = []
        self.attributes: list[tuple[int, str, str, str]] = []
        self.labels_of_inputs: list[tuple[int, str]] = []
        self.inline: list[tuple[int, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep attributes; note where text is not for reading."""
        self.attributes += [(self.getpos()[0], tag, name, value or "") for name, value in attrs]
        given = dict(attrs)
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            self.labels_of_inputs.append((self.getpos()[0], given.get("value") or ""))
        if tag in SILENT:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Text is for reading again."""
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        """Keep what is read; scripts and styles apart."""
        if self._open:
            if data.strip() and self._open[-1] in ("script", "style"):
                self.inline.append((self.getpos()[0], self._open[-1]))
        elif data.strip():
            self.texts.append((self.getpos()[0], data.strip()))


def read(html: str) -> Reader:
    """HTML with holes, read leniently."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def visible(file: Path, source: str) -> Iterator[Visible]:
    """Texts and attributes that the template writes in one language alone."""
    found = read(html_of_one_language(source))
    name = name_of(file)
    for line, text in found.texts:
        yield Visible(name, line, text)
    for line, _, attribute, value in found.attributes:
        if attribute in READ_ALOUD:
            yield Visible(name, line, value)
    for line, value in found.labels_of_inputs:
        yield Visible(name, line, value)


def sentences(source: str) -> Iterator[tuple[int, str, dict[str, str]]]:
    """`say` and `counted` tags: line, tag, and their quoted arguments fr and en."""
    for token in Lexer(source).tokenize():
        if token.token_type is not TokenType.BLOCK:
            continue
        parts = list(smart_split(token.contents))
        if parts and parts[0] in ("say", "counted"):
            named = dict(part.split("=", 1) for part in parts[1:] if re.match(r"\w+=", part))
            yield token.lineno or 0, parts[0], {key: value.strip("\"'") for key, value in named.items()}
