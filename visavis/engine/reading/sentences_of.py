"""Sentences of a page: lines that were broken for the paper put together again, lists and headings kept apart."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

LONGEST = 500
"""Characters of a sentence; what is longer is a table or a wall of text, and no promise that anybody could quote."""
_BULLET = re.compile(r"^\s*(?:[•▪▫◦●○■□‣⁃∙·*✓✔➢➤►▶→\uf0b7\uf0a7-]|[–—](?=\s)|(?:\d{1,2}|[a-z])[.)](?=\s))\s*")
_HYPHEN = re.compile(r"(?<=[a-zà-öø-ÿ])[-\u00ad\u2010\ufffe]\n(?=[a-zà-öø-ÿ])")
_END = re.compile(r"""[.!?…]+["”»’)\]]*$""")
_PART = re.compile(r"""(?<=[.!?…])(["”»)\]]*)\s+(?=["“«(\[]?\s?[A-ZÀ-ÖØ-Þ0-9])""")
_ABBREVIATION = re.compile(
    r"\b(?:(?i:art|al|av|bd|cf|env|ex|fig|ref|réf|st|ste|tél|tel|mme|mlle|mm|dr|me|mr|mrs|ms|e\.g|i\.e|vs|approx|inc|ltd|co)|[A-Z])\.$"
)


def sentences_of(text: str) -> list[str]:
    """The sentences of `text` in order, each with single blanks between its words; empty lines, bullets and headings part them."""
    text = _HYPHEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))
    return [sentence for block in _blocks(text.split("\n")) for sentence in _parts(block)]


def sentences_on(pages: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each sentence with the page on which it begins, from 1 on; one that is repeated (a footer) on its first page alone.

    A sentence that goes on over the page is put together, past headers and footers.
    """
    bare, margins = _without_margins([page.replace("\r\n", "\n").split("\n") for page in pages])
    seen: set[str] = set()
    begun, page_begun = "", 0
    for number, lines in enumerate(bare, start=1):
        text = "\n".join(lines).strip()
        if begun and (text[:1].islower() or text[:1].isdigit()) and not _BULLET.match(text):
            head, _, rest = text.partition("\n\n")
            text = f"{begun} {head}" + (f"\n\n{rest}" if rest else "")
        elif begun:
            yield from _new([(page_begun, begun)], seen)
            page_begun = 0
        found = [(number, sentence) for sentence in sentences_of(text)]
        if begun and page_begun and found:
            found[0] = (page_begun, found[0][1])
        begun, page_begun = "", 0
        if found and number < len(bare) and not _END.search(found[-1][1]) and text.endswith(found[-1][1].split()[-1]):
            page_begun, begun = found.pop()
        yield from _new(found, seen)
    yield from _new([(number, s) for number, line in margins for s in sentences_of(line)], seen)


def _new(found: list[tuple[int, str]], seen: set[str]) -> Iterator[tuple[int, str]]:
    for number, sentence in found:
        if sentence not in seen:
            seen.add(sentence)
            yield number, sentence


def _without_margins(pages: list[list[str]]) -> tuple[list[list[str]], list[tuple[int, str]]]:
    """Pages without the lines that most of them begin or end with, and those lines with the page where each stood first."""
    if len(pages) < 3:
        return pages, []
    ends = [{_same(line) for line in _edges(lines)} for lines in pages]
    often = {line for line, n in Counter(line for each in ends for line in each).items() if n * 2 >= len(pages)}
    margins: dict[str, tuple[int, str]] = {}
    bare = []
    for number, lines in enumerate(pages, start=1):
        edges = {line for line in _edges(lines) if _same(line) in often}
        for line in edges:
            margins.setdefault(line.strip(), (number, line))
        bare.append([line for line in lines if line not in edges])
    return bare, list(margins.values())


def _edges(lines: list[str]) -> list[str]:
    full = [line for line in lines if line.strip()]
    return full[:2] + full[-2:]


def _same(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _blocks(lines: list[str]) -> list[str]:
    """Lines that belong together. A short line without a full stop before a capital letter is a heading."""
    width = max((len(line.strip()) for line in lines), default=0)
    blocks: list[list[str]] = [[]]
    for line in lines:
        plain = " ".join(line.split())
        bullet = _BULLET.match(plain)
        if bullet:
            plain = plain[bullet.end() :]
        former = blocks[-1][-1] if blocks[-1] else ""
        if not plain or bullet or (former and _is_apart(former, plain, width)):
            blocks.append([])
        if plain:
            blocks[-1].append(plain)
    return [" ".join(block) for block in blocks if block]


def _is_apart(former: str, line: str, width: int) -> bool:
    starts_anew = line[:1].isupper() or line[:1] in '«“"'
    if not starts_anew:
        return False
    return bool(_END.search(former)) or former.endswith((":", ";")) or len(former) < 0.6 * width


def _parts(block: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for found in _PART.finditer(block):
        if _ABBREVIATION.search(block[: found.start()]):
            continue
        parts.append(block[start : found.end(1)])
        start = found.end()
    parts.append(block[start:])
    return [part.strip() for part in parts if part.strip()]
