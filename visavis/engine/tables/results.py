"""What a run computed: what was refused, who is whom, which promises were kept, what was measured."""

from visavis.engine.tables.columns import CLIENT_REF, IDENTITY, STAFF, Column, Table, Type, moment, text

EXAMPLES = Table(
    "examples",
    "cases and clients that the figures of measures are about: the latest few of each, where they may be told",
    (
        text("name", "name of the measure"),
        text("kind", "kind of the measure"),
        text("grouping", "the team, class or log that the figure is about; null over all"),
        text("figure", "name of the figure"),
        Column("place", Type.INTEGER, "place on the list, from 1: the latest first"),
        text("ref", "the client, as facts refer to it"),
        text("about", "the case, as source/key; null where the figure is about clients"),
        text("on_day", "the day that places it in time, as YYYY-MM-DD"),
        text("note", "what else is told of it, as JSON"),
    ),
)
REJECTS = Table(
    "rejects",
    "rows that could not become facts: nothing is lost",
    (
        text("source", "name of the source"),
        text("file", "path of the file"),
        Column("line", Type.INTEGER, "line in the file where the row begins; null where the format has no lines"),
        text("column", "column that was refused; null where it is the whole row"),
        text("reason", "why, as a code"),
        text("value", "what stood there, cut at 500 characters"),
        text("fact", "the fact it was meant for, as table or table/type"),
    ),
)
LINKS = Table(
    "links",
    "which client each record belongs to",
    (
        *IDENTITY,
        text("client_id", "the client, minted once by the database"),
    ),
)
_SCORED = (
    text("source_l", "source of the first record"),
    text("key_l", "key of the first record"),
    text("source_r", "source of the second record"),
    text("key_r", "key of the second record"),
    Column("weight", Type.DECIMAL, "match weight: log2 of the Bayes factor, prior included"),
    Column("probability", Type.DECIMAL, "match probability, 0 to 1"),
    text("rule", "key or blocking rule that brought the pair together"),
    text("evidence", "JSON: weight of each comparison, in bits"),
    text("model", "version of the linking model"),
)
"""A pair of records as the model scored it."""

EDGES = Table(
    "edges",
    "pairs of records that the linking model scored, with the weight of each comparison",
    _SCORED,
)
CLUSTERS = Table(
    "clusters",
    "the partition that linking proposes; publish turns it into client ids",
    (
        *IDENTITY,
        text("cluster", "name of the cluster within this run only"),
    ),
)
DOUBTS = Table(
    "doubts",
    "pairs of records whose answer by a person would tell linking most, the first to be asked first",
    (
        Column("place", Type.INTEGER, "place in the queue, from 1"),
        *_SCORED,
        Column("together", Type.BOOLEAN, "whether linking holds them for one client: else it holds them for two"),
        Column("records", Type.INTEGER, "records that would change client if linking is wrong"),
        Column("facts", Type.INTEGER, "facts that would change client with them"),
        Column("gain", Type.DECIMAL, "uncertainty of the pair (0 to 1 bit) times log2 of 1 + what would change client"),
    ),
)
RELATIONS = Table(
    "relations",
    "relations between clients, which are not identity: who lives together, who works for whom; each named by one record",
    (
        text("kind", "household, works_for (the person first) or establishment (of the second)"),
        text("source_l", "source of the record that names the first client"),
        text("key_l", "key of the record that names the first client"),
        text("source_r", "source of the record that names the second client"),
        text("key_r", "key of the record that names the second client"),
        Column("evidence", Type.TEXTS, "what tells so: address, phone, company, domain, siren"),
        Column("n", Type.INTEGER, "how many records of both tell so, counted for each piece of evidence"),
    ),
)
CLIENTS = Table(
    "clients",
    "one client: what is believed of them, by the rules of record.yaml; computed when it is exported",
    (
        text("client_id", "the client, such as c-000123"),
        text("kind", "person or organisation"),
        text("name", "what the client is called"),
        text("name_from", "the record that says so, as `<source>/<key>`"),
        text("given_name", "given name"),
        text("family_name", "family name"),
        text("company", "the company that the person belongs to"),
        text("company_from", "the record that says so"),
        text("street", "street and number"),
        text("postcode", "postal code"),
        text("city", "city"),
        text("country", "country"),
        text("address_from", "the record that the whole address is from"),
        Column("birth_date", Type.DATE, "date of birth"),
        text("birth_date_from", "the record that says so"),
        text("language", "preferred language"),
        text("language_from", "the record that says so"),
        Column("emails", Type.TEXTS, "e-mail addresses, best first"),
        Column("emails_from", Type.TEXTS, "the record that each is from"),
        Column("phones", Type.TEXTS, "phone numbers, best first"),
        Column("phones_from", Type.TEXTS, "the record that each is from"),
        Column("records", Type.INTEGER, "records that describe the client"),
        Column("sources", Type.INTEGER, "sources that these are from"),
        Column("changed_on", Type.DATE, "the last change that a source tells of"),
        Column(
            "differing",
            Type.TEXTS,
            "of what sources say different things: name, company, address, birth_date, language",
        ),
    ),
)
CASES = Table(
    "cases",
    "one promise held against one fact",
    (
        text("promise", "name of the promise"),
        *IDENTITY,
        CLIENT_REF,
        text("team", "the team on the fact"),
        Column("on_day", Type.DATE, "the day that places the case in time: due, else happened"),
        Column("due_at", Type.TIMESTAMP, "due moment in UTC"),
        Column("due_on", Type.DATE, "due day, local"),
        Column("done_at", Type.TIMESTAMP, "done moment in UTC"),
        Column("done_on", Type.DATE, "done day, local"),
        text("outcome", "kept, late, partial, broken, open or untestable"),
        text("reason", "why untestable, as a code"),
        Column("n", Type.INTEGER, "how many cases the row stands for: 1, or a tally's count"),
    ),
)
FELT = Table(
    "felt",
    "what clients said of a case: ratings joined to the promise's cases",
    (
        text("promise", "name of the promise"),
        *IDENTITY,
        text("outcome", "outcome of the case"),
        Column("on_day", Type.DATE, "the day of the case"),
        Column("felt_on", Type.DATE, "the day the client said it"),
        Column("score", Type.DECIMAL, "score given"),
        Column("low", Type.DECIMAL, "lowest score of the scale"),
        Column("high", Type.DECIMAL, "highest score of the scale"),
        text("instrument", "what was asked"),
        text("text", "the client's words"),
    ),
)
MEASURES = Table(
    "measures",
    "declared measures: value, n, interval, period, method, one row per figure",
    (
        text("name", "name of the measure"),
        text("kind", "which kind of measure: concentration, delay, funnel …"),
        text("scope", "what it was computed over"),
        text("period", "year, month or day; null over all time"),
        text("grouping", "the team or class that the row is about; null over all"),
        text("figure", "which figure of the measure: value, stage, share …"),
        Column("position", Type.INTEGER, "order of the figure within its measure"),
        Column("value", Type.DECIMAL, "the figure; null where it can't be given"),
        Column("n", Type.INTEGER, "how many cases it rests on"),
        text("unit", "unit of the value"),
        Column("low", Type.DECIMAL, "lower end of the 95 % interval"),
        Column("high", Type.DECIMAL, "upper end of the 95 % interval"),
        text("method", "how value and interval were computed"),
        text("reason", "why there is no figure"),
    ),
)
COMMITMENTS = Table(
    "commitments",
    "what our own replies of late promise, found by a grammar: proposed to their author alone, without the words",
    (
        text("source", "source of the reply (exchanges)"),
        text("key", "key of the reply"),
        Column(
            "place", Type.INTEGER, "place among the promises of the reply, from 0 on; null: the reply promises nothing"
        ),
        Column("begin", Type.INTEGER, "first character of the sentence in the text"),
        Column("length", Type.INTEGER, "how many characters it has"),
        text("language", "fr or en"),
        text("kind", "firm, vague, conditional or soft; null: the reply promises nothing"),
        text("act", "call, reply, send, repair, refund, visit …"),
        *moment("due", "when it is due, where the words tell"),
        *moment("said", "when it was said"),
        *STAFF,
        text("canned", "MD5 of the sentence without numbers and capitals: the same canned sentence has the same"),
        text("text_md5", "MD5 of the text: a reply that did not change is not read again"),
        text("model", "version of the grammar, and the country of its holidays"),
    ),
)
