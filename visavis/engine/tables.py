"""Every lake table: its columns, their types, their meaning.

A *fact* table holds what happened, as sources told it; a *result* table holds what a run computed from facts.
Column types are few and mean the same on every engine. A moment stands in three columns, `X_at` (UTC, null where only the
date is known), `X_on` (the local day of the source) and `X_zone`. Declared extra fields are columns named `extra_<name>`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """The types a lake column may have."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    TEXTS = "texts"
    BLOB = "blob"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a lake table."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the lake; `extra` tells whether declared `extra_<name>` columns may follow."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    extra: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}")

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)


EXTRA = "extra_"
"""Prefix of the lake columns that hold declared extra fields (`extra.made_sla` in YAML is `extra_made_sla` here)."""


def _moment(stem: str, meaning: str) -> tuple[Column, ...]:
    return (
        Column(f"{stem}_at", Type.TIMESTAMP, f"{meaning}: the moment in UTC, null where only the date is known"),
        Column(f"{stem}_on", Type.DATE, f"{meaning}: the local day of the source"),
        Column(f"{stem}_zone", Type.TEXT, f"{meaning}: the time zone of the source"),
    )


def _text(name: str, meaning: str) -> Column:
    return Column(name, Type.TEXT, meaning)


_IDENTITY = (_text("source", "name of the source"), _text("key", "key of the fact in its source and type"))
_CLIENT_REF = _text(
    "client_ref", "the client: `record/<source>/<key>`, `email/<address>`, `phone/<E.164>` or `client/<id>`"
)
_ABOUT = _text("about", "the event this is about, as `<source>/<key>`")
_STAFF = (_text("team", "the team that acted"), _text("staff", "pseudonym of the employee who acted"))

RECORDS = Table(
    "records",
    "one source's idea of who someone is",
    (
        *_IDENTITY,
        _text("kind", "person or organisation; null where the source does not say"),
        _text("given_name", "given name"),
        _text("family_name", "family name"),
        _text("name", "full name, or name of the organisation"),
        Column("emails", Type.TEXTS, "e-mail addresses"),
        Column("phones", Type.TEXTS, "phone numbers, E.164 where they can be read"),
        _text("street", "street and number"),
        _text("postcode", "postal code"),
        _text("city", "city"),
        _text("country", "country, ISO 3166 code where it can be read"),
        Column("birth_date", Type.DATE, "date of birth"),
        _text("company", "the company this person belongs to"),
        Column("also_known_as", Type.TEXTS, "other ids of the same record, as `<source>/<key>`"),
        _text("language", "preferred language"),
        *_moment("updated", "last change in the source"),
    ),
    extra=True,
)
EXCHANGES = Table(
    "exchanges",
    "someone said something to someone",
    (
        *_IDENTITY,
        _text("thread", "the conversation it belongs to"),
        *_moment("occurred", "when it was said"),
        _text("direction", "in, out or internal"),
        _text("channel", "mail, phone, chat, web, shop, visit, letter, survey, review, social or other"),
        _CLIENT_REF,
        *_STAFF,
        _ABOUT,
        _text("subject", "subject line"),
        _text("text", "the words"),
        _text("reply_to", "key of the exchange it answers"),
    ),
    extra=True,
)
EVENTS = Table(
    "events",
    "something happened, was due, was done",
    (
        *_IDENTITY,
        _text("type", "what kind of event"),
        _ABOUT,
        *_moment("occurred", "when it happened or began"),
        *_moment("due", "when it was due"),
        *_moment("done", "when it was done"),
        _text("status", "status in the source"),
        _CLIENT_REF,
        *_STAFF,
        Column("value", Type.DECIMAL, "an amount"),
        _text("unit", "unit of the amount"),
        Column("place", Type.INTEGER, "place of the row in its log, file after file; null outside logs"),
    ),
    extra=True,
)
RATINGS = Table(
    "ratings",
    "a score with its scale",
    (
        *_IDENTITY,
        *_moment("occurred", "when it was given"),
        _text("instrument", "what was asked: nps, csat, review …"),
        Column("score", Type.DECIMAL, "the score given"),
        Column("low", Type.DECIMAL, "lowest score of the scale"),
        Column("high", Type.DECIMAL, "highest score of the scale"),
        _CLIENT_REF,
        _ABOUT,
        _text("text", "the words that came with it"),
    ),
    extra=True,
)
TALLIES = Table(
    "tallies",
    "counted elsewhere",
    (
        *_IDENTITY,
        _text("type", "what was counted"),
        Column("period", Type.DATE, "first day of the period"),
        _text("scope", "what it was counted for"),
        Column("population", Type.INTEGER, "how many there were"),
        Column("missed", Type.INTEGER, "how many missed"),
        _text("flag", "why the tally is impossible (kept, and flagged); null where it is possible"),
    ),
    extra=True,
)
REJECTS = Table(
    "rejects",
    "rows that could not become facts: nothing is lost",
    (
        _text("source", "name of the source"),
        _text("file", "path of the file"),
        Column("line", Type.INTEGER, "line in the file where the row begins; null where the format has no lines"),
        _text("column", "column that was refused; null where it is the whole row"),
        _text("reason", "why, as a code"),
        _text("value", "what stood there, cut at 500 characters"),
        _text("fact", "the fact it was meant for, as table or table/type"),
    ),
)
LINKS = Table(
    "links",
    "which client each record belongs to",
    (
        *_IDENTITY,
        _text("client_id", "the client, minted once by the database"),
    ),
)
EDGES = Table(
    "edges",
    "pairs of records that the linking model scored, with the weight of each comparison",
    (
        _text("source_l", "source of the first record"),
        _text("key_l", "key of the first record"),
        _text("source_r", "source of the second record"),
        _text("key_r", "key of the second record"),
        Column("weight", Type.DECIMAL, "match weight: log2 of the Bayes factor, prior included"),
        Column("probability", Type.DECIMAL, "match probability, 0 to 1"),
        _text("rule", "key or blocking rule that brought the pair together"),
        _text("evidence", "JSON: weight of each comparison, in bits"),
        _text("model", "version of the linking model"),
    ),
)
CLUSTERS = Table(
    "clusters",
    "the partition that linking proposes; publish turns it into client ids",
    (
        *_IDENTITY,
        _text("cluster", "name of the cluster within this run only"),
    ),
)
CASES = Table(
    "cases",
    "one promise held against one fact",
    (
        _text("promise", "name of the promise"),
        *_IDENTITY,
        _CLIENT_REF,
        _text("team", "the team on the fact"),
        Column("on_day", Type.DATE, "the day that places the case in time: due, else happened"),
        Column("due_at", Type.TIMESTAMP, "due moment in UTC"),
        Column("due_on", Type.DATE, "due day, local"),
        Column("done_at", Type.TIMESTAMP, "done moment in UTC"),
        Column("done_on", Type.DATE, "done day, local"),
        _text("outcome", "kept, late, partial, broken, open or untestable"),
        _text("reason", "why untestable, as a code"),
        Column("n", Type.INTEGER, "how many cases the row stands for: 1, or a tally's count"),
    ),
)
FELT = Table(
    "felt",
    "what clients said of a case: ratings joined to the promise's cases",
    (
        _text("promise", "name of the promise"),
        *_IDENTITY,
        _text("outcome", "outcome of the case"),
        Column("on_day", Type.DATE, "the day of the case"),
        Column("felt_on", Type.DATE, "the day the client said it"),
        Column("score", Type.DECIMAL, "score given"),
        Column("low", Type.DECIMAL, "lowest score of the scale"),
        Column("high", Type.DECIMAL, "highest score of the scale"),
        _text("instrument", "what was asked"),
        _text("text", "the client's words"),
    ),
)
READINGS = Table(
    "readings",
    "what a verbatim says, read by the model; null is abstention",
    (
        _text("source", "source of the fact"),
        _text("table", "exchanges or ratings"),
        _text("key", "key of the fact"),
        _text("language", "fr or en; null where not known"),
        Column("language_p", Type.DECIMAL, "calibrated probability, 0 to 1"),
        _text("sentiment", "negative, neutral, positive or mixed; null where the reader abstains"),
        Column("sentiment_p", Type.DECIMAL, "calibrated probability, 0 to 1"),
        _text("theme", "theme; null where the reader abstains"),
        Column("theme_p", Type.DECIMAL, "calibrated probability, 0 to 1"),
        _text("step", "step of the journey; null where the words name none, or the reader abstains"),
        Column("step_p", Type.DECIMAL, "calibrated probability, 0 to 1"),
        Column("themes", Type.TEXTS, "the theme and those of its sentences, surest first"),
        Column("marks", Type.TEXTS, "what else the words show: anger, urgent, leaving …; what is absent was not found"),
        _text("marks_p", "JSON: calibrated probability of each mark, those of at least .05"),
        _text(
            "evidence",
            "JSON: for each question answered and each mark, the words that carried it, as they stand in the text",
        ),
        _text("model", "version of the reader"),
        _text("text_md5", "MD5 of the text that was read: a text that did not change is not read again"),
    ),
)
SAID = Table(
    "said",
    "the sentences of each verbatim, each read for itself",
    (
        _text("source", "source of the fact"),
        _text("table", "exchanges or ratings"),
        _text("key", "key of the fact"),
        Column("place", Type.INTEGER, "place of the sentence in its verbatim, from 0 on"),
        Column("begin", Type.INTEGER, "first character of the sentence in the original text"),
        Column("length", Type.INTEGER, "how many characters of the original text it has"),
        _text("theme", "theme; null where the reader abstains"),
        Column("theme_p", Type.DECIMAL, "calibrated probability, 0 to 1"),
        _text("sentiment", "negative, neutral, positive or mixed; null where the reader abstains"),
        Column("sentiment_p", Type.DECIMAL, "calibrated probability, 0 to 1"),
        Column(
            "vector",
            Type.BLOB,
            "384 signed bytes, as in vectors; null where the verbatim is one sentence, or without encoder",
        ),
    ),
)
VECTORS = Table(
    "vectors",
    "the encoder's vector of each different text that was read; no rows where the encoder is not built",
    (
        _text("text_md5", "MD5 of the text"),
        _text("model", "version of the encoder"),
        Column("vector", Type.BLOB, "384 signed bytes: the direction of the vector, its largest number at 127"),
    ),
)
ROUTES = Table(
    "routes",
    "whom a verbatim is carried to: the team able to act, null where none is sure enough; and whom its thanks name",
    (
        _text("source", "source of the fact"),
        _text("table", "exchanges or ratings"),
        _text("key", "key of the fact"),
        _text("team", "the team able to act; null where none is sure enough"),
        Column("p", Type.DECIMAL, "calibrated probability of the likeliest team, 0 to 1"),
        _text("reason", "JSON: the likeliest team, what speaks for it, the next ones"),
        _text("thanked", "teams that the words thank, each between line breaks; null where none is named"),
    ),
)
MEASURES = Table(
    "measures",
    "declared measures: value, n, interval, period, method, one row per figure",
    (
        _text("name", "name of the measure"),
        _text("kind", "concentration, delay or funnel"),
        _text("scope", "what it was computed over"),
        _text("period", "year, month or day; null over all time"),
        _text("figure", "which figure of the measure: value, stage, share …"),
        Column("position", Type.INTEGER, "order of the figure within its measure"),
        Column("value", Type.DECIMAL, "the figure; null where it can't be given"),
        Column("n", Type.INTEGER, "how many cases it rests on"),
        _text("unit", "unit of the value"),
        Column("low", Type.DECIMAL, "lower end of the 95 % interval"),
        Column("high", Type.DECIMAL, "upper end of the 95 % interval"),
        _text("method", "how value and interval were computed"),
        _text("reason", "why there is no figure"),
    ),
)

WORDED = Table(
    "worded",
    "one of our own texts (to clients, among ourselves) as the word watch counts it; quotes, signature and HTML left out",
    (
        _text("text_md5", "MD5 of the text"),
        Column("words", Type.INTEGER, "its words"),
        _text(
            "form", "what canned replies share: MD5 of the body without names, days and numbers; empty for short texts"
        ),
        _text("opening", "how the body begins, numbers left out; empty where that is long"),
    ),
)
WORD_FORMS = Table(
    "word_forms",
    "what one of our own texts says beyond greeting, signature, names, days and numbers",
    (
        _text("form", "MD5 of its words"),
        _text("words", "its words"),
        _text("same_as", "form of the first of those that say almost the same; its own where it is like no other"),
    ),
)
WORD_USES = Table(
    "word_uses",
    "a watched word in one of our own texts",
    (
        _text("text_md5", "MD5 of the text"),
        _text("list", "name of the list"),
        _text("word", "the word or phrase of the list"),
        _text("sentence", "the sentence, numbers left out; empty where it is long"),
    ),
)
WORDING = Table(
    "wording",
    "how many messages of a team, of a channel or of all use a list of words, never told of fewer than five people",
    (
        _text("direction", "out or internal"),
        _text("dimension", "all, team or channel"),
        _text("value", "the team or the channel; empty for all"),
        _text("grain", "month, quarter or year"),
        Column("period", Type.DATE, "first day of the period"),
        _text("list", "name of the list; canned: replies that many got in the same form"),
        Column("people", Type.INTEGER, "how many people wrote, five at least"),
        Column("messages", Type.INTEGER, "their messages"),
        Column("words", Type.INTEGER, "words of these"),
        Column("used_in", Type.INTEGER, "messages that use the list"),
        Column("uses", Type.INTEGER, "uses in all"),
        Column("share", Type.DECIMAL, "used_in / messages"),
        Column("low", Type.DECIMAL, "lower end of Wilson's 95 % interval of the share"),
        Column("high", Type.DECIMAL, "upper end of Wilson's 95 % interval of the share"),
        Column("per_thousand", Type.DECIMAL, "uses per 1,000 words"),
    ),
)
WORDING_EXAMPLES = Table(
    "wording_examples",
    "sentences that five people or more wrote to five clients or more in the very same words",
    (
        _text("direction", "out or internal"),
        _text("list", "name of the list; canned: how a canned reply begins"),
        _text("sentence", "the sentence, numbers left out"),
        Column("messages", Type.INTEGER, "messages that hold it"),
        Column("people", Type.INTEGER, "how many people wrote it, five at least"),
    ),
)

PERSONAL = Table(
    "personal",
    "where personal data stands in the words of exchanges (both sides) and ratings",
    (
        _text("source", "source of the fact"),
        _text("table", "exchanges or ratings"),
        _text("key", "key of the fact"),
        _text(
            "spans",
            "JSON [[begin, length, kind], …] in code points of the text without NUL; empty where there are none",
        ),
        _text("subject_spans", "the same of the subject line"),
        _text("text_md5", "MD5 of the text"),
        _text(
            "made_of", "MD5 of text, subject and the client's names: where it did not change, nothing is searched again"
        ),
        _text("model", "version of rules and lists, the home's country, digest of its people's names"),
    ),
)
ALIKE = Table(
    "alike",
    "verbatims that say almost word for word the same; those too short to tell have no row",
    (
        _text("source", "source of the fact"),
        _text("table", "exchanges or ratings"),
        _text("key", "key of the fact"),
        _text("group", "name of the group: the id of one of its facts, the same from run to run"),
        Column("size", Type.INTEGER, "how many verbatims are in the group; 1: like no other"),
        _text("text_md5", "MD5 of the text"),
    ),
)

TOPICS = Table(
    "topics",
    "what each verbatim is about: the subject, of those discovered in the texts themselves, that it stands nearest",
    (
        _text("source", "source of the fact"),
        _text("table", "exchanges or ratings"),
        _text("key", "key of the fact"),
        Column("topic", Type.INTEGER, "number of the topic, before people merged any; null where it is on none"),
        Column("topic_p", Type.DECIMAL, "probability that other texts of this kind would have placed it so, 0 to 1"),
        _text("text_md5", "MD5 of the text"),
    ),
)
TOPIC_KINDS = Table(
    "topic_kinds",
    "the topics: numbers and names stay from run to run",
    (
        Column("topic", Type.INTEGER, "number; 0 is the centre of the space that they lie in, no topic"),
        _text("name", "name, from its distinctive phrases; people may give another"),
        _text("language", "language of most of its texts"),
        Column("phrases", Type.TEXTS, "distinctive phrases, the best first"),
        Column("texts", Type.INTEGER, "how many different texts it was learnt from"),
        Column("parent", Type.INTEGER, "the topic it is a part of, where people had one split; else null"),
        Column("centroid", Type.BLOB, "its direction, 16-bit floats"),
    ),
)
TRENDS = Table(
    "trends",
    "how often clients speak of each thing, period by period",
    (
        _text("kind", "theme, mark or topic; all: every text"),
        _text("name", "theme, mark, or number of the topic, before people merged any"),
        _text("unit", "week or month"),
        Column("period", Type.DATE, "first day of the period"),
        Column("complete", Type.BOOLEAN, "false where facts begin or end within the period"),
        Column("count", Type.INTEGER, "texts that speak of it"),
        Column("n", Type.INTEGER, "all texts of the period"),
    ),
)
RISING = Table(
    "rising",
    "what rises: the last periods of each thing against its own past",
    (
        _text("kind", "theme, mark or topic"),
        _text("name", "theme, mark, or number of the topic under which others stand that people merged"),
        _text("unit", "week or month"),
        Column("rises", Type.BOOLEAN, "whether it rises; null where there is too little past to tell"),
        Column(
            "since",
            Type.DATE,
            "first day of the period in which it most likely stepped up; null where it does not rise",
        ),
        Column("periods", Type.INTEGER, "length of the window that tells most, in periods"),
        Column("count", Type.INTEGER, "texts of the window that speak of it"),
        Column("n", Type.INTEGER, "all texts of the window"),
        Column("share", Type.DECIMAL, "count / n"),
        Column("low", Type.DECIMAL, "lower end of the 95 % interval of share"),
        Column("high", Type.DECIMAL, "upper end"),
        Column("expected", Type.DECIMAL, "share expected from its past, channel by channel"),
        Column("p", Type.DECIMAL, "one-sided probability of so many, if nothing rose"),
        Column("level", Type.DECIMAL, "the p from which on it is told: 5 % over all that is looked at in a year"),
        Column("seasonal", Type.BOOLEAN, "whether the same season of the year before was compared with, too"),
    ),
)

COMMITMENTS = Table(
    "commitments",
    "what our own replies of late promise, found by a grammar: proposed to their author alone, without the words",
    (
        _text("source", "source of the reply (exchanges)"),
        _text("key", "key of the reply"),
        Column(
            "place", Type.INTEGER, "place among the promises of the reply, from 0 on; null: the reply promises nothing"
        ),
        Column("begin", Type.INTEGER, "first character of the sentence in the text"),
        Column("length", Type.INTEGER, "how many characters it has"),
        _text("language", "fr or en"),
        _text("kind", "firm, vague, conditional or soft; null: the reply promises nothing"),
        _text("act", "call, reply, send, repair, refund, visit …"),
        *_moment("due", "when it is due, where the words tell"),
        *_moment("said", "when it was said"),
        *_STAFF,
        _text("canned", "MD5 of the sentence without numbers and capitals: the same canned sentence has the same"),
        _text("text_md5", "MD5 of the text: a reply that did not change is not read again"),
        _text("model", "version of the grammar, and the country of its holidays"),
    ),
)

FACTS = {table.name: table for table in (RECORDS, EXCHANGES, EVENTS, RATINGS, TALLIES)}
RESULTS = {
    table.name: table
    for table in (
        REJECTS,
        EDGES,
        CLUSTERS,
        LINKS,
        READINGS,
        SAID,
        VECTORS,
        PERSONAL,
        ALIKE,
        ROUTES,
        CASES,
        FELT,
        COMMITMENTS,
        MEASURES,
        WORDED,
        WORD_FORMS,
        WORD_USES,
        WORDING,
        WORDING_EXAMPLES,
        TOPICS,
        TOPIC_KINDS,
        TRENDS,
        RISING,
    )
}
ALL = FACTS | RESULTS
