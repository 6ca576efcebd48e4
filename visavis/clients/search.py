"""Finding clients by whatever was typed: bounded work for any text, the same answer on every database.

Words are looked up as beginnings of terms, by a range over the index of terms. Of several words the rarest drives, the others
are probed per client. No query reads more than LOOKED_AT rows of the index, so that `a` costs no more than `marie dupont`.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.db import connection

from visavis.clients.folding import folded_email, folded_phone, folded_words
from visavis.clients.models import Client, ClientCard, Link, number_of
from visavis.clients.reading import among, ask, read

LONGEST_QUERY = 200
MOST_WORDS = 12
MEASURED = 6
"""Words, the longest ones, of which the rarest is sought."""

LOOKED_AT = 600
RANKED = 120
"""Clients that are put in order; of more, those whose terms come first."""

_END = chr(0x10FFFF)
_NUMBER_LIKE = re.compile(r"[\d\s+().\-/\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class Found:
    """Cards, best first; `more` tells that others match too, and that another word would help."""

    cards: tuple[ClientCard, ...]
    more: bool


def search(text: str, *, country: str = "FR", limit: int = 25) -> Found:
    """Clients who match all that was typed: a client id (former ones too), a record (`source/key`), words, an e-mail, a phone.

    Exact words come before beginnings of words, then whoever was in touch last. `country` (ISO 3166) is assumed of phone
    numbers without prefix.
    """
    typed = text[:LONGEST_QUERY].replace("\0", " ").strip()
    named = _named(typed)
    matched: dict[int, None] = dict.fromkeys(named)
    more = False
    wordings = _wordings(typed, country)
    for words in wordings:
        numbers, cut = _matching(words)
        matched |= dict.fromkeys(numbers)
        more = more or cut
    candidates = list(matched)[:RANKED]
    exact = _exact(candidates, {word for words in wordings for word in words})
    ranked = sorted(
        (client not in named, -exact.get(client, 0), -last_on.toordinal() if last_on else 0, client)
        for client, last_on in _present(candidates)
    )
    best = [client for *_, client in ranked[:limit]]
    cards = {card.client: card for card in read(ClientCard, f"WHERE client IN {among(best)}", *best)} if best else {}
    return Found(tuple(cards[client] for client in best if client in cards), more or len(ranked) > limit)


def _present(clients: list[int]) -> list[tuple[int, date | None]]:
    """Those of `clients` who are still there, with the day of their last contact."""
    if not clients:
        return []
    sql = f"SELECT client, last_on FROM visavis_clientcard WHERE client IN {among(clients)} AND vanished_run IS NULL"
    return ask(sql, *clients)


def _named(typed: str) -> list[int]:
    """The client whom `typed` names outright."""
    number = number_of(typed)
    client = Client.objects.resolve(number) if number and number < 2**63 else None
    if client is None and "/" in typed:
        source, _, key = typed.removeprefix("record/").partition("/")
        link = Link.objects.filter(source=source, key=key).first()
        client = Client.objects.resolve(link.client_id) if link else None
    return [client.number] if client else []


def _wordings(typed: str, country: str) -> list[list[str]]:
    """Ways to read what was typed, each a list of beginnings of terms that a client must all have."""
    phone = _phone(typed, country)
    words: list[str] = []
    for part in typed.split():
        words += [folded_email(part)] if "@" in part else folded_words(part)
    words = _distinct(words)[:MOST_WORDS]
    together = [" ".join(folded_words(typed))] if len(words) > 1 and not phone and "@" not in typed else []
    if phone and len(words) > 1:
        words = [folded_phone(typed)]  # 06 12 34 56 78 is one number, not five
    return [reading for reading in ([phone] if phone else [], together, words) if reading]


def _distinct(words: list[str]) -> list[str]:
    """Each word once; a word that another one begins with adds nothing."""
    once = list(dict.fromkeys(words))
    return [word for word in once if not any(other != word and other.startswith(word) for other in once)]


def _phone(typed: str, country: str) -> str:
    """The digits in E.164, or their beginning, of what can only be a phone number; nothing otherwise."""
    digits = folded_phone(typed)
    if len(digits) < 4 or not _NUMBER_LIKE.fullmatch(typed):
        return ""
    from visavis.engine.linking.contacts import phone_number

    whole = phone_number(typed, country)
    if whole:
        return folded_phone(whole)
    if typed.startswith("+"):
        return folded_phone(typed.replace("(0)", ""))
    if digits.startswith("00"):
        return folded_phone(typed.replace("(0)", ""))[2:]
    import phonenumbers

    trunk = phonenumbers.ndd_prefix_for_region(country, True) or ""
    code = phonenumbers.country_code_for_region(country)
    return f"{code}{digits.removeprefix(trunk)}" if trunk and digits.startswith(trunk) and code else ""


_RANGE = "term >= %s AND term < %s AND vanished_run IS NULL"
_COUNTED = f"(SELECT count(*) FROM (SELECT 1 FROM visavis_searchterm WHERE {_RANGE} LIMIT {LOOKED_AT}) AS t)"
_DRIVEN = (
    f"SELECT d.client FROM (SELECT client, term FROM visavis_searchterm WHERE {_RANGE} "
    f"ORDER BY term, client LIMIT {LOOKED_AT}) AS d"
)
# The empty text keeps the index on terms out: PostgreSQL would read all that begin so, anew for each client (2 s of a million).
_PROBED = (
    "EXISTS (SELECT 1 FROM visavis_searchterm AS w WHERE w.client = d.client AND w.term || '' >= %s AND w.term || '' < %s "
    "AND w.vanished_run IS NULL LIMIT 1 OFFSET 0)"
)


def _matching(words: list[str]) -> tuple[list[int], bool]:
    """Clients who have a term that begins with each of `words`, those with the first terms first; whether others may."""
    driver, rows = _rarest(words)
    others = sorted((word for word in words if word != driver), key=len, reverse=True)
    probes = " AND ".join(_PROBED for _ in others)
    sql = f"{_DRIVEN}{' WHERE ' + probes if probes else ''} ORDER BY d.term, d.client LIMIT {RANKED + 1}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [end for word in (driver, *others) for end in (word, word + _END)])
        found = [number for (number,) in cursor.fetchall()]
    return list(dict.fromkeys(found))[:RANKED], len(found) > RANKED or rows >= LOOKED_AT


def _rarest(words: list[str]) -> tuple[str, int]:
    """The word that the fewest terms begin with, and how many do (up to LOOKED_AT; 0 for a single word: not counted)."""
    if len(words) == 1:
        return words[0], 0
    measured = sorted(words, key=len, reverse=True)[:MEASURED]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(_COUNTED for _ in measured)}",
            [end for word in measured for end in (word, word + _END)],
        )
        counts = cursor.fetchone()
    rows, place = min((count, place) for place, count in enumerate(counts))
    return measured[place], rows


def _exact(clients: list[int], words: set[str]) -> dict[int, int]:
    """How many of `words` are whole terms of each client."""
    if not clients or not words:
        return {}
    whole = (
        f"SELECT client, count(*) FROM visavis_searchterm WHERE client IN {among(clients)} "
        f"AND term IN {among(list(words))} AND vanished_run IS NULL GROUP BY client"
    )
    return dict(ask(whole, *clients, *words))
