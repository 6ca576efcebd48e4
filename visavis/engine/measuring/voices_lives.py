"""What became of each voice, as facts tell: from heard to confirmed by the client. Named steps, portable.

A voice is what a client said with words: an exchange that came in, or a rating. What counts for it happened after it, within a
window: that somebody saw, carried or corrected it in Visavis; a person's answer in its conversation or about the same event
(automatic acknowledgements are none); an event about the same thing; a commitment in such an answer; the thing it is about,
done. The client confirms by thanks or relief, or by a good rating of the same thing, after an answer or after it was done.

A voice stands at the furthest stage that a fact tells of. Moments are microseconds since 1970 (`…_us`). Where a fact gives
a day without time, a voice begins with that day, and what follows it happened by the end of its own.
"""

from visavis.engine.measuring.acknowledging import acknowledges
from visavis.engine.measuring.talking import CONTENT, CROSS, GLAD, IN, OUT
from visavis.engine.portable import MICROS, total
from visavis.engine.settling import Columns
from visavis.engine.steps import Step, literal, step
from visavis.engine.tables import Type
from visavis.vocabulary import Channel, CommitmentKind, Mark, Sentiment

OWN = literal("visavis")
"""The source that what people did in Visavis is read back as."""
SEEN, ROUTED, READ = "seen", "routed", "read"
"""Types of its events about voices: seen by a member of the team able to act; carried by a person; read, and corrected, by a person."""
STANDING = "standing"
"""Status of the gesture that holds, of several that carried one voice."""
ABOUT = "voice/"
"""What stands before the name of a voice in `about`."""
BAD = 0.5
"""Below this part of its scale, a rating says that it was not settled."""
ASKS = (Mark.URGENT, Mark.EXPECTATION, Mark.LEAVING, Mark.ANGER, Mark.DISAPPOINTMENT, Mark.WORRY, Mark.DISTRUST)
"""What a pleased voice shows where it asks for something all the same."""
BINDING = (CommitmentKind.FIRM, CommitmentKind.VAGUE, CommitmentKind.CONDITIONAL)
DAY, MINUTE = MICROS["day"], MICROS["minute"]
MOST_TEAMS = 9
"""Teams that one voice went through are counted up to here."""


def settled(name: str) -> dict[str, Columns]:
    """Steps that several others read, with their columns."""
    text, whole = Type.TEXT, Type.INTEGER
    own = tuple((each, text) for each in ("id", "source", "fact", "key", "thread", "about", "channel"))
    voice = (
        *own,
        ("us", whole),
        ("on_day", Type.DATE),
        *((each, whole) for each in ("timed", "glad", "cheerful", "cross")),
    )
    said = (*voice, ("team", text), ("rerouted", whole), ("followed", whole), ("until", whole))
    return {
        f"{name}_heard": voice,
        f"{name}_voices": said,
        f"{name}_replies": (
            *((each, text) for each in ("source", "key", "thread", "about", "team", "staff")),
            ("us", whole),
        ),
        f"{name}_signs": (*((each, text) for each in ("id", "kind", "team", "staff")), ("us", whole)),
        f"{name}_fates": (
            *((each, text) for each in ("id", "source", "fact", "key", "channel", "team", "state", "stage", "lost")),
            ("on_day", Type.DATE),
            *((each, whole) for each in ("us", "until", "timed", "rerouted", "answered", "teams", "answered_us")),
            *((f"{each}_us", whole) for each in MOMENTS),
        ),
    }  # fmt: skip


MOMENTS = ("read", "reached", "decided", "done", "told", "felt")
"""Stages after the first, each with the moment of the first fact that tells of it."""


def life_steps(name: str, *, within: int) -> list[Step]:
    """Steps to `<name>_fates`, a row for each voice: see `settled`. Over `exchanges`, `ratings`, `events`, `readings`, `routes` and
    `commitments`; facts count within `within` days.

    `team`: the team able to act, as people carried the voice, else as it was routed; null where none is sure. `state`: glad (it
    asks for nothing), unfollowed (nothing could tell what becomes of it), under_way (heard less than `within` days before its
    source ends), or followed. `lost`: why it went no further. `answered`, `rerouted`: 1 or 0; `teams`: how many it went through.
    """
    window = within * DAY
    return [*_heard(name), *_carried(name, window), *_signs(name, window), *_lives(name, window)]


def _heard(name: str) -> list[Step]:
    into = "coalesce(epoch_us(occurred_at), epoch_us(CAST(occurred_on AS TIMESTAMP))) AS us, occurred_on AS on_day"
    timed = "CASE WHEN occurred_at IS NULL THEN 0 ELSE 1 END AS timed"
    review, survey = literal(str(Channel.REVIEW)), literal(str(Channel.SURVEY))
    pleased = f"r.sentiment = {literal(str(Sentiment.POSITIVE))}"
    thanks = f"coalesce(list_contains(r.marks, {literal(str(Mark.THANKS))}), FALSE)"
    return [
        step(
            f"{name}_said",
            f"""SELECT source, 'exchanges' AS fact, key, coalesce(thread, reply_to, key) AS thread, about, channel, {into}, {timed}
            FROM exchanges WHERE direction = {IN} AND trim(text) <> '' AND NOT occurred_on IS NULL
            UNION ALL SELECT source, 'ratings', key, CAST(NULL AS VARCHAR), about,
            CASE WHEN instrument = {review} THEN {review} ELSE {survey} END, {into}, {timed}
            FROM ratings WHERE trim(text) <> '' AND NOT occurred_on IS NULL""",
            "what clients said in words",
        ),
        step(
            f"{name}_heard",
            f"""SELECT {literal(ABOUT)} || md5(concat_ws(chr(31), w.fact, w.source, '', w.key)) AS id, w.source, w.fact, w.key, w.thread,
            w.about, w.channel, w.us, w.on_day, w.timed,
            CASE WHEN {pleased} AND ({thanks} OR NOT ({_marked(ASKS)})) THEN 1 ELSE 0 END AS glad,
            CASE WHEN ({_marked(GLAD)}) AND NOT ({_marked(CROSS)}) THEN 1 ELSE 0 END AS cheerful,
            CASE WHEN {_marked(CROSS)} THEN 1 ELSE 0 END AS cross
            FROM {name}_said AS w LEFT JOIN readings AS r ON w.source = r.source AND w.fact = r."table" AND w.key = r.key""",
            "the same under the name that Visavis knows it by, and what it shows",
        ),
    ]  # fmt: skip


def _carried(name: str, window: int) -> list[Step]:
    kinds = ", ".join(map(literal, (SEEN, ROUTED, READ)))
    moment = "coalesce(epoch_us(occurred_at), epoch_us(CAST(occurred_on AS TIMESTAMP)))"
    return [
        step(
            f"{name}_gestures",
            f"""SELECT about AS id, type, team, staff, epoch_us(done_at) AS us, CASE WHEN type = {literal(ROUTED)} AND status = {literal(STANDING)}
            THEN 1 ELSE 0 END AS standing FROM events WHERE source = {OWN} AND type IN ({kinds}) AND NOT about IS NULL""",
            "what people did with voices in Visavis",
        ),
        step(
            f"{name}_standing",
            f"SELECT id, max(team) AS team FROM {name}_gestures WHERE standing = 1 GROUP BY id",
            "where people carried voices",
        ),
        step(f"{name}_since", f"SELECT min(us) AS since FROM {name}_gestures", "since when people tell Visavis what they do"),
        step(
            f"{name}_ends",
            f"""SELECT source, max(us) AS until FROM (SELECT source, {moment} AS us FROM exchanges UNION ALL
            SELECT source, {moment} FROM ratings) AS t GROUP BY source""",
            "until when each source tells",
        ),
        step(
            f"{name}_answering",
            f"SELECT DISTINCT source FROM exchanges WHERE direction = {OUT}",
            "sources that tell what we answer",
        ),
        step(
            f"{name}_voices",
            f"""SELECT h.*, CASE WHEN s.id IS NULL THEN o.team ELSE s.team END AS team, CASE WHEN s.id IS NULL THEN 0 ELSE 1 END AS rerouted,
            CASE WHEN h.source = {OWN} OR NOT h.about IS NULL OR NOT a.source IS NULL OR coalesce(h.us >= b.since - {window}, FALSE)
            THEN 1 ELSE 0 END AS followed, e.until
            FROM {name}_heard AS h JOIN {name}_ends AS e ON h.source = e.source CROSS JOIN {name}_since AS b
            LEFT JOIN {name}_answering AS a ON h.source = a.source LEFT JOIN {name}_standing AS s ON h.id = s.id
            LEFT JOIN routes AS o ON h.source = o.source AND h.fact = o."table" AND h.key = o.key""",
            "voices with the team able to act, and whether facts could tell what becomes of them",
        ),
    ]  # fmt: skip


def _signs(name: str, window: int) -> list[Step]:
    after = _by_the_end("occurred")
    binding = ", ".join(literal(str(kind)) for kind in BINDING)

    def within(rows: str, on: str) -> str:
        return f"FROM {name}_voices AS v JOIN {name}_{rows} AS x ON {on} WHERE x.us >= v.us AND x.us <= v.us + {window}"

    of_thread, of_case = "v.source = x.source AND v.thread = x.thread", "v.about = x.about"
    score = "(score - low) / (high - low)"
    return [
        step(
            f"{name}_replies",
            f"""SELECT source, key, coalesce(thread, reply_to, key) AS thread, about, team, staff, {after} AS us FROM exchanges
            WHERE direction = {OUT} AND NOT occurred_on IS NULL AND NOT {acknowledges("text")}""",
            "what persons of the company answered",
        ),
        step(
            f"{name}_promised",
            f"""SELECT r.source, r.thread, r.about, r.team, r.staff, r.us FROM {name}_replies AS r
            JOIN (SELECT DISTINCT source, key FROM commitments WHERE kind IN ({binding})) AS c ON r.source = c.source AND r.key = c.key""",
            "answers that promise something",
        ),
        step(
            f"{name}_finished",
            f"""SELECT e.source || '/' || e.key AS about, max({_by_the_end("done", "e")}) AS us FROM events AS e
            JOIN (SELECT DISTINCT source, coalesce(type, '') AS type FROM events WHERE NOT done_on IS NULL) AS f
            ON e.source = f.source AND coalesce(e.type, '') = f.type GROUP BY e.source || '/' || e.key HAVING count(e.done_on) = count(*)""",
            "when all of an event was done, of what ever tells that it is done",
        ),
        step(
            f"{name}_acts",
            f"""SELECT about, 'done' AS kind, CAST(NULL AS VARCHAR) AS team, CAST(NULL AS VARCHAR) AS staff, us FROM {name}_finished
            UNION ALL SELECT source || '/' || key, 'decided', team, staff, {_by_the_end("done")} FROM events WHERE NOT done_on IS NULL
            UNION ALL SELECT about, 'decided', team, staff, CASE WHEN occurred_on IS NULL THEN {_by_the_end("done")} ELSE {after} END FROM events
            WHERE NOT about IS NULL AND NOT coalesce(occurred_on, done_on) IS NULL
            UNION ALL SELECT about, 'done', team, staff, {_by_the_end("done")} FROM events
            WHERE source = {OWN} AND type = 'commitment' AND NOT about IS NULL AND NOT done_on IS NULL""",
            "what was undertaken and done, by what it is about",
        ),
        step(
            f"{name}_pleased",
            f"""SELECT about, CASE WHEN {score} >= {CONTENT} THEN 1 ELSE 0 END AS glad, {after} AS us FROM ratings
            WHERE high > low AND score >= low AND score <= high AND NOT about IS NULL AND NOT occurred_on IS NULL
            AND ({score} >= {CONTENT} OR {score} < {BAD})""",
            "how clients rated what a voice is about",
        ),
        step(
            f"{name}_signs",
            f"""SELECT v.id, 'seen' AS kind, x.team, x.staff, x.us {within("gestures", "v.id = x.id")}
            UNION ALL SELECT id, 'seen', received, staff, us FROM (SELECT v.id, v.us, e.team AS received, e.staff FROM {name}_voices AS v
            JOIN exchanges AS e ON v.source = e.source AND v.key = e.key WHERE v.source = {OWN} AND v.fact = 'exchanges') AS h
            UNION ALL SELECT v.id, 'answered', x.team, x.staff, x.us {within("replies", of_thread)}
            UNION ALL SELECT v.id, 'answered', x.team, x.staff, x.us {within("replies", of_case)}
            UNION ALL SELECT v.id, 'decided', x.team, x.staff, x.us {within("promised", of_thread)}
            UNION ALL SELECT v.id, 'decided', x.team, x.staff, x.us {within("promised", of_case)}
            UNION ALL SELECT v.id, x.kind, x.team, x.staff, x.us {within("acts", of_case)}
            UNION ALL SELECT v.id, CASE WHEN h.cheerful = 1 THEN 'glad' ELSE 'cross' END, NULL, NULL, h.us FROM {name}_voices AS v
            JOIN {name}_heard AS h ON v.source = h.source AND v.thread = h.thread
            WHERE h.us > v.us AND h.us <= v.us + {window} AND h.cheerful + h.cross > 0
            UNION ALL SELECT v.id, CASE WHEN x.glad = 1 THEN 'glad' ELSE 'cross' END, NULL, NULL, x.us {within("pleased", of_case)} AND x.us > v.us""",
            "every fact that tells something of what became of a voice",
        ),
    ]  # fmt: skip


def _lives(name: str, window: int) -> list[Step]:
    ours = "s.kind NOT IN ('glad', 'cross')"
    one = "CASE WHEN last_glad >= least(coalesce(answered_us, done_us), coalesce(done_us, answered_us)) AND coalesce(last_cross < last_glad, TRUE) THEN last_glad END"
    told = f"CASE WHEN last_answer >= done_us - {DAY} THEN greatest(last_answer, done_us) END"
    stage = """CASE WHEN NOT felt_us IS NULL THEN 'felt' WHEN NOT told_us IS NULL THEN 'told' WHEN NOT done_us IS NULL THEN 'done'
        WHEN NOT decided_us IS NULL THEN 'decided' WHEN NOT reached_us IS NULL THEN 'reached' WHEN NOT read_us IS NULL THEN 'read' ELSE 'heard' END"""
    lost = """CASE stage WHEN 'heard' THEN CASE WHEN team IS NULL THEN 'unsure' ELSE 'unread' END
        WHEN 'read' THEN CASE WHEN team IS NULL THEN 'unsure' WHEN others > 0 OR rerouted = 1 THEN 'elsewhere' ELSE 'unnamed' END
        WHEN 'reached' THEN CASE WHEN answered = 1 THEN 'answered' ELSE 'silent' END
        WHEN 'decided' THEN 'undone' WHEN 'done' THEN 'untold'
        WHEN 'told' THEN CASE WHEN last_cross IS NULL THEN 'silent' ELSE 'unhappy' END END"""
    return [
        step(
            f"{name}_lived",
            f"""SELECT v.id, min(CASE WHEN {ours} THEN s.us END) AS read_us, min(CASE WHEN {ours} AND s.team = v.team THEN s.us END) AS reached_us,
            min(CASE WHEN s.kind = 'answered' THEN s.us END) AS answered_us, max(CASE WHEN s.kind = 'answered' THEN s.us END) AS last_answer,
            min(CASE WHEN s.kind IN ('decided', 'done') THEN s.us END) AS decided_us, min(CASE WHEN s.kind = 'done' THEN s.us END) AS done_us,
            max(CASE WHEN s.kind = 'glad' THEN s.us END) AS last_glad, max(CASE WHEN s.kind = 'cross' THEN s.us END) AS last_cross,
            {total("CASE WHEN s.team <> v.team THEN 1 ELSE 0 END")} AS others, count(DISTINCT s.team) AS teams
            FROM {name}_voices AS v JOIN {name}_signs AS s ON v.id = s.id GROUP BY v.id""",
            "the first fact of each sort, for voices that facts tell anything of",
        ),
        step(
            f"{name}_ended",
            f"""SELECT v.*, l.read_us, l.reached_us, l.answered_us, l.decided_us, l.done_us, {told} AS told_us, {one} AS felt_us,
            CASE WHEN l.answered_us IS NULL THEN 0 ELSE 1 END AS answered, l.last_cross, coalesce(l.others, 0) AS others,
            CASE WHEN l.teams > {MOST_TEAMS} THEN {MOST_TEAMS} ELSE coalesce(l.teams, 0) END AS teams,
            CASE WHEN v.glad = 1 THEN 'glad' WHEN v.followed = 0 THEN 'unfollowed' WHEN v.us + {window} > v.until THEN 'under_way'
            ELSE 'followed' END AS state FROM {name}_voices AS v LEFT JOIN {name}_lived AS l ON v.id = l.id""",
            "the first fact that tells of each stage",
        ),
        step(
            f"{name}_fates",
            f"""SELECT id, source, fact, key, channel, team, state, stage, {lost} AS lost, on_day, us, until, timed, rerouted, answered, teams, answered_us,
            {", ".join(f"{each}_us" for each in MOMENTS)} FROM (SELECT e.*, {stage} AS stage FROM {name}_ended AS e) AS t""",
            "how far each voice came, and why no further",
        ),
    ]  # fmt: skip


def count_steps(name: str, *, within: int) -> list[Step]:
    """Out of `<name>_fates`: `<name>_counts` (team, channel, year, state, stage, lost, answered, rerouted, n), `<name>_reaches` (team,
    state, minutes, n: until the team able to act had those that were followed) and `<name>_spread` (team, sure, reached, teams, n),
    and `<name>_hands` (team, channel, year, state, timed, of_team, staff, n, voices, moments, which): who stands behind what became of
    them; `moments` is the sum of those of what they did, in seconds, `which` another number where they are other voices.

    State of `_reaches`: ended, waiting (until the window or its source ends), untimed. Minutes as in `talking`: to the minute
    within two days, to the hour within two weeks, to the day beyond.
    """
    still = f"least({within * DAY}, greatest(until - us, 0))"
    minutes = f"(CASE WHEN reached_us IS NULL THEN {still} ELSE reached_us - us END) // {MINUTE}"
    coarse = "CASE WHEN m < 2880 THEN m WHEN m < 20160 THEN m // 60 * 60 ELSE m // 1440 * 1440 END"
    state = "CASE WHEN timed = 0 THEN 'untimed' WHEN reached_us IS NULL THEN 'waiting' ELSE 'ended' END"
    year = "CAST(year(on_day) AS BIGINT)"
    at = len(ABOUT) + 1  # the name of a voice is a digest: its first letters are a number
    which = " + ".join(f"strpos('0123456789abcdef', substr(s.id, {at + place}, 1)) * {16**place}" for place in range(6))
    return [
        step(
            f"{name}_counts",
            f"""SELECT team, channel, {year} AS year, state, stage, lost, {total("answered")} AS answered, {total("rerouted")} AS rerouted,
            count(*) AS n FROM {name}_fates GROUP BY team, channel, {year}, state, stage, lost""",
            "how many voices came how far",
        ),
        step(
            f"{name}_reaches",
            f"""SELECT team, state, {coarse} AS minutes, count(*) AS n FROM (SELECT team, {state} AS state, {minutes} AS m FROM {name}_fates
            WHERE state = 'followed' AND NOT team IS NULL) AS t GROUP BY team, state, {coarse}""",
            "how long until the team able to act had it",
        ),
        step(
            f"{name}_spread",
            f"""SELECT team, CASE WHEN team IS NULL THEN 0 ELSE 1 END AS sure, CASE WHEN reached_us IS NULL THEN 0 ELSE 1 END AS reached, teams,
            count(*) AS n FROM {name}_fates WHERE state = 'followed' GROUP BY team, CASE WHEN team IS NULL THEN 0 ELSE 1 END,
            CASE WHEN reached_us IS NULL THEN 0 ELSE 1 END, teams""",
            "through how many teams voices went, and whether the right one was among them",
        ),
        step(
            f"{name}_hands",
            f"""SELECT f.team, f.channel, CAST(year(f.on_day) AS BIGINT) AS year, f.state, f.timed, s.team AS of_team, s.staff, count(*) AS n,
            count(DISTINCT s.id) AS voices, {total(f"s.us // {MICROS['second']}")} AS moments, {total(f"DISTINCT {which}")} AS which
            FROM {name}_fates AS f JOIN {name}_signs AS s ON f.id = s.id WHERE NOT coalesce(s.team, s.staff) IS NULL
            GROUP BY f.team, f.channel, CAST(year(f.on_day) AS BIGINT), f.state, f.timed, s.team, s.staff""",
            "who did something with voices",
        ),
    ]  # fmt: skip


def _by_the_end(stem: str, of: str = "") -> str:
    """SQL of a moment in microseconds, the end of its day where the day alone is known; `of` is the name of its rows."""
    at, on = (f"{of}.{stem}{end}" if of else f"{stem}{end}" for end in ("_at", "_on"))
    return f"coalesce(epoch_us({at}), epoch_us(CAST({on} + CAST(1 AS INTEGER) AS TIMESTAMP)))"


def _marked(marks: tuple[Mark, ...]) -> str:
    return " OR ".join(f"coalesce(list_contains(r.marks, {literal(str(mark))}), FALSE)" for mark in marks)
