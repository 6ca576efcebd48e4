"""What a column's name says it is: French and English headers, whatever their case, accents and abbreviations."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class Idea(StrEnum):
    """The ideas that the words of a header may carry."""

    ID = "id"
    CLIENT = "client"
    STAFF = "staff"
    TEAM = "team"
    DUE = "due"
    DONE = "done"
    DELIVERED = "delivered"
    CLOSED = "closed"
    START = "start"
    UPDATED = "updated"
    DATE = "date"
    STATUS = "status"
    SCORE = "score"
    TEXT = "text"
    SUBJECT = "subject"
    DIRECTION = "direction"
    CHANNEL = "channel"
    SENDER = "sender"
    RECIPIENT = "recipient"
    THREAD = "thread"
    REPLY = "reply"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    STREET = "street"
    POSTCODE = "postcode"
    CITY = "city"
    COUNTRY = "country"
    BIRTH = "birth"
    COMPANY = "company"
    LANGUAGE = "language"
    COUNT = "count"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    LATE = "late"
    MEAN = "mean"
    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    PERIOD = "period"
    SEQUENCE = "sequence"
    CASE = "case"
    UNIQUE = "unique"
    BY = "by"
    FLAG = "flag"
    KIND = "kind"
    AMOUNT = "amount"
    SHARE = "share"
    CARRIER = "carrier"
    LIMIT = "limit"
    EVENT = "event"
    ANSWER = "answer"
    SUPPLIER = "supplier"


_WORDS: dict[Idea, str] = {
    Idea.ID: "id ids identifiant identifiants identifier numero num no nr number n ref reference code key cle uuid guid matricule",
    Idea.CLIENT: "customer customers client clients cliente clientele caller consumer consommateur acheteur buyer user "
    "utilisateur usager demandeur requester requestor account compte abonne subscriber adherent member membre patient "
    "voyageur passenger passager societaire assure donneur partner partenaire guest locataire tenant reporter cust cli "
    "contact shopper purchaser declarant plaignant complainant ordercustomer",
    Idea.STAFF: "agent agents resource ressource assignee assigned assigne technicien technician conseiller advisor "
    "employee employe employes operateur operator gestionnaire handler collaborateur intervenant staff rep owner "
    "teleconseiller vendeur salesperson charge attribue affecte salarie traitant worker performer executant",
    Idea.TEAM: "team group groupe equipe department queue workgroup unit unite section pole file",
    Idea.DUE: "due estimated promised expected planned deadline echeance prevue prevu promise promis promise estimee "
    "estime attendue attendu annoncee annonce target eta scheduled butoir promesse theorique engagement prev est planifiee planifie souhaitee",
    Idea.LIMIT: "limite limit max",
    Idea.DONE: "done completed complete fini finie termine terminee realise realisee realisation executee execution achevee acheve refunded rembourse remboursee paid paye payee effectif effective reel reelle "
    "actual received recu recue achieved finished fin end resolved resolu resolue resolution solved solution traite",
    Idea.DELIVERED: "delivered received_by delivery livre livree livraison reception remise remis deliver shipped arrived",
    Idea.CLOSED: "closed close cloture clos cloturee closing fermeture ferme fermee",
    Idea.START: "created create creation creationdate opened open ouverture ouvert ouverte order ordered commande purchase "
    "purchased placed submitted start started begin debut achat depot depose demande signalement cree creee saisie "
    "occurred opening logged reported registered enregistrement enregistre inscription passee crea request requested declare",
    Idea.UPDATED: "updated update changed change modified modif modification modifie maj last lastmodified derniere dernier mutation",
    Idea.DATE: "date dt timestamp time datetime jour day horodatage heure horaire moment at le on when quand",
    Idea.STATUS: "status statut etat state stage etape phase situation avancement traitement treatment step activity activite "
    "task tache suivi progress evenement event action disposition lifecycle",
    Idea.SCORE: "score note rating rate stars star etoiles etoile satisfaction nps csat ces evaluation grade mark notation recommandation",
    Idea.TEXT: "comment comments commentaire commentaires message messages text texte avis review verbatim verbatims body corps "
    "contenu content description feedback remarque remarques observation observations opinion libre tweet reponse_libre libelle motif",
    Idea.SUBJECT: "subject objet sujet title titre intitule",
    Idea.DIRECTION: "direction sens inbound outbound entrant sortant incoming outgoing",
    Idea.CHANNEL: "channel canal moyen media mode",
    Idea.SENDER: "from sender expediteur emetteur author auteur de",
    Idea.RECIPIENT: "to recipient destinataire recipients destinataires",
    Idea.THREAD: "thread conversation fil discussion dialogue",
    Idea.REPLY: "reply response inreplyto repond",
    Idea.GIVEN_NAME: "prenom prenoms firstname given forename givenname",
    Idea.FAMILY_NAME: "surname lastname nomfamille patronyme familyname family",
    Idea.NAME: "nom name fullname nomcomplet denomination",
    Idea.EMAIL: "email mail courriel mel emails e-mail adressemail",
    Idea.PHONE: "phone telephone tel mobile portable gsm phones cellphone cell fixe tph",
    Idea.STREET: "street adresse address rue voie addr adr ligne1 adresse1 address1",
    Idea.POSTCODE: "postcode zip postal cp zipcode codepostal plz postalcode cedex",
    Idea.CITY: "city ville commune town suburb localite municipality",
    Idea.COUNTRY: "country pays nation",
    Idea.BIRTH: "birth naissance dob birthday birthdate datenaissance ne nee ddn",
    Idea.COMPANY: "company societe entreprise organisation organization raison employer employeur etablissement firm",
    Idea.LANGUAGE: "language langue lang locale",
    Idea.COUNT: "nb nombre count total nbr qty quantite number volume effectif trains cnt nbre",
    Idea.PLANNED: "prevu prevus prevue prevues planned scheduled programme programmes programmees planifie planifies circulations "
    "population total effectif expected traites traitees handled processed realises circules run",
    Idea.CANCELLED: "annule annules annulee annulees annulation annulations cancelled canceled cancellation cancellations supprime supprimes suppression suppressions",
    Idea.LATE: "retard retards late delayed delay delays overdue missed manque manques rates tardif tardifs tardives "
    "retarde retardes failed echec echecs breached hors",
    Idea.MEAN: "moyen moyenne mean average avg duree duration prct pct percent pourcentage taux ratio rate mediane median part",
    Idea.ARRIVAL: "arrivee arrivees arrival arrivals arrive destination dest terminus dst",
    Idea.DEPARTURE: "depart departs departure departures origine origin orig provenance",
    Idea.PERIOD: "mois month period periode semaine week trimestre quarter annee year",
    Idea.SEQUENCE: "seq sequence ordinal rang rank version mod position ordre compteur revision step_no modcount nieme",
    Idea.CASE: "case ticket tickets incident incidents dossier dossiers cas affaire demande request issue order commande reclamation "
    "claim complaint signalement report trace caseid intervention sinistre contrat contract",
    Idea.UNIQUE: "unique",
    Idea.BY: "by par",
    Idea.FLAG: "sla flag is has made respecte respectee tenu tenue conforme met ok breach",
    Idea.KIND: "type category categorie kind nature priority priorite subcategory sous-categorie service produit product severity gravite urgency urgence impact segment",
    Idea.AMOUNT: "amount montant price prix value valeur cost cout ca total_ttc ttc ht freight payment paiement",
    Idea.CARRIER: "carrier transporteur expedition expedie expediee shipping shipped envoi approved approbation approuve validation",
    Idea.EVENT: "log history historique journal event evenement change modification",
    Idea.SUPPLIER: "seller sellers supplier suppliers vendor vendors merchant merchants fournisseur fournisseurs marchand marchands",
    Idea.ANSWER: "answer answered reponse repondu response replied",
}
_IDEAS: dict[str, frozenset[Idea]] = {}
for _idea, _words in _WORDS.items():
    for _word in _words.split():
        _IDEAS[_word] = _IDEAS.get(_word, frozenset()) | {_idea}

_PHRASES: tuple[tuple[str, frozenset[Idea]], ...] = (
    (r"\b(first|given) name\b|\bnom de bapteme\b", frozenset({Idea.GIVEN_NAME})),
    (
        r"\b(last|family) name\b|\bnom (de )?famille\b|\bnom (de )?(naissance|jeune fille)\b",
        frozenset({Idea.FAMILY_NAME}),
    ),
    (r"\b(full|complete) name\b|\bnom complet\b|\bnom prenom\b|\bprenom nom\b", frozenset({Idea.NAME})),
    (
        r"\braison sociale\b|\b(company|organi[sz]ation|account) name\b|\bnom (de l |de la )?(entreprise|societe)\b",
        frozenset({Idea.COMPANY, Idea.NAME}),
    ),
    (r"\b(postal|zip) ?code\b|\bcode postal\b", frozenset({Idea.POSTCODE})),
    (r"\be ?mail( address)?\b|\badresse (e ?)?mail\b|\badresse electronique\b", frozenset({Idea.EMAIL})),
    (r"\bdate (de )?naissance\b|\bdate of birth\b|\bbirth date\b|\bnee? le\b", frozenset({Idea.BIRTH, Idea.DATE})),
    (r"\bin (reply|response) to\b|\ben reponse a\b|\breponse a\b", frozenset({Idea.REPLY})),
    (r"\bmis a jour\b|\bmise a jour\b|\blast (change|update|modified)\b", frozenset({Idea.UPDATED, Idea.DATE})),
    (r"\bcontact type\b|\btype (de )?contact\b|\bmode (de )?contact\b", frozenset({Idea.CHANNEL})),
    (r"\bmod count\b|\b(nb|nombre) (de )?(modifs?|modifications?|maj)\b", frozenset({Idea.SEQUENCE})),
    (
        r"\bpris en charge par\b|\btraite par\b|\bassigned to\b|\bassigne a\b|\baffecte a\b|\battribue a\b",
        frozenset({Idea.STAFF}),
    ),
    (r"\b(case|concept) (concept )?name\b", frozenset()),
    (
        r"\b(assignment|support|resolver) group\b|\bgroupe (d )?(affectation|assignation|support)\b",
        frozenset({Idea.TEAM}),
    ),
    (r"\b(zip|postal)( code)? prefix\b", frozenset({Idea.POSTCODE})),
    (r"\b(siret|siren|numero tva|vat number|tva intracommunautaire)\b", frozenset({Idea.ID, Idea.COMPANY})),
    (r"\bpersonal? title\b|\bcivilite\b|\bsalutation\b", frozenset()),
)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a header, lower case without accents: `DateLivraisonPrévue` → date, livraison, prevue."""
    text = re.sub(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Ý][a-zà-ÿ])|(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])", "_", name.strip())
    plain = unicodedata.normalize("NFKD", text.replace("n°", "numero").replace("N°", "numero").replace("œ", "oe"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    return tuple(word for word in re.split(r"[^a-z0-9]+", letters) if word)


@lru_cache(maxsize=4096)
def ideas_of(name: str) -> frozenset[Idea]:
    """Every idea that the words of `name` carry; phrases come before single words."""
    words = words_of(name)
    joined = " ".join(words)
    found: set[Idea] = set()
    for pattern, ideas in _PHRASES:
        if re.search(pattern, joined):
            found |= ideas
            joined = re.sub(pattern, " ", joined)
    for word in joined.split():
        found |= _ideas_of_word(word)
    return frozenset(found)


def _ideas_of_word(word: str) -> frozenset[Idea]:
    if word in _IDEAS:
        return _IDEAS[word]
    bare = word.rstrip("0123456789")
    if len(bare) > 1 and bare in _IDEAS:
        return _IDEAS[bare]
    if len(word) > 4 and word.startswith("id") and word[2:] in _IDEAS:
        return _IDEAS[word[2:]] | {Idea.ID}
    if len(word) > 4 and word.endswith("id") and word[:-2] in _IDEAS:
        return _IDEAS[word[:-2]] | {Idea.ID}
    if len(word) > 6 and word.startswith("date") and word[4:] in _IDEAS:
        return _IDEAS[word[4:]] | {Idea.DATE}
    if len(word) > 6 and word.endswith("date") and word[:-4] in _IDEAS:
        return _IDEAS[word[:-4]] | {Idea.DATE}
    if len(word) > 4 and word.endswith("s") and word[:-1] in _IDEAS:
        return _IDEAS[word[:-1]]
    return frozenset()


def is_known(name: str) -> bool:
    """Whether any word of `name` stands in the lexicon: then it is a name, not a value."""
    return len(name) <= 80 and len(words_of(name)) <= 8 and bool(ideas_of(name))
