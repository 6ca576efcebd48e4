"""Promises in French sentences. The ending of a verb tells whose it is: `-rai`, `-rons` ours, `-ra`, `-ront` somebody’s, `-rez` the client’s."""

import re
from collections.abc import Callable, Sequence

from visavis.engine.reading.committing.acts import Act
from visavis.engine.reading.committing.forms import Form, french_forms
from visavis.engine.reading.committing.told import Hit
from visavis.vocabulary import CommitmentKind

WORD = re.compile(r"[a-zà-öø-ÿœ]+(?:-[a-zà-öø-ÿœ]+)*'?|[,;:.!?()]|\d[\d.,:/]*")
CUE = re.compile(r"r(?:ai|ons|a|ont|ez|ait|aient)\b|\b(?:vais|allons|va|vont|on|je|j'|nous|vous|vos|votre)\b|retour|réponse|rappel|virement|envoi|livraison|livré|passage|devis|réparation|correction|vérification|rembours|intervention|expédition|dépannage|visite|technicien|équipe|promis|noté|engage|\b(?:notre|nos|un|une|part|passe|arrive|suit)\b")  # fmt: skip

FORMULAS = re.compile(
    r"n'hésite[zr][^,;.]*|(?:je |nous |j'|et )*(?:reste|restons|resterons|resterai|demeur\w+)[^,;.]*(?:disposition|écoute)[^,;.]*|à votre (?:entière )?(?:disposition|écoute)|"
    r"merci (?:de|pour|d'avance|par avance)[^,;.]*|(?:je|nous) vous (?:en )?remerci\w+[^,;.]*|au plaisir de[^,;.]*|dans l'attente de[^,;.]*|en espérant que[^,;.]*|"
    r"(?:se(?:rons|rai)|serait|serions) (?:ravie?s?|heureu\w+|enchantée?s?|disponibles?|joignables?|à vos côtés|absente?s?|là)[^,;.]*|"
    r"(?:fera|ferons|ferai|feront) un plaisir[^,;.]*|avec plaisir|vous prions[^.;]*|veuillez[^.;]*agréer[^.;]*|de notre mieux[^,;.]*|de mon mieux[^,;.]*|(?:tout )?(?:notre|mon) possible[^,;.]*|(?:tout )?notre maximum[^,;.]*|"
    r"(?:bonne|belle|excellente) (?:journée|soirée|semaine|fin de semaine|réception|continuation)|à (?:bientôt|très bientôt|demain|lundi)\s*[!.]?$"
)
"""Courtesy and closings, which bind nobody; what stands beside them in a sentence may."""
REPORTED = re.compile(
    r"\b(?:vous|tu)(?: (?:m'|nous|me|lui))? ?(?:aviez|avez|dites|disiez|écrivez|indiquez|demandez|souhaitez|attendez|espérez|pensiez|pensez|signalez|précisez|affirmez|mentionnez|nous dites)\b[^,;]*\b(?:qu'|que|si)|"
    r"\b(?:il|elle|on|ils|elles|client\w*|monsieur|madame|locataire|voisin\w*|collègue|conseiller|conseillère|vendeur|interlocuteur|transporteur)\b[^,;]{0,30}\b(?:dit|disait|assuré|affirmé|promis|indiqué|annoncé|garanti|répondu|écrit|expliqué|prétend|affirme|m'avait|avait)\b[^,;]*\b(?:qu'|que)|"
    r"\b(?:selon vous|d'après vous|vous disant|en vous disant|vous annonçant|indiquant que|disant que|comme (?:quoi|promis|annoncé))\b"
)
CONDITIONS = re.compile(
    r"\bdès (?:que|qu'|lors|réception|retour|votre|le retour|la réception|son retour|leur|validation|acceptation|l'accord|la validation|le|la|l'|les|confirmation|signature|paiement|règlement|accord)\b(?! possible)|\bdès l'|\bdès (?:qu')|"
    r"\bune fois\b|\bsitôt\b|\baussitôt (?:que|qu'|la|le|les|votre)|\bà (?:la )?réception\b|\baprès (?:réception|validation|votre|accord|signature|paiement|règlement)\b|\b(?:lorsque|lorsqu'|quand) (?:vous|nous aurons|j'aurai|le|la|votre|vos|les)\b|"
    r"\bsous réserve\b|\bà condition\b|\ben cas d\w*\b|\bs'il (?:n'|ne |y |est|s'|le faut)|\bsi (?:le|la|les|l'|votre|vos|rien|ce|cela|aucun|jamais|nécessaire|besoin)\b|\bsi (?:vous|je|nous|on)\b|\bs'ils?\b|\btant que\b|\bsuite à votre (?:accord|validation)|\bpassé ce délai\b"
)
_SOON = r"dès que possible|dès que (?:c'est |ce sera )?possible"
ASKS_FIRST = re.compile(r"^\W*(?:(?:merci|veuillez|il (?:nous|me) (?:faut|faudrait|manque)|j'ai besoin|nous avons besoin|il suffit)\b|(?!rassurez|sachez|soyez|comptez|notez|croyez|recevez)[a-zé]+ez(?:-(?:nous|moi|le|la|les|en)){1,2}\b)[^.]*?(?:\bet\b|,|:|pour qu|afin qu)")  # fmt: skip
INVITES = re.compile(r"\bsi (?:vous|jamais vous|besoin|nécessaire|cela|ce n'est|un problème|le problème|la panne|d'autres)\b ?(?:n'?)?(?:(?:en |y |le |la |nous |me |m')?(?:avez|aviez|souhaitez|souhaiteriez|désirez|voulez|rencontrez|préférez|ressentez|constatez|estimez|pensez|avez besoin|l'estimez|le souhaitez|le désirez|le voulez|êtes|vous|changez|décidez|persist\w+|se reprodui\w+|convient|constatiez|veniez|deviez|hésitez|disposez d'autres))?")  # fmt: skip
"""`si vous avez des questions …`: an invitation, no promise."""
GIVES = re.compile(r"\bsi (?:vous )?(?:me |nous |m'|nous en |l'|le |la |les )?(?:\w+ )?(?:renvoyez|envoyez|faites|transmettez|donnez|confirmez|fournissez|adressez|retournez|validez|acceptez|signez|communiquez|précisez|joignez|complétez|remplissez|indiquez|répondez|laissez|autorisez|rapportez|déposez|payez|réglez)")  # fmt: skip
VAGUE = re.compile(
    rf"{_SOON}|prochainement|rapidement|au plus vite|au plus tôt|plus tôt possible|plus vite possible|meilleurs? délais?|(?:plus )?brefs? délais?|courts? délais?|sous peu|bientôt|très vite|sans tarder|sans délai|ultérieurement|d'ici peu|en temps voulu|incessamment|dans la foulée|"
    r"suit son cours|ne saurait tarder|dans les temps|aussi vite que|quand (?:ce sera )?possible|aussitôt|au fil de|régulièrement|tenir informée?|tout de suite|immédiatement|en priorité|\bvite\b|dans un premier temps"
)
SOFT = re.compile(
    r"\b(?:essa[iy]er\w*|tâcher\w*|tenter\w*|tente|tâche|essaie|essaye|essayons|tâchons|tentons|efforc\w+|s'efforc\w+|espèr\w+|espér\w+)\b|dans la mesure du possible|\bsi possible\b|si (?:le planning|je peux|nous (?:le )?pouvons|nos stocks)|peut-être|normalement|a priori|sans doute|probablement|en principe|on verra|"
    r"\b(?:devrai[ts]|devraient|devrions|pourrai[ts]|pourrions|pourraient)\b|voir (?:ce que|si|s'|comment|avec)|regarde(?:r|rai)? (?:ce que|si|comment)|\b(?:vois|regarde) (?:ce que|si|avec|comment)|"
    r"(?:faire|fais|faisons|ferai|ferons) remonter|remont(?:er|e|ons|erai|erons|ée?s?)\b|(?:transmet\w*|transmise?s?|fais suivre|faire suivre|fait suivre)\b[^.]*\b(?:service|responsable|collègue|équipe|hiérarchie|direction|technique|concerné)"
)
NEGATION = re.compile(r"\b(?:ne|n')\s?(?:\w+'?\s?){1,4}?\b(?:pas|plus|jamais|aucune?|guère|rien|que)\b")
STILL = re.compile(r"(?:ne|n') ?(?:manque|oublie|tarde)r\w* pas|sans faute")
NOT_OURS = re.compile(
    r"\b(?:client\w*|locataire\w*|acheteur|abonné\w*|prélèvements?|paiements?|mensualités?|échéances?|abonnements?|contrats?|tarifs?|prix|forfaits?|promotions?|offres? (?:prendra|se|est|sera)|assureur|assurance|banque|préfecture|mairie|état|loi|garantie|facturation|loyers?|frais|pénalités|syndic|huissier|tribunal|voisins?)\b"
)
OUR_PEOPLE = re.compile(
    r"\b(?:techniciens?|technicienne|conseill(?:er|ère)s?|collègues?|responsables?|équipes?|services?|vendeu(?:r|se)s?|livreurs?|transporteurs?|gestionnaires?|comptabilité|comptable|ateliers?|agences?|direct(?:eur|rice)s?|direction|chefs?|prestataires?|"
    r"sous-traitants?|ingénieurs?|commercial\w*|experts?|installateurs?|plombiers?|électriciens?|monteurs?|dépanneurs?|réparateurs?|chargée?s?|interlocut\w+|spécialistes?|support|SAV|sav|logistique|entrepôts?|magasins?|boutiques?|secrétariat|médecin|juriste|"
    r"on|nous|notre|nos|personne|quelqu'un|correspondant\w*|partenaires?|agents?|opérateur|bureau d'études|usine|poseurs?|maintenance|planning|assistant\w*|adjoint\w*|stagiaire|remplaçant\w*|successeur|fournisseurs?|coordinat\w+|préparat\w+|manager|superviseur)\b"
)
OUR_THINGS = re.compile(r"\b(?:colis|commandes?|matériels?|documents?|courriers?|virements?|pièces?|produits?|livraisons?|envois?|devis|offre|proposition|attestations?|duplicata|remboursements?|avoirs?|réponses?|interventions?|articles?|équipements?|box|boîtier|cartes?|chèques?|bons?|dossiers?|rapports?|véhicules?|machines?|appareils?|échantillons?|factures?|contrats?|étiquettes?|liens?|récapitulatifs?|camions?|solution|tout|réparations?|dépannages?|travaux|installations?|rendez-vous|rectificatifs?|somme|montant|geste)\b")  # fmt: skip
DELIVERED = frozenset(
    ("arriver", "parvenir", "partir", "repartir", "suivre", "venir", "rendre", "débuter", "démarrer", "reprendre")
)
NEVER_FIRST = re.compile(r"^(?:se|au|pour|pourr|dev|sau|voud|rest|souhait|aimer|attend|espér|comprend|préfér|appréci|regrett|remerci|demand|permett|invit|conseill|recommand|dir|ajout|croi|pens|compt|goût|env[^oe])")  # fmt: skip
GENERIC_FIRST = re.compile(r"^\w{2,}(?:er|ir|dr|vr|err)(?:ai|ons)$")
NEVER_GENERIC = frozenset(("livrons", "offrons", "ouvrons", "souffrons", "opérons", "gérons", "considérons", "accélérons", "récupérons", "rencontrons", "assurons", "préparons", "démarrons", "déclarons", "montrons", "entrons", "mesurons", "réparons", "améliorons", "ignorons", "couvrons", "découvrons", "célébrons", "intégrons", "retirons", "enregistrons", "libérons"))  # fmt: skip
RECEIVES = frozenset(("recevrez", "obtiendrez"))
HAVES = re.compile(
    r"^(?:(?:donc|alors|ainsi|bien|bientôt|également|prochainement|rapidement|très|vite) )*(?:une?|des|de|de mes|le|la|les|votre|vos|notre|nos|mon|un|l'|tout|tous|toutes)(?: |')?(?!possibilité|choix|droit|temps|plaisir|surprise|occasion|impression|moyen|opportunité|faculté|loisir|accès|autres questions)\w+"
)
DEED = re.compile(r"^\W*(?:(?:un|une|le|la|votre|notre|mon|mise|premier|première|prochain|prochaine) )?(?:réponse|retour|rappel|virement|envoi|livraison|passage|devis|réparation|correction|vérification|remboursement|intervention|expédition|dépannage|visite|contrôle|départ|rdv|rendez-vous|nouvel envoi|mise à jour|mise en service|appel|point|relance)\b")  # fmt: skip
PLANNED = re.compile(
    r"\b(?:(?:est|sont|a été|ont été|reste|bien)\s+)?(?:prévue?s?|programmée?s?|planifiée?s?|fixée?s?|attendue?s?|calée?s?|confirmée?s?)\b"
)
PLANNED_DEED = re.compile(r"\b(?:livraison|intervention|visite|passage|réparation|rendez-vous|rdv|installation|remboursement|virement|expédition|dépannage|raccordement|mise en service|appel|retour|réponse|rétablissement|technicien|envoi|départ|arrivée|colis|commande)\b")  # fmt: skip
ACTS_OF_DEED: tuple[tuple[str, Act], ...] = (
    ("rappel|appel|téléphon", Act.CALL), ("réponse|retour|point|contact", Act.REPLY), ("virement|remboursement|avoir", Act.REFUND), ("livraison|colis|commande|départ|expédition|arrivée", Act.DELIVER),
    ("envoi|document|attestation|courrier", Act.SEND), ("passage|visite|intervention|technicien|rendez-vous|rdv|installation|raccordement", Act.VISIT), ("devis|offre|proposition", Act.QUOTE),
    ("réparation|dépannage|rétabli|mise en service", Act.REPAIR), ("correction|rectif", Act.CORRECT), ("vérification|contrôle", Act.CHECK), ("nouvelles|suivi|informé|courant|confirmation", Act.INFORM),
)  # fmt: skip
STANDS = re.compile(
    r"\b(?:(?:reviens?|revenons|revient) (?:rapidement |très vite |bien |donc )?vers vous|fer(?:a|ont) l\'objet d\'une? (?:réponse|traitement|remboursement|avoir|étude|vérification|analyse|suivi|geste|contrôle)|me renseigne|nous renseignons|vous redis|vous dirai|(?:lui|leur) demanderai|demander(?:ai|ons) (?:à|au)|(?:m'en|s'en|nous en) (?:occupe|occupons|charge|chargeons|occupent|chargent)|m'occupe|nous (?:nous )?occupons|me charge|"
    r"(?:je|nous|on) (?:vous )?(?:tiens|tenons|tient) (?:bien sûr |évidemment |bien entendu )?(?:au courant|informée?s?|régulièrement informée?s?|au fait)|(?:m'|nous |nous nous )engag\w+ (?:à|sur)|vous promets|vous promettons|vous garanti\w+|"
    r"(?:fais|faisons|fait|font) (?:tout |immédiatement |de suite |donc |aussitôt )?le nécessaire|(?:fais|faisons) au plus vite|travaill\w+ (?:à|sur) (?:une|la) (?:solution|résolution)|(?:mettons|met|mettent|mets) tout en œuvre|(?:mettons|met) tout en oeuvre|mobilisée?s? pour|c'est promis|vous pouvez compter sur|comptez sur)\b"
)
VAGUE_STANDS = re.compile(
    r"nécessaire|au plus vite|renseign|redis|solution|résolution|tout en œuvre|tout en oeuvre|mobilisé|occup|informé|courant|charge"
)
ALREADY = re.compile(r"ci-joint\w*|ci-jointe|pièces? jointes?|en annexe|ci-dessous|ci-après|\brappel(?:le|ons) (?:\w+ )?(?:que|qu'|toutefois|cependant)|\bjoins\b|\bhier\b|à l'instant")  # fmt: skip
WEAKLY_DONE = re.compile(r"\w+ (?:\w+ )?(?:effectu|appliqu|fix|mis|pris|fait|donn|report|lanc|réalis|présent)")
_TRAILING = re.compile(r"(?:\b(?:nous|vous|lui|leur|le|la|les|en|y|me|se)\b ?|\b[lmst]' ?)+$")
SOFTLY = frozenset(("transmets", "transmettons", "fais", "faisons", "regarde", "regardons", "vois", "voyons", "essaie", "essaye", "essayons", "tâche", "tâchons", "tente", "tentons", "devrait", "devraient", "devrions", "devrais", "pourrons", "pourrai", "pourra", "pourrons-nous", "pourrai-je", "espérons", "espère", "demande", "demandons"))  # fmt: skip
SKIPPED = frozenset(
    ("me", "m'", "te", "t'", "se", "s'", "nous", "vous", "le", "la", "l'", "les", "lui", "leur", "en", "y")
)

HasDue = Callable[[], bool]


def promised_in(said: str, has_due: HasDue) -> Hit | None:
    """What the plain sentence promises; `has_due` tells whether it sets a limit of time."""
    if not CUE.search(said):
        return None
    bare = FORMULAS.sub(lambda found: "," + " " * (len(found[0]) - 1), said)
    words = [(found[0], found.start()) for found in WORD.finditer(bare)]
    hit = _standing(bare, has_due) or _verb(bare, words, has_due) or _deed(bare, words, has_due)
    if hit is None:
        return None
    reported = REPORTED.search(bare)
    if reported is not None and reported.end() <= hit.place and not re.search(r"[,;:]\s*(?:donc |alors |mais )?(?:je|j'|nous|on|un|une|notre|nos|mon|ma)\b", bare[reported.end() : hit.place + 1]):  # fmt: skip
        return None
    if INVITES.search(bare) and not GIVES.search(bare) and not _own_clause(bare, hit):
        return None
    return _weighed(said, bare, hit, has_due)


def _own_clause(bare: str, hit: Hit) -> bool:
    """Whether what is promised does not hang on the client's wish: said before the invitation, with its own limit."""
    invited = INVITES.search(bare)
    return bool(invited and invited.start() > hit.place and re.search(r"[,;.]", bare[hit.place : invited.start()]))


def _weighed(said: str, bare: str, hit: Hit, has_due: HasDue) -> Hit:
    if hit.kind is CommitmentKind.SOFT or SOFT.search(bare[max(0, hit.place - 40) :]):
        kind = CommitmentKind.SOFT
    elif _conditional(said, bare, hit):
        kind = CommitmentKind.CONDITIONAL
    elif has_due():
        kind = CommitmentKind.FIRM
    elif hit.act is Act.INFORM and re.search(r"\bt(?:iend|ien|en)\w+ ", bare[hit.place - 1 if hit.place else 0 :]):
        kind = CommitmentKind.VAGUE
    elif hit.kind is CommitmentKind.VAGUE or VAGUE.search(bare):
        kind = CommitmentKind.VAGUE
    else:
        kind = CommitmentKind.FIRM
    return Hit(hit.act, kind, hit.place)


def _conditional(said: str, bare: str, hit: Hit) -> bool:
    without = re.sub(_SOON, lambda found: " " * len(found[0]), bare)
    return bool(CONDITIONS.search(without) or ((asked := ASKS_FIRST.search(said)) and asked.end() <= hit.place + 1))


def _standing(bare: str, has_due: HasDue) -> Hit | None:
    found = STANDS.search(bare)
    if found is None or _negated(bare, found.start(), found.end()):
        return None
    words = found[0]
    vague = bool(VAGUE_STANDS.search(words)) and "engag" not in words
    act = (
        Act.INFORM
        if re.search("courant|informé|au fait", words)
        else Act.REPLY
        if "vers vous" in words
        else _act_of(bare, Act.HANDLE)
    )
    return Hit(act, CommitmentKind.VAGUE if vague else None, found.start())


def _verb(bare: str, words: Sequence[tuple[str, int]], has_due: HasDue) -> Hit | None:
    known = french_forms()
    for place, (word, start) in enumerate(words):
        forms = known.get(word)
        if word in RECEIVES or word in ("serez", "aurez"):
            hit = _client_gets(bare, words, place)
        elif word in ("vais", "allons", "va", "vont", "allez"):
            hit = _going_to(bare, words, place)
        elif word in ("sera", "seront", "serons", "soit"):
            hit = _passive(bare, words, place, has_due) if word != "soit" else None
        elif word in ("aura", "auront") and re.match(r"(?:aura|auront) (?:bien )?lieu\b", bare[start:]):
            hit = Hit(_act_of(bare, Act.VISIT), None, start) if not NOT_OURS.search(bare[:start]) else None
        elif word in ("aurai", "aurons", "aura", "auront") and re.match(r"\w+ (?:\w+ )?\w+[éits]e?s?\b", bare[start:]):
            hit = _future_perfect(words, place)
        elif word in SOFTLY and (softly := _softly(bare, words, place, has_due)) is not None:
            hit = softly
        elif forms is not None:
            hit = _known(bare, words, place, has_due)
        elif (
            GENERIC_FIRST.match(word)
            and word not in NEVER_GENERIC
            and not NEVER_FIRST.match(word)
            and _ours(words, place)
        ):
            hit = Hit(_act_of(bare, Act.HANDLE), None, start)
        else:
            continue
        if hit is not None and not _negated(bare, words[max(0, place - 4)][1], start + len(word) + 16):
            return hit
    return None


def _known(bare: str, words: Sequence[tuple[str, int]], place: int, has_due: HasDue) -> Hit | None:
    word, start = words[place]
    forms = french_forms()[word]
    before = bare[_clause_start(words, place) : start]
    if Form.FUTURE_FIRST in forms:
        verb, act = forms[Form.FUTURE_FIRST]
        if verb in ("faire",) and re.match(r"\w+ (?:,|$)", bare[start:]):
            return None
        return Hit(act if act is not Act.HANDLE else _act_of(bare[start:], act), None, start)
    if Form.FUTURE_THIRD in forms:
        verb, act = forms[Form.FUTURE_THIRD]
        if _is_foreign(before) or (verb in ("ouvrir", "rouvrir") and not re.search("dossier|compte|ticket|réclamation|enquête", bare[start:])):  # fmt: skip
            return None
        to_client = _pronouns(words, place) & {"vous", "s'", "se"}
        things = verb in DELIVERED or act in (Act.DELIVER, Act.SEND)
        if OUR_PEOPLE.search(before) or (verb in DELIVERED | {"passer"} and OUR_THINGS.search(before)) or "vous" in to_client or (things and OUR_THINGS.search(before)) or (act not in (Act.HANDLE, Act.VISIT, Act.INFORM) and before.strip()):  # fmt: skip
            return Hit(act if act is not Act.HANDLE else _act_of(bare[start:], act), None, start)
        return None
    if Form.PRESENT in forms and (has_due() or VAGUE.search(bare) or _hangs(bare)) and not ALREADY.search(bare):
        verb, act = forms[Form.PRESENT]
        first = _ours(words, place) or (_elliptic(words, place) and act in (Act.CALL, Act.SEND, Act.REPLY))
        others = re.search(r"\bon\b", before) or OUR_PEOPLE.search(before) or (verb in DELIVERED | {"passer"} and OUR_THINGS.search(before)) or (verb in ("partir", "repartir") and re.search(r"\b(?:le|la|les|l'|votre|vos|elle|il) ?\w*\s*$|\w+ \w+\s*$", before)) or ("vous" in _pronouns(words, place) and before.strip())  # fmt: skip
        if ((first or others) and (not NOT_OURS.search(before) or verb == "partir") and verb not in ("indiquer", "préciser", "signaler", "informer", "confirmer", "proposer", "fixer", "faire", "mettre", "donner", "accorder")) or (first and verb in ("donner", "faire", "mettre") and re.search("réponse|parvenir|partir|livrer|envoyer|passer|interven|vérif|suivre|nouvelles|retour|point|nécessaire", bare[start:])):  # fmt: skip
            return Hit(act if act is not Act.HANDLE else _act_of(bare[start:], act), None, start)
    if Form.PRESENT in forms and forms[Form.PRESENT][1] in (Act.PASS_ON,) and _ours(words, place):
        return Hit(Act.PASS_ON, CommitmentKind.SOFT, start)
    return None


def _hangs(bare: str) -> bool:
    return bool(GIVES.search(bare) or (CONDITIONS.search(re.sub(_SOON, "", bare)) and not INVITES.search(bare)))


def _softly(bare: str, words: Sequence[tuple[str, int]], place: int, has_due: HasDue) -> Hit | None:
    """`je fais remonter`, `je regarde ce que je peux faire`, `le colis devrait arriver`."""
    word, start = words[place]
    if word in ("pourrons", "pourrai", "pourra"):
        following = next(
            (
                french_forms()[each]
                for each, _ in words[place + 1 : place + 5]
                if Form.PLAIN in french_forms().get(each, {})
            ),
            None,
        )
        return Hit(following[Form.PLAIN][1], None, start) if following and GIVES.search(bare) else None
    if word in ("espérons", "espère"):
        following = next(
            (
                french_forms()[each]
                for each, _ in words[place + 1 : place + 5]
                if Form.PLAIN in french_forms().get(each, {})
            ),
            None,
        )
        return Hit(following[Form.PLAIN][1], CommitmentKind.SOFT, start) if following and _ours(words, place) else None
    if word in ("demande", "demandons"):
        asks = re.match(r"\w+ (?:immédiatement |aussitôt |dès \w+ )?(?:à |au |aux |que |qu')", bare[start:])
        return (
            Hit(_act_of(bare[start:], Act.PASS_ON), None, start) if asks and _ours(words, place) and has_due() else None
        )
    if word in ("pourrons-nous", "pourrai-je"):
        return Hit(_act_of(bare, Act.HANDLE), CommitmentKind.SOFT, start) if "peut-être" in bare else None
    if word in ("devrait", "devraient", "devrions", "devrais"):
        for each, _ in words[place + 1 : place + 5]:
            forms = french_forms().get(each)
            if each == "être":
                return _participle(words, place + 2, start)
            if forms and Form.PLAIN in forms:
                return Hit(forms[Form.PLAIN][1], CommitmentKind.SOFT, start)
        return None
    return (
        Hit(Act.PASS_ON, CommitmentKind.SOFT, start)
        if _ours(words, place) and SOFT.search(bare[max(0, start - 1) :])
        else None
    )


def _is_foreign(before: str) -> bool:
    """Whether what stands before the verb is somebody or something that does not promise for us."""
    subject = _TRAILING.sub("", before)
    return bool(NOT_OURS.search(subject) and not OUR_PEOPLE.search(subject))


def _client_gets(bare: str, words: Sequence[tuple[str, int]], place: int) -> Hit | None:
    word, start = words[place]
    rest = bare[start + len(word) :]
    if word in RECEIVES:
        return (
            None
            if re.search(r"\b(?:chaque|tous les|toutes les)\b", rest)
            else Hit(_act_of(rest, Act.SEND), None, start)
        )
    if word == "aurez":
        return Hit(_act_of(rest, Act.REPLY), None, start) if HAVES.match(rest.strip()) else None
    return _participle(words, place + 1, start)


def _participle(words: Sequence[tuple[str, int]], place: int, start: int) -> Hit | None:
    """`sera bien traitée`, `serez contacté`: a participle of ours within three words."""
    known = french_forms()
    for word, _ in words[place : place + 4]:
        forms = known.get(word)
        if forms and Form.DONE in forms:
            verb, act = forms[Form.DONE]
            return Hit(act, None, start) if verb not in ("présenter", "tenir") or word.startswith("ten") else None
        if word in ("ravi", "obligé", "tenu", "pas", "plus", "jamais", ","):
            return None
    return None


def _passive(bare: str, words: Sequence[tuple[str, int]], place: int, has_due: HasDue) -> Hit | None:
    start = words[place][1]
    before = bare[_clause_start(words, place) : start]
    hit = _participle(words, place + 1, start)
    weak = hit is None or (hit.act is Act.HANDLE and WEAKLY_DONE.match(bare[start:]))
    if NOT_OURS.search(before) and weak and not re.search(r"rembours|dossier|demande|réponse", before):
        return None
    ready = has_due() or "visible" in bare
    named = OUR_THINGS.search(before) or OUR_PEOPLE.search(before) or re.search(r"\bvo(?:tre|s)\b|\btout\b", before)
    if hit is None and ready and named and re.match(r"\w+ (?:\w+ )?(?:prêt|disponible|visible|là\b|sur place|présent|résolu|opérationnel|chez vous|de retour|en ligne|sur votre compte|dans votre|à votre domicile|effecti)", bare[start:]):  # fmt: skip
        hit = Hit(_act_of(before, Act.DELIVER), None, start)
    return Hit(hit.act if hit.act is not Act.HANDLE else _act_of(bare, hit.act), None, start) if hit else None


def _future_perfect(words: Sequence[tuple[str, int]], place: int) -> Hit | None:
    return _participle(words, place + 1, words[place][1])


def _going_to(bare: str, words: Sequence[tuple[str, int]], place: int) -> Hit | None:
    word, start = words[place]
    known = french_forms()
    for next_place in range(place + 1, min(place + 7, len(words))):
        following = words[next_place][0]
        forms = known.get(following)
        if word == "allez":
            if following == "recevoir":
                return Hit(_act_of(bare[start:], Act.SEND), None, start)
            if following == "être":
                return _participle(words, next_place + 1, start)
            continue
        if following == "être":
            return _participle(words, next_place + 1, start)
        if following in ("essayer", "tenter", "tâcher", "voir", "regarder", "parler"):
            return Hit(_act_of(bare[start:], Act.CHECK), CommitmentKind.SOFT, start)
        if forms and Form.PLAIN in forms:
            before = bare[_clause_start(words, place) : start]
            if word in ("va", "vont") and _is_foreign(before):
                return None
            if word in ("va", "vont") and not (OUR_PEOPLE.search(before) or OUR_THINGS.search(before) or "vous" in [w for w, _ in words[place + 1 : next_place]]):  # fmt: skip
                return None
            act = forms[Form.PLAIN][1]
            return Hit(act if act is not Act.HANDLE else _act_of(bare[start:], act), None, start)
        if following not in SKIPPED and not following.endswith("ment") and following not in ("donc", "alors", "tout", "de", "suite", "bien", "aussi", "également", "faire", "laisser", "pouvoir", "devoir"):  # fmt: skip
            return None
    return None


def _deed(bare: str, words: Sequence[tuple[str, int]], has_due: HasDue) -> Hit | None:
    """`virement demain`, `livraison prévue mardi`: no verb, a limit of time."""
    if len(words) > 26 or not has_due():
        return None
    planned = PLANNED.search(bare)
    deed = PLANNED_DEED.search(bare)
    if planned and deed and not NOT_OURS.search(bare) and not re.search(r"\b(?:était|étaient|initialement|avait|pas|devait|faisons part)\b", bare):  # fmt: skip
        return Hit(_act_of(bare, Act.VISIT), None, deed.start())
    found = DEED.search(re.sub(r"^[^,]{0,30}, ", "", bare)) if len(words) <= 14 else None
    if found and not re.search(
        r"\b(?:est|sont|a|ont|était|été|avez|avons|ai|reçue?s?|suite|merci|faut|peut|veuillez|vous pouvez|dû|due)\b",
        bare,
    ):
        return Hit(_act_of(bare, Act.HANDLE), None, bare.find(found[0].strip()))
    return None


def _act_of(words: str, otherwise: Act) -> Act:
    for pattern, act in ACTS_OF_DEED:
        if re.search(rf"\b(?:{pattern})", words):
            return act
    return otherwise


def _clause_start(words: Sequence[tuple[str, int]], place: int) -> int:
    for word, start in reversed(words[:place]):
        if word in (",", ";", ":", ".", "!", "(", ")", "mais", "car", "donc", "que", "qu'"):
            return start + len(word)
    return 0


def _pronouns(words: Sequence[tuple[str, int]], place: int) -> set[str]:
    found = set()
    for word, _ in reversed(words[max(0, place - 3) : place]):
        if word not in SKIPPED:
            break
        found.add(word)
    return found


def _ours(words: Sequence[tuple[str, int]], place: int) -> bool:
    """Whether the subject is `je`, `nous` or `on`, right before the verb but for pronouns."""
    for word, _ in reversed(words[max(0, place - 4) : place]):
        if word in ("je", "j'", "on", "nous"):
            return True
        if word not in SKIPPED and word not in ("n'", "ne"):
            return False
    return False


def _elliptic(words: Sequence[tuple[str, int]], place: int) -> bool:
    return place == 0 or all(word in SKIPPED for word, _ in words[:place])


def _negated(bare: str, start: int, end: int) -> bool:
    near = bare[max(0, start - 3) : end]
    if STILL.search(near):
        return False
    found = NEGATION.search(near)
    return bool(found and found.start() <= len(near) - 4 and not re.search(r"ne .{0,20}\bque\b", found[0]))
