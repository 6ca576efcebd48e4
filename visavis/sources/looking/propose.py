"""From columns to a proposal: which facts the rows are, how to read them, what only a person can tell."""

from collections.abc import Sequence

from visavis.mistakes import Mistake, Words
from visavis.sources.looking.columns import Column
from visavis.sources.looking.dates import DateOrder, decide_order
from visavis.sources.looking.events import propose_events
from visavis.sources.looking.exchanges import propose_exchanges
from visavis.sources.looking.loading import Loaded
from visavis.sources.looking.logs import find_log, propose_log
from visavis.sources.looking.names import Idea
from visavis.sources.looking.proposal import Fact, Look, Part, Proposal, Question
from visavis.sources.looking.ratings import propose_ratings, scores_of
from visavis.sources.looking.reading import needs_zone, notes_on, read_options
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
        (*notes, *notes_on(look, used)),
        needs_zone(look, used),
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
    exchanges = propose_exchanges(look)
    event = propose_events(look)
    if exchanges and not scores:
        return [*exchanges, *(_embedded(look, exchanges[0]) if len(exchanges) == 1 else [])]
    if scores:
        return _scored(look, scores, event)
    if record is not None and not _happens(event, look):
        return [record]
    if event is not None:
        return [event, *_embedded(look, event)]
    return [record] if record is not None else []


def _scored(look: Look, scores: list[Column], event: Fact | None) -> list[Fact]:
    """Ratings alone, or beside the event of the same row where that is due, done or has a status."""
    if event is not None and event.key.value != "none" and _is_case(look, event):
        client, when = event.fields.get("client_ref"), event.fields.get("done_at", event.fields.get("occurred_at"))
        extra = {
            name: part
            for name, part in event.extra.items()
            if not names_in([part]) & {column.name for column in scores}
        }
        plain = Fact(event.table, event.key, event.fields, extra, event.where, event.fold, event.version_by)
        return [
            plain,
            *propose_ratings(look, scores, of_event=event.key, client=client, when=when),
            *_embedded(look, event),
        ]
    ratings = propose_ratings(look, scores)
    return [*ratings, *_embedded(look, ratings[0])]


def _is_case(look: Look, event: Fact) -> bool:
    """Whether the row is a case of its own, beside its score: due, with a status, or done (being answered is not that)."""
    done = names_in([event.fields.get("done_at")])
    answered = all(Idea.ANSWER in look.named(name).ideas for name in done)
    return bool({"due_at", "status"} & set(event.fields)) or bool(done and not answered)


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


def _no_facts(look: Look) -> Mistake:
    return Mistake(
        Words(
            fr="rien d’un client n’est reconnu ici: ni personne, ni date, ni note, ni message, ni décompte",
            en="nothing about clients is recognised here: no person, date, score, message or count",
        ),
        remedy=Words(
            fr="ce fichier n’est peut-être pas utile; sinon, vérifiez que sa première ligne nomme les colonnes",
            en="this file may not be needed; else check that its first line names the columns",
        ),
        file=look.loaded.file,
    )
