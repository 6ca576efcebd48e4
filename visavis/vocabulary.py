"""The glossary as code: the words that every layer uses, standard library only.

Codes are English and stable; `FRENCH` and `ENGLISH` say how people read them (docs/glossary.md is generated from here).
"""

from enum import StrEnum


class Outcome(StrEnum):
    """How a case of a promise ended."""

    KEPT = "kept"
    LATE = "late"
    PARTIAL = "partial"
    BROKEN = "broken"
    OPEN = "open"
    UNTESTABLE = "untestable"


MISSED = (Outcome.LATE, Outcome.PARTIAL, Outcome.BROKEN)
"""Outcomes that count as missed; kept rate = kept / (kept + missed)."""


class Audience(StrEnum):
    """To whom a promise was made."""

    PUBLIC = "public"
    SERVICE_LEVEL = "service-level"
    INDIVIDUAL = "individual"
    INTERNAL = "internal"


class Direction(StrEnum):
    """Who spoke to whom in an exchange."""

    IN = "in"
    OUT = "out"
    INTERNAL = "internal"


class Channel(StrEnum):
    """Where an exchange took place."""

    MAIL = "mail"
    PHONE = "phone"
    CHAT = "chat"
    WEB = "web"
    SHOP = "shop"
    VISIT = "visit"
    LETTER = "letter"
    SURVEY = "survey"
    REVIEW = "review"
    SOCIAL = "social"
    OTHER = "other"


class RecordKind(StrEnum):
    """What a record describes."""

    PERSON = "person"
    ORGANISATION = "organisation"


class JourneyStep(StrEnum):
    """The steps of the experience, from information to leaving."""

    INFORM = "inform"
    DECIDE = "decide"
    BUY = "buy"
    RECEIVE = "receive"
    USE = "use"
    HELP = "help"
    RENEW = "renew"
    LEAVE = "leave"


class Sentiment(StrEnum):
    """How a verbatim feels; abstention is the absence of a reading, not a value."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    MIXED = "mixed"


class Theme(StrEnum):
    """What a verbatim is about: the starting set of an open taxonomy."""

    DELIVERY = "delivery"
    WAITING = "waiting"
    PRICE = "price"
    REFUND = "refund"
    QUALITY = "quality"
    INFORMATION = "information"
    WEBSITE = "website"
    RECEPTION = "reception"
    COMPETENCE = "competence"
    FOLLOW_UP = "follow-up"
    CONTRACT = "contract"
    ACCESSIBILITY = "accessibility"
    SAFETY = "safety"
    OTHER = "other"


class Mark(StrEnum):
    """What else a client's words show: each is there or not, several may be."""

    ANGER = "anger"
    DISAPPOINTMENT = "disappointment"
    WORRY = "worry"
    RELIEF = "relief"
    JOY = "joy"
    GRATITUDE = "gratitude"
    DONE = "done"
    MANNER = "manner"
    TRUST = "trust"
    DISTRUST = "distrust"
    URGENT = "urgent"
    EXPECTATION = "expectation"
    LEAVING = "leaving"
    COMPARISON = "comparison"
    UNPLANNED_USE = "unplanned-use"
    THANKS = "thanks"


EMOTIONS = (Mark.ANGER, Mark.DISAPPOINTMENT, Mark.WORRY, Mark.RELIEF, Mark.JOY, Mark.GRATITUDE)
"""Marks that are emotions; the others tell what the words are about (what was done, the manner), or what they announce."""


class CommitmentKind(StrEnum):
    """How firmly an employee's words bind us."""

    FIRM = "firm"
    VAGUE = "vague"
    CONDITIONAL = "conditional"
    SOFT = "soft"


class Role(StrEnum):
    """What a person of the company does in Visavis; every role reads clients, promises and the mirror."""

    EMPLOYEE = "employee"
    LEAD = "lead"
    SPONSOR = "sponsor"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


class Purpose(StrEnum):
    """Why somebody looks at a client's personal details."""

    CALL = "call"
    DELIVER = "deliver"
    CORRECT = "correct"
    REQUEST = "request"


class Waiting(StrEnum):
    """Why a client still waits for us."""

    UNANSWERED = "unanswered"
    UNDONE = "undone"


class Delivery(StrEnum):
    """How a source hands over its files."""

    FULL = "full"
    INCREMENTAL = "incremental"
    LOG = "log"


SMALLEST_GROUP = 5
"""No figure about employees comes from fewer people than this."""

TABLES = ("records", "exchanges", "events", "ratings", "tallies")
"""The five kinds of facts, and no more."""

FRENCH: dict[str, str] = {
    "kept": "tenue",
    "late": "tenue en retard",
    "partial": "tenue en partie",
    "broken": "non tenue",
    "open": "en cours",
    "untestable": "invérifiable",
    "not measurable": "non mesurable",
    "client page": "fiche client",
    "circle": "interlocuteurs",
    "fence": "accès réservé",
    "voice": "message client",
    "promise": "promesse",
    "mirror": "miroir",
    "square": "forum",
    "house": "clients internes",
    "obstacle": "frein",
    "hand-over": "passage de relais",
    "listening test": "pronostic",
    "attention": "à contacter",
    "today": "aujourd’hui",
    "journey": "parcours client",
    "felt": "confirmé par le client",
    "told": "client informé",
    "route": "orienter",
    "triage": "à orienter",
    "sponsor": "direction",
    "steering group": "comité de pilotage",
    "gate": "feu vert",
    "interval": "fourchette",
    "not distinguishable from noise": "effet non démontré",
    "truck factor": "dépendance",
    "silo index": "cloisonnement",
    "dry-run": "essai à blanc",
    "rejects": "lignes écartées",
    "source": "source",
    "link": "rapprochement",
    "why together": "pourquoi réunies ?",
    "co-creation": "coconstruction",
    "word watch": "vocabulaire",
    "thanks": "mercis",
    "public": "promesse publique",
    "service-level": "engagement de service",
    "individual": "engagement individuel",
    "internal": "engagement interne",
    "negative": "négatif",
    "neutral": "neutre",
    "positive": "positif",
    "mixed": "partagé",
    "delivery": "livraison",
    "waiting": "attente et joignabilité",
    "price": "prix et facture",
    "refund": "remboursement et retours",
    "quality": "qualité du produit",
    "information": "information",
    "website": "site et application",
    "reception": "accueil et manière",
    "competence": "compétence",
    "follow-up": "suivi du dossier",
    "contract": "contrat et renouvellement",
    "accessibility": "accessibilité",
    "safety": "sécurité",
    "other": "autre",
    "employee": "collaborateur",
    "lead": "responsable d’équipe",
    "analyst": "analyste",
    "administrator": "administrateur",
    "call": "appeler ou écrire",
    "deliver": "livrer ou se déplacer",
    "correct": "corriger une erreur",
    "request": "répondre à sa demande sur ses données",
    "unanswered": "attend une réponse",
    "undone": "attend ce qui était promis",
    "inform": "s’informer",
    "decide": "décider",
    "buy": "acheter",
    "receive": "recevoir",
    "use": "utiliser",
    "help": "se faire aider",
    "renew": "renouveler",
    "leave": "partir",
    "anger": "colère",
    "disappointment": "déception",
    "worry": "inquiétude",
    "relief": "soulagement",
    "joy": "joie",
    "gratitude": "gratitude",
    "done": "ce qui a été fait",
    "manner": "la manière",
    "trust": "confiance",
    "distrust": "méfiance",
    "urgent": "urgent",
    "expectation": "attente exprimée",
    "leaving": "envisage de partir",
    "comparison": "compare à d’autres",
    "unplanned-use": "usage inattendu",
    "firm": "ferme",
    "vague": "vague",
    "conditional": "sous condition",
    "soft": "sans engagement net",
    "topic": "sujet",
    "reading": "lecture",
    "team": "équipe",
    "able to act": "en mesure d’agir",
    "heard": "entendu",
    "commitment": "engagement",
    "canned reply": "réponse type",
}
"""French words of the interface, by English term."""
