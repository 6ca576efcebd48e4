"""The words by which a client is found, out of all its records. Named steps, DuckDB."""

from visavis.clients.finding.folding import LONGEST, folded_sql, folded_words_sql
from visavis.clients.publishing import place_of
from visavis.engine.linking.comparable.nodes import ADDRESS_SOURCES
from visavis.engine.steps import Step, literal, step

WORDED = ("given_name", "family_name", "name", "company", "city", "postcode")
"""Columns of records whose words find a client."""

ZERO = (  # noqa: SIM905
    "20 27 31 32 33 40 41 43 44 46 49 51 53 54 55 57 58 60 61 62 63 64 66 81 82 84 "
    "86 90 91 92 93 94 95 98 211 212 213 218 231 232 233 234 243 249 250 251 252 254 255 256 260 261 "
    "262 263 264 265 291 353 355 358 359 370 373 374 377 380 381 382 383 385 386 387 389 421 423 508 590 591 "
    "593 594 595 596 598 686 850 855 856 880 886 961 962 963 964 966 967 970 971 972 976 977 994 995 996"
).split()
"""Codes of the countries in which a 0 is dialled before a number. Written down: to ask costs a module for each country."""


def term_steps() -> list[Step]:
    """`new_terms` (client, term) out of `members` and `records`, each pair once, with the `place` of the client.

    Words of names, company, city and postcode; keys of records, by their words; given and family name together, in both orders;
    e-mail addresses whole; phone numbers as digits, with the country's code and as they are dialled inside the country.
    """
    given, family, name = (
        f"array_to_string({folded_words_sql(each)}, ' ')" for each in ("given_name", "family_name", "name")
    )
    words = " UNION ALL ".join(
        f"SELECT client, unnest({folded_words_sql(name)}) AS term FROM records_of_clients WHERE {name} IS NOT NULL"
        for name in WORDED
    )
    addresses = ", ".join(map(literal, ADDRESS_SOURCES))
    email, phone = map(literal, ADDRESS_SOURCES)
    address = f"substr(regexp_replace({folded_sql('trim(address)')}, '[\\s\\p{{C}}]', '', 'g'), 1, {LONGEST})"
    return [
        step("placed_members", f"SELECT *, {place_of('client')} AS place FROM members", "whose each record is"),
        step(
            "records_of_clients",
            "SELECT m.client, r.* FROM placed_members AS m JOIN records AS r ON m.source = r.source AND m.key = r.key",
            "records with their client",
        ),
        step(
            "names_of_clients",
            f"""SELECT client, {given} AS given, {family} AS family FROM records_of_clients
            WHERE given_name IS NOT NULL AND family_name IS NOT NULL
            UNION ALL SELECT client, split_part(name, ' ', 1), split_part(name, ' ', 2) FROM (SELECT client, {name} AS name
            FROM records_of_clients WHERE given_name IS NULL OR family_name IS NULL) AS n WHERE name LIKE '_% _%' AND NOT name LIKE '% % %'""",
            "given and family names; of those written in one, the two words",
        ),
        step(
            "addresses_of_clients",
            f"""SELECT client, unnest(emails) AS address FROM records_of_clients
            UNION ALL SELECT client, key FROM placed_members WHERE source = {email}""",
            "e-mail addresses",
        ),
        step(
            "numbers_of_clients",
            f"""SELECT client, substr(regexp_replace(number, '[^0-9]', '', 'g'), 1, {LONGEST}) AS digits, starts_with(number, '+') AS whole
            FROM (SELECT client, unnest(phones) AS number FROM records_of_clients
            UNION ALL SELECT client, key FROM placed_members WHERE source = {phone}) AS p""",
            "phone numbers",
        ),
        step(
            "new_terms",
            f"""SELECT *, {place_of("client")} AS place FROM (SELECT DISTINCT client, term FROM ({words}
            UNION ALL SELECT client, substr(unnest([given || ' ' || family, family || ' ' || given]), 1, {LONGEST}) FROM names_of_clients
            UNION ALL SELECT client, unnest({folded_words_sql("key")}) FROM placed_members WHERE source NOT IN ({addresses})
            UNION ALL SELECT client, {address} FROM addresses_of_clients
            UNION ALL SELECT client, digits FROM numbers_of_clients
            UNION ALL SELECT n.client, c.trunk || substr(n.digits, length(c.code) + 1) FROM numbers_of_clients AS n
            JOIN ({_calling_codes()}) AS c ON substr(n.digits, 1, 1) = c.code OR substr(n.digits, 1, 2) = c.code
            OR substr(n.digits, 1, 3) = c.code WHERE n.whole) AS t WHERE term <> '') AS d""",
            "words by which each client is found",
        ),
    ]


def _calling_codes() -> str:
    """SELECT `code` (33) and `trunk` (0): what stands before a number inside the country, for every country's code."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    found = (f"('{code}', '{'0' if str(code) in ZERO else ''}')" for code in sorted(COUNTRY_CODE_TO_REGION_CODE))
    return f"SELECT code, trunk FROM (VALUES {', '.join(found)}) AS codes (code, trunk)"
