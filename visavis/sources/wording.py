"""What the parts of a mapping are called by people: tables, fields, and how sure a look was."""

from visavis.mistakes import Words

TABLES: dict[str, Words] = {
    "records": Words(fr="fiches clients", en="client records"),
    "exchanges": Words(fr="échanges", en="exchanges"),
    "events": Words(fr="évènements", en="events"),
    "ratings": Words(fr="avis", en="ratings"),
    "tallies": Words(fr="décomptes", en="tallies"),
}

TABLES_MEAN: dict[str, Words] = {
    "records": Words(fr="qui sont vos clients", en="who your clients are"),
    "exchanges": Words(fr="ce qui s’est dit", en="what was said"),
    "events": Words(fr="ce qui s’est passé, ce qui était prévu", en="what happened, what was due"),
    "ratings": Words(fr="ce que les clients en pensent", en="what clients think of it"),
    "tallies": Words(fr="ce que d’autres ont compté", en="what others counted"),
}

FIELDS: dict[str, Words] = {
    "key": Words(fr="n° qui l’identifie", en="number that names it"),
    "about": Words(fr="porte sur", en="is about"),
    "also_known_as": Words(fr="autre n°", en="other number"),
    "birth_date": Words(fr="date de naissance", en="date of birth"),
    "channel": Words(fr="canal", en="channel"),
    "city": Words(fr="ville", en="city"),
    "client_ref": Words(fr="client", en="client"),
    "company": Words(fr="entreprise", en="company"),
    "country": Words(fr="pays", en="country"),
    "direction": Words(fr="sens", en="direction"),
    "done_at": Words(fr="date de fin", en="done on"),
    "due_at": Words(fr="date promise", en="promised for"),
    "emails": Words(fr="e-mail", en="e-mail"),
    "family_name": Words(fr="nom", en="family name"),
    "given_name": Words(fr="prénom", en="given name"),
    "high": Words(fr="note la plus haute", en="highest score"),
    "instrument": Words(fr="sorte d’avis", en="kind of rating"),
    "kind": Words(fr="personne ou organisation", en="person or organisation"),
    "language": Words(fr="langue", en="language"),
    "low": Words(fr="note la plus basse", en="lowest score"),
    "missed": Words(fr="dont manqués", en="of which missed"),
    "name": Words(fr="nom complet", en="full name"),
    "occurred_at": Words(fr="date", en="date"),
    "period": Words(fr="période", en="period"),
    "phones": Words(fr="téléphone", en="phone"),
    "population": Words(fr="combien en tout", en="how many in all"),
    "postcode": Words(fr="code postal", en="postal code"),
    "reply_to": Words(fr="répond à", en="answers"),
    "scope": Words(fr="où", en="where"),
    "score": Words(fr="note", en="score"),
    "staff": Words(fr="collaborateur (pseudonyme)", en="employee (pseudonym)"),
    "status": Words(fr="état", en="status"),
    "street": Words(fr="rue", en="street"),
    "subject": Words(fr="objet", en="subject"),
    "team": Words(fr="équipe", en="team"),
    "text": Words(fr="ses mots", en="the words"),
    "thread": Words(fr="conversation", en="conversation"),
    "type": Words(fr="sorte", en="kind"),
    "unit": Words(fr="unité", en="unit"),
    "updated_at": Words(fr="mise à jour", en="updated"),
    "value": Words(fr="montant", en="amount"),
}
"""Every field that a mapping may fill, as pages name it."""

OFFERED: dict[str, tuple[str, ...]] = {
    "records": ("name", "given_name", "family_name", "company", "emails", "phones", "street", "postcode", "city", "country", "birth_date", "updated_at"),
    "exchanges": ("occurred_at", "client_ref", "channel", "subject", "text", "team", "staff"),
    "events": ("client_ref", "occurred_at", "due_at", "done_at", "status", "team", "staff", "value"),
    "ratings": ("occurred_at", "client_ref", "score", "text"),
    "tallies": ("period", "scope", "population", "missed"),
}  # fmt: skip
"""Fields that a person may fill from a column by choosing it, beside those that were found."""

NOUNS: dict[str, Words] = {
    "call": Words(fr="appel", en="call"),
    "claim": Words(fr="sinistre", en="claim"),
    "complaint": Words(fr="réclamation", en="complaint"),
    "contract": Words(fr="contrat", en="contract"),
    "delivery": Words(fr="livraison", en="delivery"),
    "delivery-note": Words(fr="bon de livraison", en="delivery note"),
    "incident": Words(fr="incident", en="incident"),
    "intervention": Words(fr="intervention", en="intervention"),
    "invoice": Words(fr="facture", en="invoice"),
    "item": Words(fr="article", en="item"),
    "order": Words(fr="commande", en="order"),
    "order-confirmation": Words(fr="confirmation de commande", en="order confirmation"),
    "order-stage": Words(fr="étape de commande", en="stage of an order"),
    "parcel": Words(fr="colis", en="parcel"),
    "payment": Words(fr="paiement", en="payment"),
    "quote": Words(fr="devis", en="quote"),
    "report": Words(fr="signalement", en="report"),
    "request": Words(fr="demande", en="request"),
    "return": Words(fr="retour", en="return"),
    "review": Words(fr="avis", en="review"),
    "spare-parts-sent": Words(fr="envoi de pièces", en="spare parts sent"),
    "study": Words(fr="étude", en="study"),
    "ticket": Words(fr="ticket", en="ticket"),
}
"""Business nouns that a look gives to events and ratings."""


def field_words(name: str) -> Words:
    """What a field is called; further fields (`extra.…`) and unknown ones by their own name."""
    plain = name.removeprefix("extra.")
    return FIELDS.get(name) or Words(fr=plain.replace("_", " "), en=plain.replace("_", " "))


def noun_words(noun: str) -> Words:
    """What a kind of event is called."""
    return NOUNS.get(noun) or Words(fr=noun, en=noun)


def plural(noun: Words) -> Words:
    """More than one of them."""
    en = noun.en[:-1] + "ies" if noun.en.endswith("y") else noun.en if noun.en.endswith("s") else noun.en + "s"
    return Words(fr=noun.fr if noun.fr.endswith(("s", "x")) else noun.fr + "s", en=en)
