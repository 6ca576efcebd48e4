"""Folders that are not read: what is personal, of the union or of human resources; what was never said, or thrown away."""

import re
import unicodedata
from enum import StrEnum


class Mark(StrEnum):
    """Why a folder is left alone."""

    PRIVATE = "private"
    DISCARDED = "discarded"


_PRIVATE = (
    r"perso|personnel|personnels|personnelle|personnelles|personal|prive|prives|privee|privees|private|privat|vie privee|"
    r"famille|family|syndicat|syndicats|syndical|syndicale|syndicaux|union|unions|trade union|labor union|labour union|"
    r"cgt|cfdt|cftc|cfe cgc|unsa|sud|cse|chsct|irp|irps|comite d entreprise|works council|delegues? du personnel|"
    r"rh|drh|hr|ressources humaines|human resources|paie|payroll|salaires?|entretiens? annuels?|medecine du travail|"
    r"conges|arrets? maladie|sick leave|evaluations? annuelles?|performance reviews?|disciplinaire|disciplinary"
)
_DISCARDED = (
    r"brouillons?|drafts?|modeles|templates|corbeille|trash|deleted|deleted items|deleted messages|elements supprimes|"
    r"messages supprimes|poubelle|bin|spam|junk|junk e mail|junk email|courrier indesirable|indesirables?|pourriels?|"
    r"boite d envoi|outbox|unsent messages|unsent"
)
_WORDS = re.compile(rf"(?:^|\s)({_PRIVATE})(?:$|\s)")
_THROWN = re.compile(rf"(?:{_DISCARDED})")


def mark_of(name: str) -> Mark | None:
    """Why a folder of this name (one part of a path) is not read; None: it is."""
    plain = _plain(name)
    if _THROWN.fullmatch(plain):
        return Mark.DISCARDED
    found = _WORDS.search(plain)
    if found is None:
        return None
    # « SUD » is a union and a region: alone it is taken for what must not be read.
    if found[1] in {"sud", "union", "unions"} and plain != found[1]:
        return None
    return Mark.PRIVATE


def mark_of_path(path: str) -> Mark | None:
    """The first mark among the parts of a path, of a Maildir++ name (`.INBOX.Personnel`) or of a label (`Clients/RH`)."""
    for part in re.split(r"[/\\]", path):
        pieces = [
            part,
            *(part.split(".") if part.startswith(".") or part.endswith((".mbox", ".sbd", ".mbx", ".gz")) else ()),
        ]
        for piece in pieces:
            if (mark := mark_of(piece)) is not None:
                return mark
    return None


def _plain(name: str) -> str:
    decoded = unicodedata.normalize("NFKD", _utf7(name)).casefold()
    letters = "".join(each for each in decoded if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters).split())


def _utf7(name: str) -> str:
    """A folder name as IMAP writes it (`&AMk-l&AOk-ments`), in letters; RFC 3501, 5.1.3."""
    if "&" not in name:
        return name

    def letters(found: re.Match[str]) -> str:
        import base64
        import binascii

        if not found[1]:
            return "&"
        coded = found[1].replace(",", "/")
        try:
            return base64.b64decode(coded + "=" * (-len(coded) % 4)).decode("utf-16-be")
        except (binascii.Error, UnicodeDecodeError):
            return found[0]

    return re.sub(r"&([A-Za-z0-9+,]*)-", letters, name)
