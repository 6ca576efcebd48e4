"""Why a row was rejected: the codes of `rejects.reason` in words, with what to do."""

from visavis.mistakes import Words

REASONS: dict[str, Words] = {
    "too-few-columns": Words(
        fr="la ligne a moins de colonnes que l’en-tête", en="the line has fewer columns than the header"
    ),
    "too-many-columns": Words(
        fr="la ligne a plus de colonnes que l’en-tête", en="the line has more columns than the header"
    ),
    "broken-quotes": Words(
        fr="des guillemets ne sont pas refermés ou sont mal placés", en="quotes are not closed, or misplaced"
    ),
    "line-too-long": Words(fr="la ligne dépasse 2 Mio", en="the line is longer than 2 MiB"),
    "undecodable": Words(
        fr="des octets illisibles dans l’encodage du fichier (encodages mêlés ?)",
        en="bytes that can't be read in the file's encoding (mixed encodings?)",
    ),
    "malformed": Words(fr="la ligne n’a pas la forme d’un enregistrement", en="the line is not formed as a row"),
    "not-json": Words(fr="la ligne n’est pas un objet JSON", en="the line is no JSON object"),
    "not-a-mail": Words(fr="ce n’est pas un message: il n’a pas d’en-tête", en="this is no message: it has no header"),
    "mail-without-sender": Words(fr="le message ne dit pas qui l’a écrit", en="the message does not say who wrote it"),
    "mail-unreadable": Words(fr="le message est trop abîmé pour être lu", en="the message is too damaged to be read"),
    "mail-not-opened": Words(fr="ce fichier n’a pas pu être ouvert", en="this file could not be opened"),
    "missing-key": Words(fr="la clé est vide", en="the key is missing"),
    "key-too-long": Words(fr="la clé dépasse 500 caractères", en="the key is longer than 500 characters"),
    "missing-value": Words(fr="un champ indispensable est vide", en="a field that the fact needs is missing"),
    "different-content-under-one-key": Words(
        fr="la même clé a déjà un autre contenu (déclarez version_by, ou une clé plus complète)",
        en="the same key has another content already (declare version_by, or a fuller key)",
    ),
    "not-a-date": Words(fr="ce n’est pas une date", en="this is no date"),
    "impossible-date": Words(fr="cette date n’existe pas", en="this date does not exist"),
    "date-out-of-range": Words(
        fr="date avant 1950 ou après 2199 (naissance: avant 1880)",
        en="date before 1950 or after 2199 (birth: before 1880)",
    ),
    "day-first-unknown": Words(
        fr="jour ou mois d’abord ? déclarez read.day_first", en="day or month first? declare read.day_first"
    ),
    "not-a-number": Words(fr="ce n’est pas un nombre", en="this is no number"),
    "ambiguous-number": Words(
        fr="la virgule sépare-t-elle milliers ou décimales ? déclarez read.decimal",
        en="does the comma mark thousands or decimals? declare read.decimal",
    ),
    "not-an-integer": Words(fr="ce n’est pas un nombre entier", en="this is no whole number"),
    "not-a-boolean": Words(fr="ce n’est ni oui ni non", en="this is neither yes nor no"),
    "not-in-map": Words(fr="valeur absente de map", en="the value is not in map"),
    "score-outside-scale": Words(fr="note hors de son échelle", en="the score is outside its scale"),
    "document-empty": Words(fr="le document est vide", en="the document is empty"),
    "document-unreadable": Words(
        fr="ce document est abîmé: il ne s’ouvre pas", en="this document is damaged: it can’t be opened"
    ),
    "document-encrypted": Words(
        fr="ce document est protégé par un mot de passe", en="this document is protected by a password"
    ),
    "document-without-text": Words(
        fr="ce document n’est fait que d’images: il n’y a pas de texte à lire",
        en="this document is made of pictures: there is no text to read",
    ),
    "document-too-large": Words(
        fr="ce document est trop gros (200 Mo au plus, 20 Mo pour une page HTML)",
        en="this document is too large (200 MB at most, 20 MB for a page of HTML)",
    ),
    "document-too-slow": Words(
        fr="la lecture de ce document n’aboutit pas: elle a été arrêtée",
        en="reading this document came to no end: it was stopped",
    ),
    "not-a-document": Words(fr="ce n’est ni un PDF ni une page HTML", en="this is neither a PDF nor a page of HTML"),
    "page-without-text": Words(fr="cette page n’est qu’une image", en="this page is a picture"),
    "page-unreadable": Words(fr="cette page est abîmée", en="this page is damaged"),
    "too-many-pages": Words(
        fr="à partir d’ici, rien n’est lu: le document dépasse 2 000 pages",
        en="nothing is read from here on: the document has more than 2,000 pages",
    ),
}

_SCANNED = Words(
    fr="numérisez-la avec reconnaissance de texte (OCR), ou apportez le document d’origine",
    en="scan it with text recognition (OCR), or bring the original document",
)
_SAVED_ANEW = Words(
    fr="enregistrez-le à nouveau en PDF depuis son logiciel d’origine",
    en="save it as PDF again from the program that made it",
)
_PARTS = Words(fr="apportez-le en plusieurs parties", en="bring it in several parts")
_FIX = Words(fr="corrigez ces lignes là où elles sont produites", en="correct these rows where they are made")
_SEPARATOR = Words(
    fr="vérifiez le séparateur et les guillemets de l’export, puis redéposez le fichier",
    en="check the separator and quotes of the export, then drop the file again",
)
_DATES = Words(
    fr="corrigez la date, ou dites dans la source comment elle s’écrit (read.day_first)",
    en="correct the date, or say in the source how it is written (read.day_first)",
)
_NUMBERS = Words(
    fr="corrigez le nombre, ou dites dans la source comment il s’écrit (read.decimal)",
    en="correct the number, or say in the source how it is written (read.decimal)",
)

_MAIL = Words(
    fr="ouvrez ce message dans votre logiciel de messagerie, et exportez la boîte à nouveau s’il y est entier",
    en="open this message in your mail program, and export the mailbox again if it is whole there",
)

REMEDIES: dict[str, Words] = {
    "document-empty": _SAVED_ANEW,
    "document-unreadable": _SAVED_ANEW,
    "document-encrypted": Words(
        fr="enregistrez-en une copie sans mot de passe", en="save a copy of it without a password"
    ),
    "document-without-text": _SCANNED,
    "page-without-text": _SCANNED,
    "page-unreadable": _SAVED_ANEW,
    "document-too-large": _PARTS,
    "document-too-slow": _SAVED_ANEW,
    "too-many-pages": _PARTS,
    "not-a-document": Words(fr="enregistrez-le en PDF", en="save it as PDF"),
    "too-few-columns": _SEPARATOR,
    "too-many-columns": _SEPARATOR,
    "broken-quotes": _SEPARATOR,
    "malformed": _SEPARATOR,
    "line-too-long": _SEPARATOR,
    "key-too-long": Words(
        fr="prenez pour clé la colonne qui numérote les lignes, et non celle d’un texte",
        en="take as the key the column that numbers the rows, not one of text",
    ),
    "undecodable": Words(fr="exportez de nouveau le fichier en UTF-8", en="export the file again as UTF-8"),
    "not-json": Words(fr="exportez un objet JSON par ligne", en="export one JSON object per line"),
    "not-a-mail": _MAIL,
    "mail-without-sender": _MAIL,
    "mail-unreadable": _MAIL,
    "mail-not-opened": Words(
        fr="donnez à Visavis le droit de lire ce fichier, puis relancez",
        en="let Visavis read this file, then run again",
    ),
    "different-content-under-one-key": Words(
        fr="choisissez une clé plus complète, ou la colonne qui dit quelle version est la dernière (version_by)",
        en="choose a fuller key, or the column that tells which version is the latest (version_by)",
    ),
    "not-a-date": _DATES,
    "impossible-date": _DATES,
    "date-out-of-range": _DATES,
    "day-first-unknown": Words(
        fr="dites dans la source si le jour vient d’abord (read.day_first: true)",
        en="say in the source whether the day comes first (read.day_first: true)",
    ),
    "not-a-number": _NUMBERS,
    "ambiguous-number": _NUMBERS,
    "not-an-integer": _NUMBERS,
    "not-in-map": Words(
        fr="ajoutez cette valeur à map dans la source, ou écrivez otherwise: keep",
        en="add this value to map in the source, or write otherwise: keep",
    ),
    "score-outside-scale": Words(
        fr="corrigez low et high dans la source, ou la note", en="correct low and high in the source, or the score"
    ),
}
"""What to do about it, by code; `remedy_of` knows for the others."""


def remedy_of(code: str) -> Words:
    """What to do about rows rejected for `code`."""
    return REMEDIES.get(code, _FIX)
