"""Finding clients by whatever was typed: bounded work for any text, the same answer on every database.

Words are looked up as beginnings of terms, by a range over the index of terms. Of several words the rarest drives, the others
are probed per client. No query reads more than LOOKED_AT rows of the index, so that `a` costs no more than `marie dupont`.
"""

import re
from dataclasses import dataclass

from visavis.clients.finding.folding import folded_email, folded_phone, folded_words
from visavis.clients.models import Client, ClientCard, Link, number_of
from visavis.clients.reading import Given, ask, one_of, read

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
    readings = _wordings(typed, country)
    matches = _matching(readings)
    candidates = list(dict.fromkeys([*named, *(client for match in matches for client in match.clients)]))[:RANKED]
    exact = _exact(candidates, readings, matches)
    best = _best(candidates, [(client in named, exact.get(client, 0)) for client in candidates], limit + 1)
    return Found(tuple(best[:limit]), any(match.more for match in matches) or len(best) > limit)


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
    from visavis.engine.linking.comparable.contacts import phone_number

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
_FIRST = (
    f"SELECT {{place}} AS place, client AS number, term FROM (SELECT client, term FROM visavis_searchterm WHERE {_RANGE} "
    f"ORDER BY term, client LIMIT {RANKED + 1}) AS first"
)
_COUNTED = (
    f"SELECT {{place}} AS place, count(*) AS number, '{{at}}' AS term "
    f"FROM (SELECT 1 FROM visavis_searchterm WHERE {_RANGE} LIMIT {LOOKED_AT}) AS counted"
)
_DRIVEN = (
    f"SELECT d.client, d.term FROM (SELECT client, term FROM visavis_searchterm WHERE {_RANGE} "
    f"ORDER BY term, client LIMIT {LOOKED_AT}) AS d"
)
# The empty text keeps the index on terms out: PostgreSQL would read all that begin so, anew for each client (2 s of a million).
_PROBED = (
    "EXISTS (SELECT 1 FROM visavis_searchterm AS w WHERE w.client = d.client AND w.term || '' >= %s AND w.term || '' < %s "
    "AND w.vanished_run IS NULL LIMIT 1 OFFSET 0)"
)


@dataclass(frozen=True, slots=True)
class _Match:
    """Clients who have all the words of a reading, those with the first terms first; whether there may be more."""

    clients: list[int]
    exact: frozenset[int]
    """Those who have the word that was looked up first as a whole term."""
    more: bool


def _matching(readings: list[list[str]]) -> list[_Match]:
    """Who matches each reading. One query finds single words and counts the others; each reading of several words asks one more."""
    asked: list[str] = []
    given: list[str] = []
    for place, words in enumerate(readings):
        for at, word in enumerate(_measured(words)):
            asked.append((_FIRST if len(words) == 1 else _COUNTED).format(place=place, at=at))
            given += _range(word)
    rows: list[list[tuple[int, str]]] = [[] for _ in readings]
    for place, number, term in ask(" UNION ALL ".join(asked), *given) if asked else ():
        rows[place].append((number, term))
    return [
        _match(words[0], sorted(found, key=lambda row: row[::-1]))
        if len(words) == 1
        else _driven(words, [count for count, _ in sorted(found, key=lambda row: int(row[1]))])
        for words, found in zip(readings, rows, strict=True)
    ]


def _measured(words: list[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)[:MEASURED]


def _range(word: str) -> tuple[str, str]:
    return word, word + _END


def _match(word: str, found: list[tuple[int, str]]) -> _Match:
    """What `found`, clients with the term that begins with `word` in the order of these, amounts to."""
    exact = frozenset(client for client, term in found if term == word)
    return _Match(list(dict.fromkeys(client for client, _ in found))[:RANKED], exact, len(found) > RANKED)


def _driven(words: list[str], counts: list[int]) -> _Match:
    """Of several words the one that the fewest terms begin with drives; the others are probed for each client."""
    rows, place = min((count, place) for place, count in enumerate(counts))
    driver = _measured(words)[place]
    others = sorted((word for word in words if word != driver), key=len, reverse=True)
    probes = " AND ".join(_PROBED for _ in others)
    sql = f"{_DRIVEN}{' WHERE ' + probes if probes else ''} ORDER BY d.term, d.client LIMIT {RANKED + 1}"
    match = _match(driver, ask(sql, *(end for word in (driver, *others) for end in _range(word))) if rows else [])
    return _Match(match.clients, match.exact, match.more or rows >= LOOKED_AT)


def _exact(clients: list[int], readings: list[list[str]], matches: list[_Match]) -> dict[int, int]:
    """How many of the words are whole terms of each client."""
    if not clients or not readings:
        return {}
    if len(readings) == 1 and len(readings[0]) == 1:
        return dict.fromkeys(matches[0].exact, 1)
    (of_clients, numbers), (of_terms, terms) = (
        one_of("client", clients),
        one_of("term", {word for words in readings for word in words}),
    )
    whole = (
        f"SELECT client, count(*) FROM visavis_searchterm WHERE {of_clients} "
        f"AND {of_terms} AND vanished_run IS NULL GROUP BY client"
    )
    return dict(ask(whole, *numbers, *terms))


def _best(clients: list[int], merits: list[tuple[bool, int]], most: int) -> list[ClientCard]:
    """Cards of those of `clients` who are still there: the greatest merit first, then whoever was in touch last."""
    if not clients:
        return []
    level = "CASE"
    given: list[Given] = []
    for rank, merit in enumerate(sorted(set(merits), reverse=True)):
        among, numbers = one_of("client", (client for client, its in zip(clients, merits, strict=True) if its == merit))
        level += f" WHEN {among} THEN {rank}"
        given += numbers
    among, numbers = one_of("client", clients)
    order = f"ORDER BY {level} END, last_on DESC NULLS LAST, client LIMIT {most}"
    return read(ClientCard, f"WHERE {among} AND vanished_run IS NULL {order}", *numbers, *given)
