"""What reading a mailbox has to tell: how many messages, and what became of those that are no exchange with a client."""

from collections import Counter
from collections.abc import Iterable

from visavis.mistakes import Words

_TOLD: dict[str, tuple[Words, Words]] = {
    "auto-reply": (Words("réponse automatique", "auto-reply"), Words("réponses automatiques", "auto-replies")),
    "bounce": (Words("message non remis", "bounce"), Words("messages non remis", "bounces")),
    "list": (Words("message de liste", "list mail"), Words("messages de liste", "list mails")),
    "notification": (Words("notification", "notification"), Words("notifications", "notifications")),
    "internal": (
        Words("message entre collègues, sans ses mots", "message between colleagues, without its words"),
        Words("messages entre collègues, sans leurs mots", "messages between colleagues, without their words"),
    ),
    "private": (
        Words("message marqué personnel, non lu", "message marked personal, not read"),
        Words("messages marqués personnels, non lus", "messages marked personal, not read"),
    ),
    "discarded": (
        Words("message jeté ou indésirable, non lu", "message thrown away or unwanted, not read"),
        Words("messages jetés ou indésirables, non lus", "messages thrown away or unwanted, not read"),
    ),
    "undated": (Words("sans date", "without date"), Words("sans date", "without date")),
    "sealed": (
        Words(
            "winmail.dat, non ouvert (demandez à l’expéditeur d’écrire en HTML ou en texte)",
            "winmail.dat, not opened (ask the sender to write HTML or plain text)",
        ),
        Words(
            "winmail.dat, non ouverts (demandez aux expéditeurs d’écrire en HTML ou en texte)",
            "winmail.dat, not opened (ask the senders to write HTML or plain text)",
        ),
    ),
    "cut": (
        Words("message trop long, dont le début est lu", "message too long, its beginning is read"),
        Words("messages trop longs, dont le début est lu", "messages too long, their beginning is read"),
    ),
    "rejected": (Words("message écarté", "message rejected"), Words("messages écartés", "messages rejected")),
}


def told(counts: Counter[str]) -> Words:
    """One sentence: all messages, then what is particular among them."""
    n = counts["all"]
    head = Words(
        f"{_number(n, 'fr')} message{'s' if n > 1 else ''}", f"{_number(n, 'en')} message{'' if n == 1 else 's'}"
    )
    parts = [
        Words(f"{_number(counts[name], 'fr')} {words.fr}", f"{_number(counts[name], 'en')} {words.en}")
        for name, (one, many) in _TOLD.items()
        if counts[name] and (words := one if counts[name] == 1 else many)
    ]
    return Words("; ".join([head.fr, *(part.fr for part in parts)]), "; ".join([head.en, *(part.en for part in parts)]))


def folders_told(names: Iterable[tuple[str, int]], why: Words) -> Words:
    """Folders that are not read, how many messages they hold, and why."""
    each = sorted(names)
    shown = ", ".join(name for name, _ in each[:5]) + (" …" if len(each) > 5 else "")
    n = sum(count for _, count in each)
    return Words(
        f"{_number(len(each), 'fr')} dossier{'s' if len(each) > 1 else ''} {why.fr}, non lu{'s' if len(each) > 1 else ''}: {shown} "
        f"({_number(n, 'fr')} message{'s' if n > 1 else ''})",
        f"{_number(len(each), 'en')} folder{'' if len(each) == 1 else 's'} {why.en}, not read: {shown} "
        f"({_number(n, 'en')} message{'' if n == 1 else 's'})",
    )


def _number(n: int, lang: str) -> str:
    return f"{n:,}".replace(",", "\u202f") if lang == "fr" else f"{n:,}"
