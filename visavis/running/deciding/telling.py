"""Events of a client's history, in words."""

from visavis.mistakes import Words
from visavis.running.deciding.history import Event

ARRIVED = Words("à l’arrivée d’une fiche", "as a record arrived")


def told(event: Event) -> Words:
    """One sentence: what happened, with whom, by whom, why, and whether it was undone."""
    what = _what(event)
    by = _by(event)
    fr = f"{what.fr}{f', {by.fr}' if by.fr else ''}"
    en = f"{what.en}{f', {by.en}' if by.en else ''}"
    if event.reason:
        fr, en = f"{fr} : « {event.reason} »", f"{en}: “{event.reason}”"
    if event.undone_by:
        fr, en = f"{fr} (annulée par la décision n° {event.undone_by})", f"{en} (undone by decision {event.undone_by})"
    return Words(fr, en)


def _by(event: Event) -> Words:
    if event.decision is not None or event.what == "erased":
        return Words(f"par {event.by}", f"by {event.by}")
    if event.by.startswith("decision-"):
        number = event.by.removeprefix("decision-")
        return Words(f"par la décision n° {number}", f"by decision {number}")
    return Words("par une mise à jour", "by an update") if event.by and not event.by.startswith("arrived") else ARRIVED


def _what(event: Event) -> Words:
    from visavis.clients.models import public_id

    others = ", ".join(public_id(number) for number in event.other)
    n = f"décision n° {event.decision}, " if event.decision is not None else ""
    n_en = f"decision {event.decision}, " if event.decision is not None else ""
    count = len(event.records)
    some = Words("une fiche" if count == 1 else f"{count} fiches", "one record" if count == 1 else f"{count} records")
    merged = (
        Words(f"réunis sous {public_id(event.into)}", f"merged into {public_id(event.into)}") if event.into else some
    )
    with_them = Words(f" ({others})" if others else "", f" ({others})" if others else "")
    sentences = {
        "made": Words("client créé", "client made"),
        "linked": Words(f"{some.fr} pour la première fois", f"{some.en} for the first time"),
        "joined": Words(f"{some.fr} venue(s) de {others}", f"{some.en} came from {others}"),
        "left": Words(f"{some.fr} partie(s) vers {others}", f"{some.en} went to {others}"),
        "merged": Words(f"{merged.fr}, avec {others}", f"{merged.en}, with {others}"),
        "back": Words(f"{some.fr} de retour", f"{some.en} came back"),
        "gone": Words(f"{some.fr} absente(s) de leur source", f"{some.en} gone from their source"),
        "erased": Words("client effacé", "client erased"),
        "merge": Words(f"{n}réunion{with_them.fr}", f"{n_en}merge{with_them.en}"),
        "split": Words(f"{n}séparation{with_them.fr}", f"{n_en}split{with_them.en}"),
        "must-link": Words(f"{n}même client{with_them.fr}", f"{n_en}one client{with_them.en}"),
        "cannot-link": Words(f"{n}pas le même client{with_them.fr}", f"{n_en}two clients{with_them.en}"),
        "undo": Words(
            f"{n}annulation de la décision n° {event.undoes}{with_them.fr}",
            f"{n_en}undoing of decision {event.undoes}{with_them.en}",
        ),
    }
    return sentences[event.what]
