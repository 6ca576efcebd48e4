"""What becomes of each table of the lake where a client is erased: whose rows go, what of them stays, and why.

What a client *said* goes with them. What the company *did* stays, without the client: an order that was late was late. Conditions
and columns are DuckDB's SQL; `mark(kind, value)` and the table `gone` (digest) must stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from visavis.clients.marks import CONTACT, EVENT, FACT, FORM, RECORD, REFERENCE, TEXT, THREAD
from visavis.engine.steps import literal, quoted
from visavis.engine.tables import EXTRA
from visavis.mistakes import Words

NAMELESS = "erased-"
"""What begins the key of an event whose client was erased."""


def gone(kind: str, value: str) -> str:
    """SQL: whether `value` (SQL of a text) bears a mark."""
    return f"coalesce(mark({literal(kind)}, {value}) IN (SELECT digest FROM gone), false)"


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows where `when` holds go; or stay with other `values` (column to SQL) where there are any. `why` is told in the docs."""

    when: str
    why: Words
    values: dict[str, str] = field(default_factory=dict)


def _of_fact(table: str) -> str:
    named = f"{table} || '/' || source || '/' || key"
    return gone(FACT, named)


_SAID = Words(fr="ce que le client a dit part avec lui", en="what a client said goes with them")
_READ = Words(fr="lu dans ce que le client a dit", en="read in what a client said")
_LINKED = Words(fr="dit qui est qui", en="tells who is who")
_SPOKE = f"client_ref IS NULL AND ({gone(EVENT, 'about')}"
_HELD = (
    "len(list_intersect(list_transform(list_concat(coalesce(emails, []), coalesce(phones, [])), "
    f"lambda each: mark({literal(CONTACT)}, lower(trim(each)))), (SELECT list(digest) FROM gone))) > 0"
)
_PLAIN_STATUS = "CASE WHEN length(status) <= 40 AND NOT regexp_matches(status, '@|[0-9]{6}') THEN status END"
_NAMELESS = f"{literal(NAMELESS)} || substr(mark('key', {{0}}), 1, 24)"
_EVENT = f"({_of_fact(literal('events'))} OR {gone(REFERENCE, 'client_ref')} OR (client_ref IS NULL AND {gone(EVENT, 'about')}))"
_ABOUT = f"CASE WHEN {gone(EVENT, 'about')} THEN split_part(about, '/', 1) || '/' || {_NAMELESS.format('about')} END"
_OF_VERBATIM = _of_fact('"table"')
_OF_CASE = " OR ".join(_of_fact(literal(table)) for table in ("events", "exchanges", "ratings"))

EVENTS = Rule(
    _EVENT,
    Words(
        fr="ce que l’entreprise a fait reste, sans le client : type, dates, statut, équipe; clé, montant, champs en plus et lien partent",
        en="what the company did stays, without the client: type, dates, status, team; key, amount, extra fields and link go",
    ),
    {
        "key": _NAMELESS.format("source || '/' || key"),
        "about": _ABOUT,
        "client_ref": "CAST(NULL AS VARCHAR)",
        "status": _PLAIN_STATUS,
        "value": "CAST(NULL AS DOUBLE)",
        "unit": "CAST(NULL AS VARCHAR)",
    },
)

RULES: dict[str, Rule] = {
    "records": Rule(f"({gone(RECORD, "source || '/' || key")} OR {_HELD})", _LINKED),
    "exchanges": Rule(
        f"({_of_fact(literal('exchanges'))} OR {gone(REFERENCE, 'client_ref')} OR "
        f"({_SPOKE} OR {gone(THREAD, "source || '/' || thread")})))",
        _SAID,
    ),
    "ratings": Rule(f"({_of_fact(literal('ratings'))} OR {gone(REFERENCE, 'client_ref')} OR ({_SPOKE})))", _SAID),
    "events": EVENTS,
    "links": Rule(gone(RECORD, "source || '/' || key"), _LINKED),
    "clusters": Rule(gone(RECORD, "source || '/' || key"), _LINKED),
    **{
        name: Rule(
            f"({gone(RECORD, "source_l || '/' || key_l")} OR {gone(RECORD, "source_r || '/' || key_r")})", _LINKED
        )
        for name in ("edges", "doubts", "relations")
    },
    **{
        name: Rule(_OF_VERBATIM, _READ)
        for name in ("readings", "said", "personal", "alike", "routes", "fates", "topics")
    },
    "vectors": Rule(gone(TEXT, "text_md5"), _READ),
    "worded": Rule(gone(TEXT, "text_md5"), Words(fr="nos mots à ce client", en="our words to this client")),
    "word_uses": Rule(gone(TEXT, "text_md5"), Words(fr="nos mots à ce client", en="our words to this client")),
    "word_forms": Rule(
        f"({gone(FORM, 'form')} OR {gone(FORM, 'same_as')})",
        Words(fr="nos mots à ce client", en="our words to this client"),
    ),
    "commitments": Rule(_of_fact(literal("exchanges")), Words(fr="promis à ce client", en="promised to this client")),
    "cases": Rule(
        f"({_OF_CASE} OR {gone(REFERENCE, 'client_ref')})",
        Words(
            fr="recalculé à la prochaine exécution, sans le client", en="computed by the next run, without the client"
        ),
    ),
    "felt": Rule(f"({_OF_CASE} OR {gone(TEXT, 'md5(text)')})", _SAID),
    "examples": Rule(
        f"({gone(REFERENCE, 'ref')} OR {gone(EVENT, 'about')})",
        Words(fr="exemples nommés de mesures", en="named examples of measures"),
    ),
    "rejects": Rule(
        "len(list_intersect(list_concat("
        f"list_transform(regexp_extract_all(lower(value), '[^\\s;,\"<>]+'), lambda each: mark({literal(CONTACT)}, each)), "
        f"list_transform(regexp_extract_all(value, '[^\\s;,\"<>]+'), lambda each: mark({literal(RECORD)}, source || '/' || each))), "
        "(SELECT list(digest) FROM gone))) > 0",
        Words(fr="une ligne refusée du client", en="a rejected row of the client"),
    ),
}
"""Tables of which rows go, or lose what is personal."""

KEPT: dict[str, Words] = (
    {"clients": Words(fr="calculée quand on l’exporte, jamais gardée", en="computed when it is exported, never kept")}
    | {
        name: Words(fr="des comptes, sans personne", en="counts, without anybody")
        for name in ("tallies", "measures", "trends", "rising", "wording", "topic_kinds")
    }
    | {
        "wording_examples": Words(
            fr="écrit par cinq personnes à cinq clients au moins, dans les mêmes mots",
            en="written by five people or more to five clients or more, in the very same words",
        )
    }
)
"""Tables that stay as they are, and why."""


_TELLING = (("ratings", "score"), ("exchanges", "direction"), ("records", "emails"))
"""Of a log of cases: the table that it is folded into, and a column that tells so; any other becomes events."""


def rule_of(table: str, columns: Mapping[str, str]) -> Rule | None:
    """The rule for a file of `table` with those columns (name to DuckDB's type); logs are treated as the facts that they are
    folded into; None: the file stays as it is."""
    if table == "log":
        table = next((name for name, column in _TELLING if column in columns), "events")
    return _fitted(EVENTS, columns) if table == "events" else RULES.get(table)


def _fitted(rule: Rule, columns: Mapping[str, str]) -> Rule:
    """The rule with what the file's own columns ask for: of extra fields nothing but yes or no stays."""
    values = {name: sql for name, sql in rule.values.items() if name in columns}
    extra = [name for name, type_ in columns.items() if name.startswith(EXTRA) and type_ != "BOOLEAN"]
    return replace(rule, values=values | {name: f"CASE WHEN false THEN {quoted(name)} END" for name in extra})
