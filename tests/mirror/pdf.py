"""What stands in a PDF, read back."""

import pypdfium2


def text_of(made: bytes) -> str:
    """The text of its only page, words apart by one space; raises ValueError where there are more pages."""
    document = pypdfium2.PdfDocument(made)
    try:
        (page,) = document
        text = page.get_textpage().get_text_bounded()
    finally:
        document.close()
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").replace("\ufffe", "").split())
