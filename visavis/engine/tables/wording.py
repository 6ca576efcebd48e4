"""What a run counted in our own words."""

from visavis.engine.tables.columns import Column, Table, Type, text

WORDED = Table(
    "worded",
    "one of our own texts (to clients, among ourselves) as the word watch counts it; quotes, signature and HTML left out",
    (
        text("text_md5", "MD5 of the text"),
        Column("words", Type.INTEGER, "its words"),
        text(
            "form", "what canned replies share: MD5 of the body without names, days and numbers; empty for short texts"
        ),
        text("opening", "how the body begins, numbers left out; empty where that is long"),
    ),
)
WORD_FORMS = Table(
    "word_forms",
    "what one of our own texts says beyond greeting, signature, names, days and numbers",
    (
        text("form", "MD5 of its words"),
        text("words", "its words"),
        text("same_as", "form of the first of those that say almost the same; its own where it is like no other"),
    ),
)
WORD_USES = Table(
    "word_uses",
    "a watched word in one of our own texts",
    (
        text("text_md5", "MD5 of the text"),
        text("list", "name of the list"),
        text("word", "the word or phrase of the list"),
        text("sentence", "the sentence, numbers left out; empty where it is long"),
    ),
)
WORDING = Table(
    "wording",
    "how many messages of a team, of a channel or of all use a list of words, never told of fewer than five people",
    (
        text("direction", "out or internal"),
        text("dimension", "all, team or channel"),
        text("value", "the team or the channel; empty for all"),
        text("grain", "month, quarter or year"),
        Column("period", Type.DATE, "first day of the period"),
        text("list", "name of the list; canned: replies that many got in the same form"),
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
        text("direction", "out or internal"),
        text("list", "name of the list; canned: how a canned reply begins"),
        text("sentence", "the sentence, numbers left out"),
        Column("messages", Type.INTEGER, "messages that hold it"),
        Column("people", Type.INTEGER, "how many people wrote it, five at least"),
    ),
)
