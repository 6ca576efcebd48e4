"""Facts as sentences, and the words of codes that facts bear."""

from dataclasses import dataclass
from datetime import date, datetime

from visavis.clients.models import TimelineItem
from visavis.mirror.tell import wording
from visavis.mistakes import Lang, Words

CHANNELS = {
    "mail": Words("e-mail", "e-mail"),
    "phone": Words("téléphone", "phone"),
    "chat": Words("discussion en ligne", "chat"),
    "web": Words("site", "website"),
    "shop": Words("boutique", "shop"),
    "visit": Words("visite", "visit"),
    "letter": Words("courrier", "letter"),
    "survey": Words("enquête", "survey"),
    "review": Words("avis", "review"),
    "social": Words("réseau social", "social network"),
    "other": Words("autre voie", "another channel"),
}


@dataclass(frozen=True, slots=True)
class Noun:
    """What a kind of event is called; `e` is what a French participle takes after it."""

    fr: str
    en: str
    e: str = ""


NOUNS = {
    "delivery": Noun("Livraison", "Delivery", "e"),
    "order": Noun("Commande", "Order", "e"),
    "preparation": Noun("Préparation", "Preparation", "e"),
    "pick-up": Noun("Retrait", "Pick-up"),
    "ticket": Noun("Demande", "Request", "e"),
    "touch": Noun("Intervention", "Step taken", "e"),
    "resolution": Noun("Résolution", "Resolution", "e"),
    "call": Noun("Appel", "Call"),
    "video-call": Noun("Visioconférence", "Video call", "e"),
    "call-back": Noun("Rappel", "Call back"),
    "commitment": Noun("Engagement", "Commitment"),
    "complaint": Noun("Réclamation", "Complaint", "e"),
    "report": Noun("Signalement", "Report"),
    "incident": Noun("Incident", "Incident"),
    "payment": Noun("Paiement", "Payment"),
    "invoice": Noun("Facture", "Invoice", "e"),
    "refund": Noun("Remboursement", "Refund"),
    "return": Noun("Retour de produit", "Product return"),
    "repair": Noun("Réparation", "Repair", "e"),
    "appointment": Noun("Rendez-vous", "Appointment"),
    "visit": Noun("Visite", "Visit", "e"),
    "contract": Noun("Contrat", "Contract"),
    "subscription": Noun("Abonnement", "Subscription"),
    "quote": Noun("Devis", "Quote"),
    "order-confirmation": Noun("Confirmation de commande", "Order confirmation", "e"),
    "order-stage": Noun("Étape de commande", "Stage of an order", "e"),
    "study": Noun("Étude", "Study", "e"),
    "spare-parts-sent": Noun("Envoi de pièces", "Spare parts sent"),
    "installation": Noun("Installation", "Installation", "e"),
    "installation-step": Noun("Étape d’installation", "Stage of an installation", "e"),
    "outage": Noun("Panne", "Outage", "e"),
    "sending": Noun("Envoi", "Sending"),
    "hand-delivery": Noun("Remise en main propre", "Delivery by hand", "e"),
    "transfer": Noun("Virement", "Transfer"),
    "check": Noun("Vérification", "Check", "e"),
    "answer": Noun("Réponse", "Answer", "e"),
    "correction": Noun("Correction", "Correction", "e"),
    "delivery-note": Noun("Bon de livraison", "Delivery note"),
}
CHANGE = "-change"

INSTRUMENTS = {
    "review": Words("Avis", "Review"),
    "nps": Words("Recommandation", "Recommendation"),
    "csat": Words("Satisfaction", "Satisfaction"),
    "ces": Words("Effort", "Effort"),
    "after-contact": Words("Après un contact", "After a contact"),
    "after-installation": Words("Après une installation", "After an installation"),
    "barometer": Words("Baromètre", "Barometer"),
    "after-help": Words("Après une aide technique", "After technical help"),
    "yearly": Words("Enquête annuelle", "Yearly survey"),
}

STATUSES = {
    "delivered": Words("livré", "delivered"),
    "shipped": Words("expédié", "shipped"),
    "in-preparation": Words("en préparation", "in preparation"),
    "cancelled": Words("annulé", "cancelled"),
    "canceled": Words("annulé", "cancelled"),
    "lost": Words("perdu", "lost"),
    "open": Words("ouvert", "open"),
    "closed": Words("clos", "closed"),
    "resolved": Words("résolu", "resolved"),
    "reopened": Words("rouvert", "reopened"),
    "taken": Words("pris en charge", "taken in charge"),
    "handed-over": Words("transmis", "handed over"),
    "waiting-for-client": Words("en attente du client", "waiting for the client"),
    "answered-by-client": Words("le client a répondu", "the client answered"),
    "heard": Words("entendu", "heard"),
    "reached": Words("transmis", "reached"),
    "read": Words("lu", "read"),
    "answered": Words("répondu", "answered"),
    "delivered-in-part": Words("livré en partie", "delivered in part"),
    "in-progress": Words("en cours", "in progress"),
    "pending": Words("en attente", "pending"),
    "done": Words("fait", "done"),
    "planned": Words("planifié", "planned"),
    "to-plan": Words("à planifier", "to be planned"),
    "entry": Words("saisie", "entry"),
    "planning": Words("planification", "planning"),
    "preparation": Words("préparation", "preparation"),
    "visit": Words("visite", "visit"),
    "activation": Words("mise en service", "activation"),
    "won": Words("gagné", "won"),
    "active": Words("en cours", "active"),
    "ended": Words("terminé", "ended"),
}


def noun_of(kind: str) -> Noun:
    """What events of that kind are called: a known word, else the source's own."""
    base = kind.removesuffix(CHANGE)
    known = NOUNS.get(base)
    return known or Noun(f"« {kind} »", f"“{kind}”") if kind else Noun("Évènement", "Event")


def status_of(item: TimelineItem) -> Words | None:
    """The status in words; the source's own where it is not a known one."""
    return STATUSES.get(item.status) or Words(item.status, item.status) if item.status else None


def channel_of(channel: str) -> Words | None:
    """The channel in words; None where none is told."""
    return CHANNELS.get(channel) or Words(channel, channel) if channel else None


def sentence(item: TimelineItem) -> Words:
    """What happened, in one sentence of each language."""
    if item.fact == "ratings":
        return _rating(item)
    if item.fact == "exchanges":
        return _exchange(item)
    if item.type.endswith(CHANGE) and (status := status_of(item)):
        noun = noun_of(item.type)
        return Words(f"{noun.fr} : {status.fr}", f"{noun.en}: {status.en}")
    return Words(fr=_event(item, "fr"), en=_event(item, "en"))


def _rating(item: TimelineItem) -> Words:
    kind = INSTRUMENTS.get(item.type) or Words(item.type or "Note", item.type or "Rating")
    if item.score is None:
        return kind
    score = f"{item.score:g}"
    if item.high is None:
        return Words(f"{kind.fr} : {score.replace('.', ',')}", f"{kind.en}: {score}")
    return Words(f"{kind.fr} : {score.replace('.', ',')} sur {item.high:g}", f"{kind.en}: {score} out of {item.high:g}")


def _exchange(item: TimelineItem) -> Words:
    if item.direction == "in":
        return Words("Ce client nous dit", "This client tells us")
    if item.direction == "out":
        return Words("Nous lui disons", "We tell them")
    return Words("Entre collègues", "Among colleagues")


def _event(item: TimelineItem, lang: Lang) -> str:
    noun = noun_of(item.type)
    name = noun.fr if lang == "fr" else noun.en
    due, done = _day(item.due_on, item.due_at), _day(item.done_on, item.done_at)
    promised, finished = _promised(noun, due, lang), _finished(noun, done, lang)
    if due and done:
        colon = " : " if lang == "fr" else ": "
        return f"{name} {finished}, {promised}{colon}{_lateness(item, due, done, lang)}"
    if due:
        return (
            f"{name} {promised}, {'rien ne dit que c’est fait' if lang == 'fr' else 'nothing tells that it was done'}"
        )
    return f"{name} {finished}".rstrip()


def _promised(noun: Noun, due: date | None, lang: Lang) -> str:
    if due is None:
        return ""
    day = wording.day(due, lang)
    return f"promis{noun.e} pour le {day}" if lang == "fr" else f"promised for {day}"


def _finished(noun: Noun, done: date | None, lang: Lang) -> str:
    if done is None:
        return ""
    day = wording.day(done, lang)
    return f"fait{noun.e} le {day}" if lang == "fr" else f"done on {day}"


def _lateness(item: TimelineItem, due: date, done: date, lang: Lang) -> str:
    days = (done - due).days
    fr = lang == "fr"
    if days > 0:
        span = _days(days, lang)
        return f"{span} de retard" if fr else f"{span} late"
    if days < 0:
        span = _days(-days, lang)
        return f"{span} d’avance" if fr else f"{span} early"
    if item.due_at and item.done_at and item.done_at > item.due_at:
        return "le jour dit, après l’heure" if fr else "on the day, after the hour"
    return "le jour dit" if fr else "on the day"


def _days(days: int, lang: Lang) -> str:
    if days == 1:
        return "un jour" if lang == "fr" else "one day"
    return wording.spaced(f"{wording.number(days, lang)}{wording.JOIN}{'jours' if lang == 'fr' else 'days'}")


def _day(on: date | None, at: datetime | None) -> date | None:
    return on or (at.date() if at else None)
