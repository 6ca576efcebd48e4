"""What a run read in the words of clients, and found among them."""

from visavis.engine.tables.columns import Column, Table, Type, text

READINGS = Table(
    "readings",
    "what a verbatim says, read by the model; null is abstention",
    (
        text("source", "source of the fact"),
        text("table", "exchanges or ratings"),
        text("key", "key of the fact"),
        text("language", "fr or en; null where not known"),
        Column("language_p", Type.DECIMAL, "calibrated probability, 0 to 1"),
        text("sentiment", "negative, neutral, positive or mixed; null where the reader abstains"),
        Column("sentiment_p", Type.DECIMAL, "calibrated probability, 0 to 1"),
        text("theme", "theme; null where the reader abstains"),
        Column("theme_p", Type.DECIMAL, "calibrated probability, 0 to 1"),
        text("step", "step of the journey; null where the words name none, or the reader abstains"),
        Column("step_p", Type.DECIMAL, "calibrated probability, 0 to 1"),
        Column("themes", Type.TEXTS, "the theme and those of its sentences, surest first"),
        Column("marks", Type.TEXTS, "what else the words show: anger, urgent, leaving …; what is absent was not found"),
        text("marks_p", "JSON: calibrated probability of each mark, those of at least .05"),
        text(
            "evidence",
            "JSON: for each question answered and each mark, the words that carried it, as they stand in the text",
        ),
        text("model", "version of the reader"),
        text("text_md5", "MD5 of the text that was read: a text that did not change is not read again"),
    ),
)
SAID = Table(
    "said",
    "the sentences of each verbatim, each read for itself",
    (
        text("source", "source of the fact"),
        text("table", "exchanges or ratings"),
        text("key", "key of the fact"),
        Column("place", Type.INTEGER, "place of the sentence in its verbatim, from 0 on"),
        Column("begin", Type.INTEGER, "first character of the sentence in the original text"),
        Column("length", Type.INTEGER, "how many characters of the original text it has"),
        text("theme", "theme; null where the reader abstains"),
        Column("theme_p", Type.DECIMAL, "calibrated probability, 0 to 1"),
        text("sentiment", "negative, neutral, positive or mixed; null where the reader abstains"),
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
        text("text_md5", "MD5 of the text"),
        text("model", "version of the encoder"),
        Column("vector", Type.BLOB, "384 signed bytes: the direction of the vector, its largest number at 127"),
    ),
)
PERSONAL = Table(
    "personal",
    "where personal data stands in the words of exchanges (both sides) and ratings",
    (
        text("source", "source of the fact"),
        text("table", "exchanges or ratings"),
        text("key", "key of the fact"),
        text(
            "spans",
            "JSON [[begin, length, kind], …] in code points of the text without NUL; empty where there are none",
        ),
        text("subject_spans", "the same of the subject line"),
        text("text_md5", "MD5 of the text"),
        text(
            "made_of", "MD5 of text, subject and the client's names: where it did not change, nothing is searched again"
        ),
        text("model", "version of rules and lists, the home's country, digest of its people's names"),
    ),
)
ALIKE = Table(
    "alike",
    "verbatims that say almost word for word the same; those too short to tell have no row",
    (
        text("source", "source of the fact"),
        text("table", "exchanges or ratings"),
        text("key", "key of the fact"),
        text("group", "name of the group: the id of one of its facts, the same from run to run"),
        Column("size", Type.INTEGER, "how many verbatims are in the group; 1: like no other"),
        text("text_md5", "MD5 of the text"),
    ),
)
ROUTES = Table(
    "routes",
    "whom a verbatim is carried to: the team able to act, null where none is sure enough; and whom its thanks name",
    (
        text("source", "source of the fact"),
        text("table", "exchanges or ratings"),
        text("key", "key of the fact"),
        text("team", "the team able to act; null where none is sure enough"),
        Column("p", Type.DECIMAL, "calibrated probability of the likeliest team, 0 to 1"),
        text("reason", "JSON: the likeliest team, what speaks for it, the next ones"),
        text("thanked", "teams that the words thank, each between line breaks; null where none is named"),
    ),
)
FATES = Table(
    "fates",
    "what became of each verbatim that was followed: how far it came, and why no further",
    (
        text("source", "source of the fact"),
        text("table", "exchanges or ratings"),
        text("key", "key of the fact"),
        text("team", "the team able to act; null where none is sure enough"),
        text("state", "followed, or under_way: too young to be lost"),
        text("stage", "heard, read, reached, decided, done, told or felt: the furthest that a fact tells of"),
        text("lost", "why it came no further, as a code; null where the client confirmed"),
        Column("read_at", Type.TIMESTAMP, "when somebody first read it, UTC"),
        Column("reached_at", Type.TIMESTAMP, "when the team able to act first had it, UTC"),
        Column("answered_at", Type.TIMESTAMP, "when a person first answered, UTC"),
        Column("decided_at", Type.TIMESTAMP, "when something was first decided or promised, UTC"),
        Column("done_at", Type.TIMESTAMP, "when what it is about was done, UTC"),
        Column("told_at", Type.TIMESTAMP, "when the client was told, UTC"),
        Column("felt_at", Type.TIMESTAMP, "when the client confirmed, UTC"),
    ),
)
TOPICS = Table(
    "topics",
    "what each verbatim is about: the subject, of those discovered in the texts themselves, that it stands nearest",
    (
        text("source", "source of the fact"),
        text("table", "exchanges or ratings"),
        text("key", "key of the fact"),
        Column("topic", Type.INTEGER, "number of the topic, before people merged any; null where it is on none"),
        Column("topic_p", Type.DECIMAL, "probability that other texts of this kind would have placed it so, 0 to 1"),
        text("text_md5", "MD5 of the text"),
    ),
)
TOPIC_KINDS = Table(
    "topic_kinds",
    "the topics: numbers and names stay from run to run",
    (
        Column("topic", Type.INTEGER, "number; 0 is the centre of the space that they lie in, no topic"),
        text("name", "name, from its distinctive phrases; people may give another"),
        text("language", "language of most of its texts"),
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
        text("kind", "theme, mark or topic; all: every text"),
        text("name", "theme, mark, or number of the topic, before people merged any"),
        text("unit", "week or month"),
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
        text("kind", "theme, mark or topic"),
        text("name", "theme, mark, or number of the topic under which others stand that people merged"),
        text("unit", "week or month"),
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
