"""The words by which a client is found, out of all its records. Named steps, DuckDB."""

from visavis.clients.folding import LONGEST, folded_sql, folded_words_sql
from visavis.clients.publishing import place_of
from visavis.engine.linking.nodes import ADDRESS_SOURCES
from visavis.engine.steps import Step, literal, step

WORDED = ("given_name", "family_name", "name", "company", "city", "postcode")
"""Columns of records whose words find a client."""


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
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    found = []
    for code, regions in sorted(COUNTRY_CODE_TO_REGION_CODE.items()):
        metadata = PhoneMetadata.metadata_for_region(regions[0], None)
        trunk = metadata.national_prefix if metadata else None
        found.append(f"({literal(str(code))}, {literal(trunk if trunk == '0' else '')})")
    return f"SELECT code, trunk FROM (VALUES {', '.join(found)}) AS codes (code, trunk)"
