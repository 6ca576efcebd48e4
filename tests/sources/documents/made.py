"""Documents for tests, made on the spot."""

from pathlib import Path

import typst

CONDITIONS = """
#set page(paper: "a4", footer: [Ma Maison SAS -- page #context counter(page).display()])
#set text(lang: "fr")
#set par(justify: true)
= Conditions générales
Nous nous engageons à livrer votre commande sous 48 h ouvrées, où que vous soyez en France métropolitaine, y compris en zone rurale. Le client doit payer sous 30 jours.
- Remboursement sous 14 jours
- Réponse dans un délai de 5 jours ouvrés
#pagebreak()
= Garantie
Tous nos meubles sont garantis 5 ans. Notre passion : vous.
#pagebreak()
Le vendeur reviendra vers vous sous 72 heures.
"""
SCANNED = (
    "#set page(width: 2cm, height: 2cm)\n"
    '#image(bytes((255, 0, 0)), format: (encoding: "rgb8", width: 1, height: 1), width: 1cm)\n'
)


def pdf(file: Path, source: str = CONDITIONS) -> Path:
    """A PDF set from Typst's markup."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pdf_bytes(source))
    return file


def pdf_bytes(source: str = CONDITIONS) -> bytes:
    """The bytes of a PDF set from Typst's markup."""
    return bytes(typst.compile(source.encode()))


def encrypted() -> bytes:
    """A PDF that asks for a password: what stands for its keys is wrong, so that none opens it."""
    keys = "00" * 32
    lock = f"<< /Filter /Standard /V 1 /R 2 /O <{keys}> /U <{keys}> /P -44 >>"
    first = b"%PDF-1.4\n"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", lock.encode()]
    body, places = first, []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    ids = f"<{'11' * 16}>".encode()
    end = b"trailer\n<< /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [%s %s] >>\nstartxref\n%d\n%%%%EOF\n"
    return body + table + end % (ids, ids, len(body))
