"""From columns to a proposal: which facts the rows are, how to read them, what only a person can tell."""

from collections.abc import Sequence

from visavis.mistakes import Mistake, Words
from visavis.sources.looking.columns import Column
from visavis.sources.looking.dates import DateOrder, decide_order
from visavis.sources.looking.events import propose_events
from visavis.sources.looking.exchanges import propose_exchange
from visavis.sources.looking.kinds import Kind
from visavis.sources.looking.loading import Loaded
from visavis.sources.looking.logs import find_log, propose_log
from visavis.sources.looking.missing import Marks
from visavis.sources.looking.proposal import Fact, Look, Part, Proposal, Question
from visavis.sources.looking.ratings import propose_ratings, scores_of
from visavis.sources.looking.records import embedded_record, propose_record
from visavis.sources.looking.roles import moments_of, names_in
from visavis.sources.looking.tallies import propose_tallies

FLAGS = ("--day-first", "--month-first")


def propose(look: Look, loaded: Sequence[Loaded], files: tuple[str, ...], day_first: bool | None = None) -> Proposal:
    """The proposal for one source; raises Mistake where the columns hold no fact that can be recognised."""
    facts, delivery = find_facts(look)
    if not facts:
        raise _no_facts(look)
    used = {name for fact in facts for name in _columns_of(fact)}
    order = decide_order({column.name: column.dates.written for column in look.columns if column.dates})
    questions, notes = _questions(order, day_first, look)
    return Proposal(
        look.name,
        files,
        read_options(look, order, day_first, used),
        delivery,
        tuple(facts),
        tuple(loaded),
        look.columns,
        questions,
        (*notes, *_notes(look)),
    )


def find_facts(look: Look) -> tuple[list[Fact], Part]:
    """The facts that the rows of `look` are, and how the files are delivered."""
    full = Part("full", Words(fr="tous les fichiers ensemble font foi", en="all files together are the truth"))
    if (tally := propose_tallies(look)) is not None:
        return [tally], full
    if (log := find_log(look)) is not None:
        return propose_log(look, log), Part("log", log.why)
    return _row_facts(look), full


def _row_facts(look: Look) -> list[Fact]:
    moments, scores = moments_of(look), scores_of(look)
    record = propose_record(look, moments)
    exchange = propose_exchange(look)
    event = propose_events(look)
    if exchange is not None and not scores:
        return [exchange, *_embedded(look, exchange)]
    if scores:
        return _scored(look, scores, event)
    if record is not None and not _happens(event, look):
        return [record]
    if event is not None:
        return [event, *_embedded(look, event)]
    return [record] if record is not None else []


def _scored(look: Look, scores: list[Column], event: Fact | None) -> list[Fact]:
    """Ratings alone, or beside the event of the same row where that is due, done or has a status."""
    if event is not None and {"due_at", "done_at", "status"} & set(event.fields) and event.key.value != "none":
        client = event.fields.get("client_ref")
        extra = {
            name: part
            for name, part in event.extra.items()
            if not names_in([part]) & {column.name for column in scores}
        }
        plain = Fact(event.table, event.key, event.fields, extra, event.where, event.fold, event.version_by)
        return [plain, *propose_ratings(look, scores, of_event=event.key, client=client), *_embedded(look, event)]
    ratings = propose_ratings(look, scores)
    return [*ratings, *_embedded(look, ratings[0])]


def _embedded(look: Look, fact: Fact) -> list[Fact]:
    record = embedded_record(look, fact.fields.get("client_ref"), moments_of(look))
    return [record] if record is not None else []


def _happens(event: Fact | None, look: Look) -> bool:
    """Whether an event says more than when a record was made: something due, done, with a status, or about something."""
    if event is None:
        return False
    told = set(event.fields) & {"due_at", "done_at", "about"}
    return bool(told) or ("status" in event.fields and "client_ref" in event.fields)


def _columns_of(fact: Fact) -> set[str]:
    names = names_in([fact.key, *fact.fields.values(), *fact.extra.values(), fact.version_by])
    if fact.fold is not None:
        names |= {fact.fold.value["by"], *fact.fold.value["order"]}
    return names


def read_options(look: Look, order: DateOrder, day_first: bool | None, used: set[str]) -> dict[str, Part]:
    """Only the reading options that matter for these files."""
    read: dict[str, Part] = {}
    loaded = look.loaded
    if loaded.encoding is not None:
        read["encoding"] = Part(loaded.encoding.name, loaded.encoding.why, loaded.encoding.sure)
    if loaded.dialect is not None:
        read["delimiter"] = Part(loaded.dialect.delimiter, loaded.dialect.why, loaded.dialect.sure)
        if not loaded.dialect.quoted:
            read["quote"] = Part("", Words(fr="les guillemets font partie du texte", en="quotes are part of the text"))
    if loaded.sheet is not None and len(loaded.sheets) > 1:
        read["sheet"] = Part(
            loaded.sheet,
            Words(fr="première feuille qui contient un tableau", en="the first sheet that holds a table"),
            sure=False,
        )
    if order.day_first is not None:
        read["day_first"] = Part(order.day_first, order.why)
    elif order.ask and day_first is not None:
        read["day_first"] = Part(day_first, Words(fr="répondu par une personne", en="answered by a person"))
    if (marks := _marks(look)).texts():
        read["missing"] = Part(marks.texts(), _mark_words(marks))
    if any(column.kind is Kind.DECIMAL and any("," in value for value in column.examples) for column in look.columns):
        read["decimal"] = Part(",", Words(fr="virgule décimale", en="decimal comma"))
    return read


def _marks(look: Look) -> Marks:
    found: dict[str, dict[str, int]] = {}
    for column in look.columns:
        typed = column.kind is not Kind.TEXT
        floor = 1 if typed else max(3, column.rows // 1000) if not column.is_free_text else column.rows // 20 + 1
        kept = {mark: count for mark, count in column.marks.items() if count >= floor}
        if kept:
            found[column.name] = kept
    return Marks(found)


def _mark_words(marks: Marks) -> Words:
    counted = [(mark, *marks.total(mark)) for mark in marks.texts()[:4]]
    return Words(
        fr="; ".join(f"« {mark} » {count} fois dans {columns} colonne(s)" for mark, count, columns in counted),
        en="; ".join(f"“{mark}” {count} times in {columns} column(s)" for mark, count, columns in counted),
    )


def _questions(order: DateOrder, day_first: bool | None, look: Look) -> tuple[tuple[Question, ...], tuple[Words, ...]]:
    if order.ask and day_first is None:
        return (Question(order.why, FLAGS),), ()
    if order.day_first is not None and day_first is not None and day_first != order.day_first:
        raise Mistake(
            Words(
                fr=f"les dates du fichier disent le contraire de {FLAGS[0] if day_first else FLAGS[1]}: {order.why.fr}",
                en=f"the dates in the file say the opposite of {FLAGS[0] if day_first else FLAGS[1]}: {order.why.en}",
            ),
            remedy=Words(fr="retirez ce drapeau", en="leave that flag out"),
            file=look.loaded.file,
        )
    return (), ()


def _notes(look: Look) -> list[Words]:
    notes = []
    if look.loaded.refused:
        notes.append(
            Words(
                fr=f"{look.loaded.refused} ligne(s) n’ont pas le bon nombre de colonnes: elles iront aux lignes écartées",
                en=f"{look.loaded.refused} row(s) have a wrong number of columns: they will go to the rejects",
            )
        )
    for column in look.columns:
        if column.odd:
            value, count = next(iter(column.odd.items()))
            notes.append(
                Words(
                    fr=f"{column.name}: {sum(column.odd.values())} valeur(s) sortent du type {column.kind.value}, p. ex. « {value[:40]} » ({count} fois)",
                    en=f"{column.name}: {sum(column.odd.values())} value(s) are no {column.kind.value}, such as “{value[:40]}” ({count} times)",
                )
            )
    return notes


def _no_facts(look: Look) -> Mistake:
    return Mistake(
        Words(
            fr="rien d’un client n’est reconnu ici: ni personne, ni date, ni note, ni message, ni décompte",
            en="nothing about clients is recognised here: no person, date, score, message or count",
        ),
        remedy=Words(
            fr="ce fichier n’est peut-être pas utile; sinon, écrivez sa source à la main: docs/reference/sources.md",
            en="this file may not be needed; else write its source by hand: docs/reference/sources.md",
        ),
        file=look.loaded.file,
    )
