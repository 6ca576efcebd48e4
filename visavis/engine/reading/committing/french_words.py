"""What the words of French promises look like: patterns and lists for `french.py`."""

import re

from visavis.engine.reading.committing.acts import Act

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
    r"(?<!en )\bune fois\b|\bsitôt\b|\baussitôt (?:que|qu'|la|le|les|votre)|\bà (?:la )?réception\b|\baprès (?:réception|validation|votre|accord|signature|paiement|règlement)\b|\b(?:lorsque|lorsqu'|quand) (?:vous|nous aurons|j'aurai|le|la|votre|vos|les)\b|"
    r"\bsous réserve\b|\bà condition\b|\ben cas d\w*\b|\bs'il (?:n'|ne |y |est|s'|le faut)|\bsi (?:le|la|les|l'|votre|vos|rien|ce|cela|aucun|jamais|nécessaire|besoin)\b|\bsi (?:vous|je|nous|on)\b|\bs'ils?\b|\btant que\b|\bsuite à votre (?:accord|validation)|\bpassé ce délai\b"
)
SOON = r"dès que possible|dès que (?:c'est |ce sera )?possible"
ASKS_FIRST = re.compile(r"^\W*(?:(?:merci|veuillez|il (?:nous|me) (?:faut|faudrait|manque)|j'ai besoin|nous avons besoin|il suffit)\b|(?!rassurez|sachez|soyez|comptez|notez|croyez|recevez)[a-zé]+ez(?:-(?:nous|moi|le|la|les|en)){1,2}\b)[^.]*?(?:\bet\b|,|:|pour qu|afin qu)")  # fmt: skip
INVITES = re.compile(r"\bsi (?:vous|tu|t')|\ben (?:appelant|cliquant|composant|vous (?:connectant|rendant|présentant|inscrivant)|scannant|présentant|suivant|choisissant)\b|\bsi (?:vous|jamais vous|besoin|nécessaire|d'autres)\b ?(?:n'?)?(?:(?:en |y |le |la |nous |me |m')?(?:avez|aviez|souhaitez|souhaiteriez|désirez|voulez|rencontrez|préférez|ressentez|constatez|estimez|pensez|avez besoin|l'estimez|le souhaitez|le désirez|le voulez|êtes|vous|changez|décidez|persist\w+|se reprodui\w+|convient|constatiez|veniez|deviez|hésitez|disposez d'autres))?")  # fmt: skip
"""`si vous avez des questions …`: an invitation, no promise."""
GIVES = re.compile(
    r"\b(?:dès que|une fois que|quand|lorsque|aussitôt que|après que|sitôt que) vous (?:m'|nous |me |l'|le |la |les )*(?:aurez|avez|serez)\b|\bà votre (?:retour|arrivée|accord)\b"
)
VAGUE = re.compile(
    rf"{SOON}|prochainement|rapidement|au plus vite|au plus tôt|plus tôt possible|plus vite possible|meilleurs? délais?|(?:plus )?brefs? délais?|courts? délais?|sous peu|bientôt|très vite|sans tarder|sans délai|ultérieurement|d'ici peu|d'ici là|en temps voulu|incessamment|dans la foulée|"
    r"suit son cours|ne saurait tarder|dans les temps|aussi vite que|quand (?:ce sera )?possible|aussitôt|au fil de|régulièrement|tenir informée?|tout de suite|immédiatement|en priorité|\bvite\b|dans un premier temps"
)
SOFT = re.compile(
    r"\b(?:essa[iy]er\w*|tâcher\w*|tenter\w*|tente|tâche|essaie|essaye|essayons|tâchons|tentons|efforc\w+|s'efforc\w+|espèr\w+|espér\w+)\b|dans la mesure du possible|\bsi possible\b|si (?:le planning|je peux|nous (?:le )?pouvons|nos stocks)|peut-être|normalement|a priori|sans doute|probablement|en principe|on verra|"
    r"\b(?:devrai[ts]|devraient|devrions|pourrai[ts]|pourrions|pourraient)\b|voir (?:ce que|si|s'|comment|avec)|regarde(?:r|rai)? (?:ce que|si|comment)|\b(?:vois|regarde|verrai|verrons) (?:ce que|si|avec|comment)|"
    r"(?:faire|fais|faisons|ferai|ferons) remonter|remont(?:er|e|ons|erai|erons|ée?s?)\b|(?:transmet\w*|transmise?s?|fais suivre|faire suivre|fait suivre)\b[^.]*\b(?:service|responsable|collègue|équipe|hiérarchie|direction|technique|concerné)"
)
NEGATION = re.compile(
    r"\b(?:aucune?|personne|rien|nul)\b[^,;.]{0,30}\b(?:ne|n')|\b(?:ne|n')\s?(?:\w+'?\s?){1,4}?\b(?:pas|plus|jamais|aucune?|guère|rien|que)\b"
)
STILL = re.compile(r"(?:ne|n') ?(?:manque|oublie|tarde)r\w* pas|sans faute")
NOT_OURS = re.compile(
    r"\b(?:client\w*|locataire\w*|acheteur|abonné\w*|prélèvements?|paiements?|mensualités?|échéances?|abonnements?|contrats?|tarifs?|prix|forfaits?|promotions?|offres? (?:prendra|se|est|sera)|assureur|assurance|banque|préfecture|mairie|état|loi|garantie|facturation|loyers?|frais|pénalités|syndic|huissier|tribunal|voisins?|(?:ancien|autre|nouvel|précédent) (?:opérateur|fournisseur|assureur)|la poste|douanes?|police|mutuelle|fabricant|loueur|expéditeur|leurs? \w+|fournisseur d'énergie|notaire|assureurs?|gestionnaire du réseau|hôpital|caf|urssaf|impôts)\b"
)
OUR_PEOPLE = re.compile(
    r"\b(?:techniciens?|technicienne|conseill(?:er|ère)s?|collègues?|responsables?|équipes?|services?|vendeu(?:r|se)s?|livreurs?|transporteurs?|gestionnaires?|comptabilité|comptable|ateliers?|agences?|direct(?:eur|rice)s?|direction|chefs?|prestataires?|"
    r"sous-traitants?|ingénieurs?|commercial\w*|experts?|installateurs?|plombiers?|électriciens?|monteurs?|dépanneurs?|réparateurs?|chargée?s?|interlocut\w+|spécialistes?|support|SAV|sav|logistique|entrepôts?|magasins?|boutiques?|secrétariat|médecin|juriste|"
    r"on|nous|notre|nos|personne|quelqu'un|correspondant\w*|partenaires?|agents?|opérateur|bureau d'études|usine|poseurs?|maintenance|planning|assistant\w*|adjoint\w*|stagiaire|remplaçant\w*|successeur|fournisseurs?|coordinat\w+|préparat\w+|manager|superviseur)\b"
)
OUR_THINGS = re.compile(r"\b(?:colis|commandes?|matériels?|documents?|courriers?|virements?|pièces?|produits?|livraisons?|envois?|devis|offre|proposition|attestations?|duplicata|remboursements?|avoirs?|réponses?|interventions?|articles?|équipements?|box|boîtier|cartes?|chèques?|bons?|dossiers?|rapports?|véhicules?|machines?|appareils?|échantillons?|factures?|contrats?|étiquettes?|liens?|récapitulatifs?|régularisations?|remises?|corrections?|camions?|solution|tout|réparations?|dépannages?|travaux|installations?|rendez-vous|rectificatifs?|somme|montant|geste)\b")  # fmt: skip
DELIVERED = frozenset(
    (
        "arriver",
        "parvenir",
        "partir",
        "repartir",
        "suivre",
        "venir",
        "rendre",
        "débuter",
        "démarrer",
        "reprendre",
        "intervenir",
        "apparaître",
    )
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
    r"\b(?:(?:est|sont|a été|ont été|reste|bien)\s+)?(?:prévue?s?|programmée?s?|planifiée?s?|fixée?s?|attendue?s?|calée?s?|confirm(?:e|ons|ée?s?))\b"
)
PLANNED_DEED = re.compile(r"\b(?:livraison|intervention|visite|passage|réparation|rendez-vous|rdv|installation|remboursement|virement|expédition|dépannage|raccordement|mise en service|appel|retour|réponse|rétablissement|technicien|envoi|départ|arrivée|colis|commande)\b")  # fmt: skip
STANDS = re.compile(
    r"\b(?:(?:reviens?|revenons|revient) (?:rapidement |très vite |bien |donc )?vers vous|fer(?:a|ont) l\'objet d\'une? (?:réponse|traitement|remboursement|avoir|étude|vérification|analyse|suivi|geste|contrôle)|me renseigne|nous renseignons|vous redis|vous dirai|(?:lui|leur) demanderai|demander(?:ai|ons) (?:à|au)|(?:m'en|s'en|nous en) (?:occupe|occupons|charge|chargeons|occupent|chargent)|m'occupe|nous (?:nous )?occupons|me charge|"
    r"(?:je|nous|on) (?:vous )?(?:tiens|tenons|tient) (?:bien sûr |évidemment |bien entendu )?(?:au courant|informée?s?|régulièrement informée?s?|au fait)|vous (?:tiens|tenons|tient) (?:\w+ )?(?:au courant|informée?s?)|(?:m'|nous |nous nous )engag\w+ (?:à|sur)|vous promets|vous promettons|vous garanti\w+|"
    r"(?:fais|faisons|fait|font) (?:tout |immédiatement |de suite |donc |aussitôt )?le nécessaire|(?:fais|faisons) au plus vite|travaill\w+ (?:à|sur) (?:une|la) (?:solution|résolution)|(?:mettons|met|mettent|mets) tout en œuvre|(?:mettons|met) tout en oeuvre|mobilisée?s? pour|c'est promis|vous pouvez compter sur|comptez sur)\b"
)
VAGUE_STANDS = re.compile(
    r"nécessaire|au plus vite|renseign|redis|solution|résolution|tout en œuvre|tout en oeuvre|mobilisé|occup|informé|courant|charge"
)
ALREADY = re.compile(r"ci-joint\w*|ci-jointe|pièces? jointes?|en annexe|ci-dessous|ci-après|\brappel(?:le|ons) (?:\w+ )?(?:que|qu'|toutefois|cependant)|\bjoins\b|\bhier\b|à l'instant")  # fmt: skip
WEAKLY_DONE = re.compile(r"\w+ (?:\w+ )?(?:effectu|appliqu|fix|mis|pris|fait|donn|report|lanc|réalis|présent)")
TRAILING = re.compile(r"(?:\b(?:nous|vous|lui|leur|le|la|les|en|y|me|se)\b ?|\b[lmst]' ?)+$")
A_NOUN_FOLLOWS = frozenset(
    ("un", "une", "du", "cet", "cette", "votre", "notre", "mon", "ma", "de", "d'", "ce", "aucun", "tout", "chaque")
)
SOFTLY = frozenset(("transmets", "transmettons", "fais", "faisons", "regarde", "regardons", "vois", "voyons", "essaie", "essaye", "essayons", "tâche", "tâchons", "tente", "tentons", "devrait", "devraient", "devrions", "devrais", "pourrons", "pourrai", "pourra", "pourrons-nous", "pourrai-je", "espérons", "espère", "verrai", "verrons", "note", "notons", "prévois", "prévoyons", "demande", "demandons"))  # fmt: skip
SKIPPED = frozenset(
    ("me", "m'", "te", "t'", "se", "s'", "nous", "vous", "le", "la", "l'", "les", "lui", "leur", "en", "y")
)
NOW_FOR_YOU = frozenset(["envoyer", "renvoyer", "adresser", "expédier", "rappeler", "rembourser", "créditer", "livrer", "remplacer", "échanger", "offrir", "transmettre", "transférer", "prêter", "réserver", "recontacter", "commander", "accorder", "reprendre", "remettre", "préparer", "corriger", "établir", "faire"])  # fmt: skip
"""What `je vous envoie le contrat` does: said in the present, done right after."""
SPARES = re.compile(
    r"\bne (?:vous )?(?:(?:facturer|compter|prélever|réclamer|retiendr|appliquer|imputer)(?:ons|ai|a)\b[^,;.]{0,12}\b(?:pas|aucune?|rien|plus)|(?:sera|seront|serez) (?:\w+ )?(?:pas|plus) (?:facturé|compté|prélevé|réclamé|débité)e?s?)"
)
"""What we abstain from, in the client’s favour."""
LOOKS = re.compile(
    r"\b(?:étudi|examin|analys|regard|vérifi|parler|toucher|aborder|partager|réfléchir|soulever|signaler|noter|prend\w+ (?:en compte|en considération|note)|soumis|versée?s?|prise?s? en (?:compte|considération)|garde\w* (?:un œil|en tête|à l'esprit)|remont|ferai en sorte|veiller)\w*"
)
"""A look, a thought, a word to somebody: nothing that the reader gets, unless an answer is promised too."""
ANSWERS = re.compile(
    r"\b(?:(?:re)?v(?:iens|enons|iendrai|iendrons|ient) vers|(?:vous|te|t') (?:re)?(?:dis|dit|disons|dirai|dirons|réponds?|répondons|répondrai|répondrons|tiens|tenons|tiendr\w+|rappell\w*|recontact\w+|informer\w+|fer\w+ (?:un )?(?:retour|part|point)|envo\w+|rapporte|confirm\w*|donner\w+)|(?:réponse|retour|résultat)\b|revenir vers|répondre|rappeler)"
)
TOGETHER = re.compile(
    r"\bensemble\b|\btous les deux\b|\breparler(?:ons|a)\b|\bnous (?:en )?(?:parlerons|discuterons|reparlerons|verrons|conviendrons|rencontrerons|choisirons|ferons le point)\b"
)
"""What we and the reader do together binds both."""
TO_YOU = re.compile(
    r"\b(?:je|on|nous) (?:vous |te |t')(?:en |la |le |les |l'|y )?(?!remerci|pri|souhait|inform|confirm|propos|invit|conseil|écri|présent|demand|comprend|assur|sugg|trouv|doi|dev|peu|pouv|ai\b|as\b|a\b|av|enten|croi|atten|signal|join|recommand|laiss|encourag|rappel|rest|sav|félicit|garanti|épargn|suis|somm|est\b|serai|veux|contact|écout|voi|expli|indiqu|précis|rassur|transmett\w* (?:ci|nos|mes)|adress\w* (?:ci|nos|mes|ce)|fais (?:part|confiance)|sers|accus|cit|rejoi)[a-zàâçéèêîôû]+(?:e|s|ons|t|ds|x)\b"
)
"""`on vous refait la géométrie`: any verb in the present, for the client."""

ACTS_OF_DEED: tuple[tuple[str, Act], ...] = (
    ("rappel|appel|téléphon", Act.CALL), ("réponse|retour|point|contact", Act.REPLY), ("virement|remboursement|avoir", Act.REFUND), ("livraison|colis|commande|départ|expédition|arrivée", Act.DELIVER),
    ("envoi|document|attestation|courrier", Act.SEND), ("passage|visite|intervention|technicien|rendez-vous|rdv|installation|raccordement", Act.VISIT), ("devis|offre|proposition", Act.QUOTE),
    ("réparation|dépannage|rétabli|mise en service", Act.REPAIR), ("correction|rectif", Act.CORRECT), ("vérification|contrôle", Act.CHECK), ("nouvelles|suivi|informé|courant|confirmation", Act.INFORM),
)  # fmt: skip
