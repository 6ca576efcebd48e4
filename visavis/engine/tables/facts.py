"""What happened, as sources told it."""

from visavis.engine.tables.columns import ABOUT, CLIENT_REF, IDENTITY, STAFF, Column, Table, Type, moment, text

RECORDS = Table(
    "records",
    "one source's idea of who someone is",
    (
        *IDENTITY,
        text("kind", "person or organisation; null where the source does not say"),
        text("given_name", "given name"),
        text("family_name", "family name"),
        text("name", "full name, or name of the organisation"),
        Column("emails", Type.TEXTS, "e-mail addresses"),
        Column("phones", Type.TEXTS, "phone numbers, E.164 where they can be read"),
        text("street", "street and number"),
        text("postcode", "postal code"),
        text("city", "city"),
        text("country", "country, ISO 3166 code where it can be read"),
        Column("birth_date", Type.DATE, "date of birth"),
        text("company", "the company this person belongs to"),
        Column("also_known_as", Type.TEXTS, "other ids of the same record, as `<source>/<key>`"),
        text("language", "preferred language"),
        *moment("updated", "last change in the source"),
    ),
    extra=True,
)
EXCHANGES = Table(
    "exchanges",
    "someone said something to someone",
    (
        *IDENTITY,
        text("thread", "the conversation it belongs to"),
        *moment("occurred", "when it was said"),
        text("direction", "in, out or internal"),
        text("channel", "mail, phone, chat, web, shop, visit, letter, survey, review, social or other"),
        CLIENT_REF,
        *STAFF,
        ABOUT,
        text("subject", "subject line"),
        text("text", "the words"),
        text("reply_to", "key of the exchange it answers"),
    ),
    extra=True,
)
EVENTS = Table(
    "events",
    "something happened, was due, was done",
    (
        *IDENTITY,
        text("type", "what kind of event"),
        ABOUT,
        *moment("occurred", "when it happened or began"),
        *moment("due", "when it was due"),
        *moment("done", "when it was done"),
        text("status", "status in the source"),
        CLIENT_REF,
        *STAFF,
        Column("value", Type.DECIMAL, "an amount"),
        text("unit", "unit of the amount"),
        Column("place", Type.INTEGER, "place of the row in its log, file after file; null outside logs"),
    ),
    extra=True,
)
RATINGS = Table(
    "ratings",
    "a score with its scale",
    (
        *IDENTITY,
        *moment("occurred", "when it was given"),
        text("instrument", "what was asked: nps, csat, review …"),
        Column("score", Type.DECIMAL, "the score given"),
        Column("low", Type.DECIMAL, "lowest score of the scale"),
        Column("high", Type.DECIMAL, "highest score of the scale"),
        CLIENT_REF,
        ABOUT,
        text("text", "the words that came with it"),
    ),
    extra=True,
)
TALLIES = Table(
    "tallies",
    "counted elsewhere",
    (
        *IDENTITY,
        text("type", "what was counted"),
        Column("period", Type.DATE, "first day of the period"),
        text("scope", "what it was counted for"),
        Column("population", Type.INTEGER, "how many there were"),
        Column("missed", Type.INTEGER, "how many missed"),
        text("flag", "why the tally is impossible (kept, and flagged); null where it is possible"),
    ),
    extra=True,
)
