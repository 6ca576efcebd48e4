"""The golden record of every client, by the declared rules: named steps, the same on every engine.

`visavis.clients.believing.golden` says the same of one client, with who says otherwise; a test holds them equal. They read the views
`records` and `members` (source, key, client).
"""

from visavis.clients.believing.survivorship import BARE, FILLED, RecordRules, Rule, Trusted
from visavis.engine.steps import Step, literal, step
from visavis.vocabulary import RecordKind

_SPACES = r"[ \t\n\f\r]+"
_ORGANISATION = literal(str(RecordKind.ORGANISATION))
_BETWEEN, _AFTER_PLACE = "chr(31)", "chr(30)"


def cleaned(text: str) -> str:
    """SQL of `text` with single spaces, none around; empty where it is null."""
    single = f"regexp_replace(coalesce({text}, ''), '{_SPACES}', ' ', 'g')"
    return f"regexp_replace({single}, '^ | $', '', 'g')"


def _joined(*columns: str) -> str:
    """SQL of those columns with a space between those that are filled."""
    return f"concat_ws(' ', {', '.join(f"nullif({column}, '')" for column in columns)})"


def same(text: str) -> str:
    """SQL of what two writings of `text` share."""
    written, bare = ("".join(map(chr, side)) for side in (BARE, BARE.values()))
    return f"translate(lower({text}), {literal(written)}, {literal(bare)})"


def _all_capitals(text: str) -> str:
    return f"CASE WHEN {text} = upper({text}) THEN 1 ELSE 0 END"


_TEXTS = ("given_name", "family_name", "company", "street", "postcode", "city", "country", "language")
_PERSON = _joined("given_name", "family_name")
_SHOWN = f"""CASE WHEN kind = {_ORGANISATION} THEN CASE WHEN written <> '' THEN written ELSE company END
    WHEN {_PERSON} <> '' THEN {_PERSON} ELSE written END"""


def said_steps() -> list[Step]:
    """`golden_said`: each record of each client, cleaned, with what ranks it: `filled` fields, and when it was `changed`."""
    filled = " + ".join(f"CASE WHEN r.{name} IS NULL THEN 0 ELSE 1 END" for name in FILLED)
    texts = ", ".join(f"{cleaned(f'r.{name}')} AS {name}" for name in _TEXTS)
    return [
        step(
            "golden_written",
            f"""SELECT m.client, r.source, r.key, r.kind, {texts}, {cleaned("r.name")} AS written, r.birth_date, r.emails, r.phones,
            {filled} AS filled, coalesce(r.updated_at, CAST(r.updated_on AS TIMESTAMP)) AS changed
            FROM members AS m JOIN records AS r ON m.source = r.source AND m.key = r.key""",
            "records with their client, cleaned",
        ),
        step(
            "golden_said", f"SELECT *, {_SHOWN} AS shown FROM golden_written", "records and how each calls its client"
        ),
    ]


_ADDRESS = _joined("street", "postcode", "city", "country")
_MISSING = " + ".join(f"CASE WHEN {name} = '' THEN 1 ELSE 0 END" for name in ("street", "postcode", "city"))
_NAMED = "2 * CASE WHEN given_name = '' OR family_name = '' THEN 1 ELSE 0 END"

Unit = tuple[str, str, str, str]
"""Which records tell it (a condition), the value, what is worse about a writing (0: nothing), and the columns taken."""

_UNITS: dict[str, Unit] = {
    "kind": ("kind IS NOT NULL", "kind", "0", "kind"),
    "name": ("shown <> '' AND NOT contains(shown, '@')", "shown", _all_capitals("shown"), "shown AS name"),
    "person": (
        f"{_PERSON} <> '' AND NOT contains({_PERSON}, '@') AND coalesce(kind, '') <> {_ORGANISATION}",
        _PERSON,
        f"{_NAMED} + {_all_capitals(_PERSON)}",
        "given_name, family_name",
    ),
    "company": ("company <> ''", "company", _all_capitals("company"), "company"),
    "address": (
        "(street <> '' OR postcode <> '' OR city <> '')",
        _ADDRESS,
        _MISSING,
        "street, postcode, city, country",
    ),
    "birth_date": ("birth_date IS NOT NULL", "CAST(birth_date AS VARCHAR)", "0", "birth_date"),
    "language": ("language <> ''", "language", "0", "language"),
}
_RULE_OF = {"kind": "name", "person": "name"}


def _rule(rules: RecordRules, unit: str) -> Rule:
    return rules.of(_RULE_OF.get(unit, unit))


_LATEST = "changed DESC NULLS LAST"
_LAST = "source, key"


def order_of(rule: Rule) -> str:
    """ORDER BY, best record first, over source, key, value, worse, agreeing, filled and changed."""
    if isinstance(rule, Trusted):
        places = " ".join(f"WHEN {literal(source)} THEN {place}" for place, source in enumerate(rule.trusted))
        return f"CASE source {places} ELSE {len(rule.trusted)} END, worse, filled DESC, {_LATEST}, {_LAST}"
    return {
        "most_recent": f"{_LATEST}, worse, filled DESC, {_LAST}",
        "most_frequent": f"agreeing DESC, worse, filled DESC, {_LATEST}, {_LAST}",
        "most_complete": f"worse, filled DESC, {_LATEST}, {_LAST}",
        "longest": f"length(value) DESC, worse, filled DESC, {_LATEST}, {_LAST}",
    }[rule]


def _agreeing(rule: Rule, same: str) -> str:
    return f"count(*) OVER (PARTITION BY client, {same})" if rule == "most_frequent" else "0"


def unit_steps(rules: RecordRules, units: tuple[str, ...] = tuple(_UNITS)) -> list[Step]:
    """`golden_<unit>` of each of `units`: client, its columns, and the record that won: `source` and `key`."""
    found = []
    for unit in units:
        told, value, worse, columns = _UNITS[unit]
        rule = _rule(rules, unit)
        found += [
            step(
                f"golden_{unit}_said",
                f"SELECT *, {_agreeing(rule, same('value'))} AS agreeing FROM (SELECT *, {value} AS value, {worse} AS worse "
                f"FROM golden_said WHERE {told}) AS s",
                f"records that tell {unit}",
            ),
            step(
                f"golden_{unit}",
                f"SELECT client, source, key, {columns} FROM (SELECT *, row_number() OVER (PARTITION BY client "
                f"ORDER BY {order_of(rule)}) AS place FROM golden_{unit}_said) AS ranked WHERE place = 1",
                f"{unit} of each client, from the record that the rule chooses",
            ),
        ]
        if unit == "address":
            found += _town_steps()
    return found


def _town_steps() -> list[Step]:
    """`golden_town`: the town of the address, in small letters where any record of the client writes it so."""
    return [
        step(
            "golden_towns_written",
            f"SELECT client, {same('city')} AS town, min(city) AS city FROM golden_said "
            f"WHERE city <> '' AND city <> upper(city) GROUP BY client, {same('city')}",
            "towns as they are written but for capitals",
        ),
        step(
            "golden_town",
            "SELECT a.client, CASE WHEN a.city = upper(a.city) THEN coalesce(t.city, a.city) ELSE a.city END AS city "
            f"FROM golden_address AS a LEFT JOIN golden_towns_written AS t ON a.client = t.client AND {same('a.city')} = t.town",
            "the town of each address",
        ),
    ]


def list_steps(rules: RecordRules) -> list[Step]:
    """`golden_emails` and `golden_phones`: client, the list, best first, and from whom each of it is."""
    found: list[Step] = []
    for unit in ("emails", "phones"):
        rule, value = _rule(rules, unit), cleaned("item")
        alike = "lower(value)" if unit == "emails" else "regexp_replace(value, '[^0-9+]', '', 'g')"
        found += [
            step(
                f"golden_{unit}_items",
                f"SELECT *, {value} AS value, 0 AS worse FROM (SELECT client, source, key, filled, changed, "
                f"unnest({unit}) AS item FROM golden_said) AS i",
                f"{unit} one by one",
            ),
            step(
                f"golden_{unit}_once",
                f"SELECT client, source, key, filled, changed, 0 AS worse, min(value) AS value, {alike} AS same "
                f"FROM golden_{unit}_items WHERE value <> '' GROUP BY client, source, key, filled, changed, {alike}",
                f"{unit} of each record, once",
            ),
            step(
                f"golden_{unit}_ranked",
                f"SELECT *, row_number() OVER (PARTITION BY client, same ORDER BY {order_of(rule)}, value) AS turn FROM "
                f"(SELECT *, {_agreeing(rule, 'same')} AS agreeing FROM golden_{unit}_once) AS s",
                f"who tells each of {unit} best",
            ),
            step(
                f"golden_{unit}_placed",
                f"SELECT client, value, source || '/' || key AS told_by, lpad(CAST(row_number() OVER (PARTITION BY client "
                f"ORDER BY {order_of(rule)}, value) AS VARCHAR), 6, '0') || {_AFTER_PLACE} AS place "
                f"FROM golden_{unit}_ranked WHERE turn = 1",
                f"{unit} in order",
            ),
            step(
                f"golden_{unit}",
                f"SELECT client, {_listed('value')} AS {unit}, {_listed('told_by')} AS {unit}_from "
                f"FROM golden_{unit}_placed GROUP BY client",
                f"{unit} of each client, and from whom",
            ),
        ]
    return found


def _listed(column: str) -> str:
    """The values of `column` as a list in the order of `place`."""
    joined = f"array_to_string(list_sort(list(place || {column})), {_BETWEEN})"
    return f"string_split(regexp_replace({joined}, '[0-9]{{6}}' || {_AFTER_PLACE}, '', 'g'), {_BETWEEN})"


def golden_steps(rules: RecordRules) -> list[Step]:
    """All steps up to `clients`: the columns of that table of the lake, one row per client."""
    units = ("kind", "name", "person", "company", "address", "birth_date", "language", "emails", "phones")
    joins = " ".join(
        f"LEFT JOIN golden_{unit} AS {unit[0]}_{unit} ON c.client = {unit[0]}_{unit}.client" for unit in units
    )

    def told(unit: str) -> str:
        alias = f"{unit[0]}_{unit}"
        return f"{alias}.source || '/' || {alias}.key"

    def filled(column: str) -> str:
        return f"nullif({column}, '')"

    return [
        *said_steps(),
        *unit_steps(rules),
        *list_steps(rules),
        *_differing_steps(),
        step(
            "golden_counted",
            "SELECT client, CAST(count(*) AS BIGINT) AS records, CAST(count(DISTINCT source) AS BIGINT) AS sources, "
            "CAST(max(changed) AS DATE) AS changed_on FROM golden_said GROUP BY client",
            "records and sources of each client",
        ),
        step(
            "clients",
            f"""SELECT 'c-' || CASE WHEN c.client < 1000000 THEN lpad(CAST(c.client AS VARCHAR), 6, '0')
            ELSE CAST(c.client AS VARCHAR) END AS client_id, k_kind.kind, n_name.name, {told("name")} AS name_from,
            {filled("p_person.given_name")} AS given_name, {filled("p_person.family_name")} AS family_name,
            c_company.company, {told("company")} AS company_from,
            {filled("a_address.street")} AS street, {filled("a_address.postcode")} AS postcode, {filled("t.city")} AS city,
            {filled("a_address.country")} AS country, {told("address")} AS address_from,
            b_birth_date.birth_date, {told("birth_date")} AS birth_date_from,
            l_language.language, {told("language")} AS language_from,
            e_emails.emails, e_emails.emails_from, p_phones.phones, p_phones.phones_from,
            c.records, c.sources, c.changed_on, d.differing
            FROM golden_counted AS c {joins} LEFT JOIN golden_town AS t ON c.client = t.client
            LEFT JOIN golden_differing AS d ON c.client = d.client""",
            "the golden record of each client",
        ),
    ]


def _differing_steps() -> list[Step]:
    parts = [
        f"SELECT client, {literal(unit)} AS unit FROM golden_{unit}_said GROUP BY client "
        f"HAVING min({same('value')}) <> max({same('value')})"
        for unit in ("name", "company", "address", "birth_date", "language")
    ]
    return [
        step("golden_differences", " UNION ALL ".join(parts), "of what records of one client say different things"),
        step(
            "golden_differing",
            f"SELECT client, string_split(array_to_string(list_sort(list(unit)), {_BETWEEN}), {_BETWEEN}) AS differing "
            "FROM golden_differences GROUP BY client",
            "the same, as a list",
        ),
    ]
