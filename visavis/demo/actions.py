"""Actions that the invented companies took: one helped and one changed nothing; each with what it was to be judged by.

They are dated by the company, months before their start, and marked as a demonstration: nobody wrote them down then.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from visavis import database
from visavis.demo.manufacturer.plan import HOTLINE_SINCE, INVOICE_CHECK_SINCE
from visavis.demo.operator.plan import REINFORCED_SINCE, SCRIPT_SINCE
from visavis.engine.measuring.interrupted import Sided
from visavis.mistakes import Lang, Words


@dataclass(frozen=True, slots=True)
class Invented:
    """An action of an invented company: caused by the promise that was to be kept better."""

    title: Words
    what: Words
    owner: str
    outcome: str
    control: str
    written_on: str
    starts_on: str
    reads_on: str


ACTIONS: dict[str, tuple[Invented, ...]] = {
    "operator": (
        Invented(
            Words(fr="Un nouveau script d’accueil", en="A new welcome script"),
            Words(
                fr="Chaque appel commence par la même phrase, écrite avec un cabinet de conseil.",
                en="Every call begins with the same sentence, written with a consultancy.",
            ),
            "Service client",
            "satisfait-de-la-reponse",
            "facture-juste",
            "2025-02-10",
            SCRIPT_SINCE,
            "2025-08-31",
        ),
        Invented(
            Words(fr="Plus de personnes pour rappeler", en="More people to call back"),
            Words(
                fr="Quatre personnes rappellent désormais, au lieu de deux, et rien d’autre ne leur est confié ce jour-là.",
                en="Four people now call back instead of two, and are given nothing else to do that day.",
            ),
            "Service client",
            "rappele-2-jours",
            "retabli-en-8-heures",
            "2025-08-18",
            REINFORCED_SINCE,
            "2025-12-07",
        ),
    ),
    "manufacturer": (
        Invented(
            Words(fr="Une seconde relecture des factures", en="A second check of invoices"),
            Words(
                fr="Chaque facture est relue par une autre personne avant son envoi.",
                en="Every invoice is read by another person before it goes out.",
            ),
            "Comptabilité clients",
            "facture-sans-erreur",
            "certificats-avec-la-livraison",
            "2025-03-17",
            INVOICE_CHECK_SINCE,
            "2025-09-30",
        ),
        Invented(
            Words(fr="Un ingénieur d’astreinte", en="An engineer on call"),
            Words(
                fr="Un ingénieur répond aux questions techniques, tous les jours ouvrés, sans passer par l’accueil.",
                en="An engineer answers technical questions on every working day, without passing through the switchboard.",
            ),
            "Assistance technique",
            "reponse-technique-8h",
            "devis-2-jours",
            "2025-08-18",
            HOTLINE_SINCE,
            "2025-12-07",
        ),
    ),
}
"""By kind of company, in the order in which they were written down."""

WAITS = 14
"""Days after a start that do not count: what falls due then was mostly asked for before."""


def write_actions(home: Path, kind: str, lang: Lang) -> int:
    """Write the actions of that kind of company down in `home`, unless some stand there already; how many were written."""
    database.use(home)
    from visavis.change.models import Action, ActionVersion
    from visavis.change.plan import Plan
    from visavis.change.registering import write_down

    if Action.objects.filter(demonstration=True).exists():
        return 0
    invented = ACTIONS.get(kind, ())
    for each in invented:
        plan = Plan(
            title=each.title.say(lang),
            what=each.what.say(lang),
            owner=each.owner,
            teams=(each.owner,),
            cause=ActionVersion.Cause.PROMISE,
            because=each.outcome,
            outcome=Sided(each.outcome),
            control=(Sided(each.control),),
            starts_on=date.fromisoformat(each.starts_on),
            waits=WAITS,
            reads_on=date.fromisoformat(each.reads_on),
        )
        written_at = datetime.combine(date.fromisoformat(each.written_on), time(9), UTC)
        write_down(plan, by=None, at=written_at, demonstration=True)
    return len(invented)
