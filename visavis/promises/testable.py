"""What would test a promise that a document makes: facts of a kind that its words name, or why no fact of the home does."""

import re
from typing import Any

from visavis.engine.reading.commitments import Content
from visavis.engine.reading.deadlines import Deadline
from visavis.mistakes import Words
from visavis.promises.candidates import FEWEST, ascii_of, felt_of, where_of
from visavis.promises.documents import Found
from visavis.promises.trial import PastData
from visavis.sources.wording import noun_words

KINDS = {
    "delivery": ("livr", "deliver", "colis", "parcel", "expedi", "ship", "commande", "order"),
    "refund": ("rembours", "refund", "retour", "return"),
    "reply": ("repons", "repl", "answer", "respon", "message", "mail", "question", "reclam", "complaint", "contact", "demande", "request", "ticket"),
    "complaint": ("reclam", "complaint", "litige", "ticket"),
    "call": ("rappel", "call", "appel"),
    "intervention": ("interven", "visit", "rendez", "appointment", "depann", "technic"),
    "incident": ("incident", "panne", "outage", "ticket"),
    "repair": ("repar", "repair", "garanti", "warranty", "sav", "depann", "panne", "incident"),
    "exchange": ("echang", "exchang", "remplac", "replac", "retour", "return"),
    "quote": ("devis", "quot"),
    "installation": ("instal", "mise-en-service", "mise_en_service", "raccord", "activ", "setup"),
    "file": ("dossier", "demande", "request", "ticket", "case", "file"),
}  # fmt: skip
"""By what is done for a client, how kinds of events that tell of it begin; the more special first."""
STEPS = {
    "reply": ("repons", "repl", "answer", "respon"),
    "complaint": ("repons", "repl", "answer", "respon", "resol"),
    "call": ("rappel", "call"),
    "incident": ("prise", "take", "charge", "acknowl"),
    "refund": ("rembours", "refund"),
    "delivery": ("livr", "deliver", "expedi", "ship"),
    "intervention": ("interven", "visit", "arriv"),
    "exchange": ("echang", "exchang", "remplac", "replac"),
    "repair": ("repar", "repair", "resol", "retabli"),
}
"""Kinds of events that end the wait begun by another one."""
DONE = {
    "delivery": Words(fr="une livraison", en="a delivery"),
    "refund": Words(fr="un remboursement", en="a refund"),
    "reply": Words(fr="une réponse", en="a reply"),
    "complaint": Words(fr="une réclamation", en="a complaint"),
    "call": Words(fr="un rappel", en="a call back"),
    "intervention": Words(fr="une intervention", en="a visit"),
    "incident": Words(fr="un incident", en="an incident"),
    "repair": Words(fr="une réparation", en="a repair"),
    "exchange": Words(fr="un échange", en="an exchange"),
    "quote": Words(fr="un devis", en="a quote"),
    "installation": Words(fr="une installation", en="an installation"),
    "file": Words(fr="une demande", en="a request"),
}
BECAUSE = {
    Content.AMOUNT: Words(
        fr="vos fichiers ne disent pas à quels clients cette somme était due, ni à qui elle fut versée",
        en="your files do not tell which clients this money was due to, nor who received it",
    ),
    Content.RIGHT: Words(
        fr="un droit se vérifie sur les demandes des clients qui l’ont exercé, et aucun de vos fichiers ne les donne",
        en="a right is tested on the requests of clients who used it, and none of your files has them",
    ),
    Content.LEVEL: Words(
        fr="vos fichiers ne mesurent pas ce niveau, période après période",
        en="your files do not measure this level, period after period",
    ),
}

Test = dict[str, Any]


def test_of(found: Found, past: PastData, country: str | None) -> tuple[Test, Words] | Words:
    """The test, and what it takes for granted; or why the facts can't test it. `country` gives public holidays."""
    commitment = found.commitment
    if commitment.content is not Content.DELAY or commitment.deadline is None:
        return BECAUSE[commitment.content]
    if not commitment.about:
        return Words(
            fr="la phrase ne dit pas assez de quoi ce délai est le délai",
            en="the sentence does not say clearly what this time is for",
        )
    due = _due(commitment.deadline, country)
    if isinstance(due, Words):
        return due
    row = _fitting(commitment.about, commitment.deadline, past)
    if row is None:
        done = DONE[commitment.about]
        return Words(
            fr=f"aucun de vos fichiers ne dit à la fois quand attendre {done.fr} et quand c’est fait",
            en=f"none of your files tells both when to expect {done.en} and when it is done",
        )
    test: Test = {"over": "events", "where": where_of(past, row), "due": due}
    test["done"] = {"event": {"type": row["step"]}} if row["step"] else "done_at"
    if due == "due_at":
        test["by"] = "day"
    return test | felt_of(past, row), _granted(row, due)


def _due(deadline: Deadline, country: str | None) -> Words | str | dict[str, str]:
    if deadline.within is None:
        return "due_at"
    within = {"after": "occurred_at", "within": deadline.within}
    if "business" not in deadline.within:
        return within
    if "day" not in deadline.within:
        return Words(
            fr="des heures ouvrées ne se comptent qu’avec vos horaires d’ouverture, que la phrase ne donne pas",
            en="business hours can be counted only with your opening hours, which the sentence does not give",
        )
    return within | ({"calendar": country} if country else {}) | ({"hours": "Mon-Sat"} if deadline.saturdays else {})


def _granted(row: dict[str, Any], due: str | dict[str, str]) -> Words:
    noun = noun_words(row["type"])
    if due == "due_at":
        return Words(
            fr=f"vérifiable par la date prévue et la date de fin de « {noun.fr} »",
            en=f"it can be tested by the due date and the done date of “{noun.en}”",
        )
    last = noun_words(row["step"]) if row["step"] else Words(fr="sa fin", en="its end")
    return Words(
        fr=f"vérifiable du début de « {noun.fr} » à {f'« {last.fr} »' if row['step'] else last.fr}: voyez si le délai part bien de là",
        en=f"it can be tested from the start of “{noun.en}” to {f'“{last.en}”' if row['step'] else last.en}: see whether the clock starts there",
    )


def _fitting(about: str, deadline: Deadline, past: PastData) -> dict[str, Any] | None:
    """The kind of events that tells best: named by the words, with both ends known, most cases first."""
    steps, whole = _steps(about, deadline, past), _whole(about, deadline, past)
    # a ticket ends long after it was answered: where an event tells of the answer itself, it counts
    first = [*steps, *whole] if about in ("reply", "complaint", "call", "incident") else [*whole, *steps]
    return first[0] if first else None


def _whole(about: str, deadline: Deadline, past: PastData) -> list[dict[str, Any]]:
    start, end = ("due_on", "done_on") if deadline.within is None else ("occurred_on", "done_on")
    if deadline.within is not None and "day" not in deadline.within:
        start, end = "occurred_at", "done_at"
    rows = past.at.runner.rows(
        f"""SELECT source, type, count(*) AS n FROM events WHERE NOT type IS NULL AND NOT {start} IS NULL
        GROUP BY source, type HAVING count({end}) >= {FEWEST} ORDER BY n DESC, source, type"""
    )
    return _named([row | {"step": None} for row in rows], "type", KINDS[about])


def _steps(about: str, deadline: Deadline, past: PastData) -> list[dict[str, Any]]:
    if deadline.within is None or about not in STEPS:
        return []
    known = "on" if "day" in deadline.within else "at"
    rows = past.at.runner.rows(
        f"""SELECT f.source, f.type, e.type AS step, count(DISTINCT f.key) AS n FROM events AS f
        JOIN events AS e ON e.about = f.source || '/' || f.key WHERE NOT f.occurred_{known} IS NULL
        AND NOT e.occurred_{known} IS NULL AND NOT e.type IS NULL AND NOT f.type IS NULL
        GROUP BY f.source, f.type, e.type HAVING count(DISTINCT f.key) >= {FEWEST} ORDER BY n DESC, f.source, f.type, e.type"""
    )
    return _named(rows, "step", STEPS[about])


def _named(rows: list[dict[str, Any]], column: str, stems: tuple[str, ...]) -> list[dict[str, Any]]:
    ranked = [(rank, row) for row in rows if (rank := _rank(row[column], stems)) is not None]
    return [row for _, row in sorted(ranked, key=lambda each: each[0])]


def _rank(name: str, stems: tuple[str, ...]) -> int | None:
    plain = ascii_of(name)
    return next((n for n, stem in enumerate(stems) if re.search(rf"(?:^|[^a-z]){stem}", plain)), None)
