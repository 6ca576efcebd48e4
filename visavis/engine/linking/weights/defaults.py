"""The model that linking starts from: French and English persons and organisations, household-aware.

Weights were written by hand and rounded, for 100,000 records; training adjusts what the data can tell, small data keeps them.
Surname, street and postcode are not independent (households share all three), so they are one comparison; it comes in three
forms, of which one applies to a pair: both known, family name only, place only. Who bears the same family name and another
given name is another person, whatever else they share but the date of birth (many go by their second given name; where both are
given names in use, they are twins). A couple shares its door, its line and its mailbox, under one family name or under two: given
names in use, one each, weigh more than all three together. Those levels weigh more than their frequency says, and are not learnt.
"""

from visavis.engine.linking.weights.model import Comparison, Key, Level, Model

_GIVEN = "given_l IS NOT NULL AND given_r IS NOT NULL"
_FAMILY = "family_l IS NOT NULL AND family_r IS NOT NULL"
_STREETS = "street_l IS NOT NULL AND street_r IS NOT NULL"
_PLACE = f"((postcode_l IS NOT NULL AND postcode_r IS NOT NULL) OR ({_STREETS}))"
_SAME_FAMILY = "(family_l = family_r OR family_l = other_family_r OR other_family_l = family_r OR family_l = given_r AND given_l = family_r)"
_NEAR_FAMILY = (
    "(jaro_winkler_similarity(family_l, family_r) >= 0.9 OR damerau_levenshtein(family_l, family_r) <= 1"
    " OR list_has_any(string_split(family_l, ' '), string_split(family_r, ' ')))"
)
_SAME_STREET = (
    "(coalesce(postcode_l = postcode_r, TRUE) AND coalesce(street_number_l, '') = coalesce(street_number_r, '')"
    " AND (street_l = street_r OR jaro_winkler_similarity(street_l, street_r) >= 0.92))"
)
_SAME_POSTCODE = "postcode_l = postcode_r"


_TWO_NAMES = "(usual_l <> usual_r AND NOT list_has_any(string_split(given_l, ' '), string_split(given_r, ' ')))"
_RELATED = f"{_FAMILY} AND ({_SAME_FAMILY} OR {_NEAR_FAMILY})"
_OTHER_PERSON = f"{_RELATED} AND NOT coalesce(birth_date_l = birth_date_r, FALSE)"
_TWINS = f"{_RELATED} AND birth_date_l = birth_date_r AND {_SAME_STREET} AND {_TWO_NAMES}"

_ALIKE = "(damerau_levenshtein(given_l, given_r) <= 1 OR jaro_winkler_similarity(given_l, given_r) >= 0.9)"
_APART = f"({_TWO_NAMES} AND NOT {_ALIKE})"
_STRANGERS = f"{_FAMILY} AND {_APART} AND NOT coalesce({_SAME_FAMILY} OR {_NEAR_FAMILY}, FALSE)"


def _or_null(condition: str) -> str:
    return f"NOT ({condition})"


GIVEN = Comparison(
    "given",
    (
        Level("not comparable", _or_null(_GIVEN)),
        Level("same", "given_l = given_r AND length(given_l) > 1", m=0.62, u=0.006, tf="given"),
        Level("swapped", "given_l = family_r AND (given_r = family_l OR given_r IS NULL)", m=0.02, u=0.0001),
        Level("nickname", "length(given_l) > 1 AND list_has_any(circle_l, circle_r)", m=0.06, u=0.002),
        Level(
            "initial",
            "(length(given_l) = 1 OR length(given_r) = 1) AND left(given_l, 1) = left(given_r, 1)",
            m=0.08,
            u=0.006,
        ),
        Level(
            "part",
            "starts_with(given_l, given_r || ' ') OR starts_with(given_r, given_l || ' ')"
            " OR replace(given_l, ' ', '') = replace(given_r, ' ', '')",
            m=0.01,
            u=0.002,
        ),
        Level(
            "near",
            "(damerau_levenshtein(given_l, given_r) <= 1 AND length(given_l) > 3"
            f" OR jaro_winkler_similarity(given_l, given_r) >= 0.9) AND NOT coalesce({_TWO_NAMES}, FALSE)",
            m=0.12,
            u=0.006,
        ),
        Level("two names, same family", f"{_OTHER_PERSON} AND {_APART}", m=1e-14, u=0.978, shared=True, fixed=True),
        Level(
            "different, same family",
            _OTHER_PERSON,
            m=0.000002,
            u=0.978,
            shared=True,
            fixed=True,
        ),
        Level("different, same family and birth", _TWINS, m=0.00001, u=0.978, fixed=True),
        Level(
            "two names, two families",
            f"{_STRANGERS} AND NOT coalesce(birth_date_l = birth_date_r, FALSE)",
            m=1e-13,
            u=0.978,
            shared=True,
            fixed=True,
        ),
        Level("two names, two families, same birth", _STRANGERS, m=0.001, u=0.978, fixed=True),
        Level("different", "ELSE", m=0.03, u=0.978),
    ),
)
HOUSEHOLD = Comparison(
    "household",
    (
        Level("not comparable", _or_null(f"{_FAMILY} AND {_PLACE}")),
        Level("same name and street", f"{_SAME_FAMILY} AND {_SAME_STREET}", m=0.48, u=0.000004, shared=True),
        Level("same name and postcode", f"{_SAME_FAMILY} AND {_SAME_POSTCODE}", m=0.3, u=0.000004, shared=True),
        Level("near name, same street", f"{_NEAR_FAMILY} AND {_SAME_STREET}", m=0.06, u=0.000002, shared=True),
        Level("near name, same postcode", f"{_NEAR_FAMILY} AND {_SAME_POSTCODE}", m=0.04, u=0.00001, shared=True),
        Level("same name, moved", _SAME_FAMILY, m=0.08, u=0.0006, tf="family"),
        Level("near name, moved", _NEAR_FAMILY, m=0.01, u=0.003),
        Level("different name, same street", _SAME_STREET, m=0.01, u=0.00002, shared=True),
        Level("different name, same postcode", _SAME_POSTCODE, m=0.01, u=0.0008),
        Level("different", "ELSE", m=0.01, u=0.995),
    ),
)
FAMILY = Comparison(
    "family",
    (
        Level("not comparable", f"{_or_null(_FAMILY)} OR {_PLACE}"),
        Level("same", _SAME_FAMILY, m=0.83, u=0.0006, tf="family"),
        Level("near", _NEAR_FAMILY, m=0.12, u=0.003),
        Level("different", "ELSE", m=0.05, u=0.996),
    ),
)
PLACE = Comparison(
    "place",
    (
        Level("not comparable", f"{_or_null(_PLACE)} OR {_FAMILY}"),
        Level("same street", _SAME_STREET, m=0.5, u=0.00004, shared=True),
        Level("same postcode", _SAME_POSTCODE, m=0.4, u=0.0008),
        Level("moved", "ELSE", m=0.1, u=0.999),
    ),
)
EMAIL = Comparison(
    "email",
    (
        Level("not comparable", "email_l IS NULL OR email_r IS NULL"),
        Level("same", "list_has_any(emails_l, emails_r)", m=0.8, u=0.00001, shared=True),
        Level(
            "near",
            "split_part(email_l, '@', 1) = split_part(email_r, '@', 1) AND length(split_part(email_l, '@', 1)) > 4"
            " OR damerau_levenshtein(email_l, email_r) <= 1",
            m=0.03,
            u=0.00002,
            shared=True,
        ),
        Level("different", "ELSE", m=0.17, u=0.99996),
    ),
)
PHONE = Comparison(
    "phone",
    (
        Level("not comparable", "phone_l IS NULL OR phone_r IS NULL"),
        Level("same", "list_has_any(phones_l, phones_r)", m=0.8, u=0.00001, shared=True),
        Level("near", "damerau_levenshtein(phone_l, phone_r) <= 1", m=0.03, u=0.00001, shared=True),
        Level("different", "ELSE", m=0.17, u=0.99997),
    ),
)
BIRTH_DATE = Comparison(
    "birth_date",
    (
        Level("not comparable", "birth_date_l IS NULL OR birth_date_r IS NULL"),
        Level("same", "birth_date_l = birth_date_r", m=0.9, u=0.00005),
        Level(
            "near",
            "damerau_levenshtein(CAST(birth_date_l AS VARCHAR), CAST(birth_date_r AS VARCHAR)) <= 1"
            " OR (year(birth_date_l) = year(birth_date_r) AND month(birth_date_l) = day(birth_date_r)"
            " AND day(birth_date_l) = month(birth_date_r))",
            m=0.07,
            u=0.001,
        ),
        Level("different", "ELSE", m=0.03, u=0.99895),
    ),
)
COMPANY = Comparison(
    "company",
    (
        Level("not comparable", "company_l IS NULL OR company_r IS NULL"),
        Level("same", "company_l = company_r", m=0.8, u=0.002),
        Level("near", "jaro_winkler_similarity(company_l, company_r) >= 0.92", m=0.1, u=0.004),
        Level("different", "ELSE", m=0.1, u=0.994),
    ),
)
SIREN = Comparison(
    "siren",
    (
        Level("not comparable", "siren_l IS NULL OR siren_r IS NULL OR kind_l = 'person' OR kind_r = 'person'"),
        Level("same", "siren_l = siren_r", m=0.95, u=0.00001, shared=True),
        Level("different", "ELSE", m=0.05, u=0.99999),
    ),
)

KEYS = (
    Key("email", "item", 40, each="emails"),
    Key("phone", "item", 40, each="phones"),
    Key("siren", "siren", 40, when="kind = 'organisation'"),
    Key("birth date and given name", "CAST(birth_date AS VARCHAR) || '|' || item", 20, each="circle"),
    Key("birth date and family name", "CAST(birth_date AS VARCHAR) || '|' || family", 20),
    # One given name in one town says less the more records there are: with an initial in common, four pairs of ten are left
    # among four million records, and as many of them are one client.
    Key(
        "postcode, given name and family initial",
        "postcode || '|' || item || '|' || left(family, 1)",
        40,
        each="circle",
    ),
    Key("postcode and given name", "postcode || '|' || item", 8, each="circle"),
    Key("postcode and family name", "postcode || '|' || family", 40),
    Key("street", "street || '|' || coalesce(street_number, '') || '|' || postcode", 40),
    Key("birth date and initial", "CAST(birth_date AS VARCHAR) || '|' || left(root, 1)", 6),
    Key("birth date and region", "CAST(birth_date AS VARCHAR) || '|' || left(postcode, 2)", 12),
    Key("house number, postcode and initial", "street_number || '|' || postcode || '|' || left(root, 1)", 12),
    Key("street in any town and initial", "street || '|' || street_number || '|' || left(root, 1)", 12),
    Key("company and given name", "company || '|' || item", 20, each="circle"),
    Key("company and family name", "company || '|' || family", 20),
    Key("organisation", "company", 40, when="kind = 'organisation'"),
    Key("full name", "family || '|' || item", 12, each="circle", when="length(given) > 1"),
    Key("swapped name", "least(given, family) || '|' || greatest(given, family)", 12, when="length(given) > 1"),
)

DEFAULT = Model(
    comparisons=(GIVEN, HOUSEHOLD, FAMILY, PLACE, EMAIL, PHONE, BIRTH_DATE, COMPANY, SIREN),
    keys=KEYS,
    prior=0.00002,
    threshold=0.5,
    repels=-5.0,
    records=100_000,
)
