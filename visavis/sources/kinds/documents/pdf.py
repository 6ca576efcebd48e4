"""The text of a PDF by PDFium, built without JavaScript and forms: nothing in a document is ever executed."""

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw

from visavis.sources.kinds.documents.pages import MOST_PAGES, MOST_TEXT, Document, Missing, refused

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\uffff]")
"""Characters that no reader sees, or that stand for nothing: marks of fonts, halves of characters."""


def read_pdf(file: Path) -> Document:
    """The pages of a PDF; one that can't be opened or holds no text is refused with the reason."""
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        return refused("document-encrypted" if locked else "document-unreadable")
    pages: list[str] = []
    unread: list[Missing] = []
    size = 0
    try:
        for number, text in _texts(document):
            if number > MOST_PAGES or size > MOST_TEXT:
                unread.append(Missing(number, "too-many-pages"))
                break
            if text is None:
                unread.append(Missing(number, "page-unreadable"))
            elif not text.strip() and _has_picture(document, number):
                unread.append(Missing(number, "page-without-text"))
            pages.append(text or "")
            size += len(text or "")
    finally:
        document.close()
    if not any(text.strip() for text in pages):
        broken = bool(unread) and all(each.reason == "page-unreadable" for each in unread)
        return refused("document-unreadable" if broken or not pages else "document-without-text")
    return Document(tuple(pages), tuple(unread))


def _texts(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, str | None]]:
    for place in range(len(document)):
        try:
            page = document[place]
            text = page.get_textpage().get_text_range()
            yield place + 1, _UNSEEN.sub("", text.replace("\x02", "\u00ad").replace("\ufffe", "\u00ad"))
            page.close()
        except (pypdfium2.PdfiumError, ctypes.ArgumentError, ValueError):
            yield place + 1, None


def _has_picture(document: pypdfium2.PdfDocument, number: int) -> bool:
    try:
        return any(document[number - 1].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    except pypdfium2.PdfiumError:
        return False
