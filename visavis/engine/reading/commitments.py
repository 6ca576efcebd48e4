"""Sentences that promise something to clients, told apart from what only looks so. French and English, by a grammar.

A promise needs content (a limit of time, an amount, a right, a level) and somebody or something of ours that it binds.
Conditions on the client, boilerplate, negations, what is past, and praise without content are none.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from visavis.engine.reading.deadlines import Deadline, deadline_in
from visavis.engine.reading.sentences_of import LONGEST


class Content(StrEnum):
    """What is promised."""

    DELAY = "delay"
    AMOUNT = "amount"
    RIGHT = "right"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Commitment:
    """A sentence that promises; `about` names what is done for the client (`delivery`, `refund` …), empty if unknown."""

    sentence: str
    language: str
    content: Content
    about: str
    deadline: Deadline | None = None


def commitment_in(sentence: str) -> Commitment | None:
    """What the sentence promises to a client; None where it promises nothing that could be told kept or broken."""
    if not 8 <= len(sentence) <= LONGEST or not any(letter.isalpha() for letter in sentence):
        return None
    plain = sentence.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    if any(pattern.search(plain) for pattern in _NEVER):
        return None
    language = "fr" if len(_FRENCH.findall(plain)) >= len(_ENGLISH.findall(plain)) else "en"
    about = next((name for name, pattern in ABOUT.items() if pattern.search(plain)), "")
    content, deadline = _content(plain, about)
    return Commitment(sentence, language, content, about, deadline) if content else None


def _content(plain: str, about: str) -> tuple[Content | None, Deadline | None]:
    ours = bool(about or _OURS.search(plain))
    if _AMOUNT.search(plain):
        return Content.AMOUNT, None
    if _RIGHT.search(plain):
        return Content.RIGHT, None
    if _FLOOR.search(plain):
        return Content.LEVEL, None
    if _NEGATED.search(plain):
        return None, None
    if _LEVEL.search(plain):
        return Content.LEVEL, None
    deadline = deadline_in(plain)
    bound = ours or _TO_CLIENT.search(plain) or _STRONG.search(plain)
    return (Content.DELAY, deadline) if deadline and bound else (None, None)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_FRENCH = re.compile(r"[éèêàçùîôœ]|\b(?:le|la|les|de|des|du|un|une|et|en|nous|vous|votre|nos|sous|dans|pour|est|au|sur|par|jours?|ou|livraison|heures?|si)\b", re.IGNORECASE)  # fmt: skip
_ENGLISH = re.compile(r"\b(?:the|a|an|of|and|in|we|you|your|our|is|are|for|to|by|with|within|at|on|days?|if|free|hours?|delivery|or)\b", re.IGNORECASE)  # fmt: skip

ABOUT: dict[str, re.Pattern[str]] = {
    "refund": _any(r"rembours", r"restitu[ée]", r"\brefund", r"money back", r"reimburse"),
    "repair": _any(r"répar", r"dépann", r"\brepair", r"\bfix(?:es|ed)?\b", r"rétabli", r"restor", r"corrig", r"\bSAV\b", r"après-vente"),
    "exchange": _any(r"remplac", r"échang", r"\breplac", r"\bexchang"),
    "quote": _any(r"\bdevis\b", r"proposition commerciale", r"\bquot(?:e|ation)s?\b", r"\bestimate\b(?! only)"),
    "complaint": _any(r"réclamation", r"\bcomplaints?\b", r"\blitige"),
    "call": _any(r"rappel(?:le|er|ons|ez|é)", r"\bcall(?:s|ing)? (?:you )?back", r"\bcall you\b", r"call-?back", r"joindr"),
    "reply": _any(r"répon[ds]", r"\bréponse", r"revien(?:t|dra|nent|drons)", r"accus(?:ons|e|é)[^.]{0,3} (?:de )?réception", r"\brepl(?:y|ies)", r"\brespon[ds]", r"\banswer", r"get back to", r"acknowledg", r"\bcontact(?:e|ons|erons|és?)\b"),
    "intervention": _any(r"\binterven", r"technicien", r"\bse déplace", r"sur site", r"\bengineer", r"technician", r"on[ -]site", r"\bvisits?\b", r"rendez-vous", r"appointment"),
    "incident": _any(r"\bincident", r"\bpannes?\b", r"\boutage", r"pris(?:e|es)? en charge", r"prenons en charge", r"\btickets?\b"),
    "installation": _any(r"install", r"mise en service", r"raccordement", r"activ(?:ation|é)", r"\bset[ -]?up\b", r"commission(?:ed|ing)"),
    "delivery": _any(r"livr(?:é|e\b|er|ons|aison|era)", r"expédi", r"\bcolis\b", r"votre commande", r"\benvo(?:yé|i\b|yons)", r"adressée?s?\b", r"\bréception\b", r"\bdeliver", r"\bship(?:s|ped|ping|ment)?\b", r"\bdispatch", r"your order", r"orders? (?:placed|leave|arrive)", r"part(?:ent)? (?:de|le jour)", r"\brecevrez\b", r"you (?:will )?receive", r"\barriv", r"\bachemin"),
    "file": _any(r"dossiers?\b", r"demandes?\b", r"\brequests?\b", r"\btrait(?:é|ons|era|eront)"),
}  # fmt: skip
"""What is done for a client, the more special first."""

_OURS = _any(r"\bnous\b", r"\bnos\b", r"\bnotre\b", r"\bwe\b", r"\bour\b", r"prestataire", r"fournisseur", r"vendeur", r"la société", r"l'entreprise", r"\bvous (?:recev|est|sont|sera|parvien|êtes|disposez)", r"\bsupplier\b", r"\bcontractor\b", r"\bthe (?:company|seller|provider)\b", r"\byou (?:will )?(?:get|receive)")  # fmt: skip

_TO_CLIENT = _any(r"\bvo(?:us|tre|s)\b", r"\byour?\b")
_STRONG = _any(r"\bsous\b", r"au plus tard", r"dans un délai", r"dans l(?:e|es|a|')\b", r"\bwithin\b", r"no (?:later|more) than", r"\binside\b")  # fmt: skip
"""A limit said so binds whoever is named, where no client is."""

_CURRENCY = r"(?:€|euros?|eur\b|£|\$|pounds?|dollars?)"
_MONEY = rf"(?:\d[\d ,.]*\s?(?:{_CURRENCY}|%|p\. ?c\.)|[£$€]\s?\d[\d,.]*)"
_GIVEN = r"(?:rembours\w*|indemni\w*|avoirs?\b|remises?\b|vers(?:e|ons|é|ée|ées|és)\b|créditons|dédommag\w*|réductions?|refund\w*|credit\w*|compensat\w*|\bpay\b|\boff\b|reimburs\w*|voucher)"
_TO_YOU = r"(?:\bvous\b|\bvotre\b|\bvos\b|au client|\byou\b|\byour\b|to the customer|nous|\bwe\b)"
_AMOUNT = _any(
    rf"^(?=.*{_TO_YOU})(?=.*{_GIVEN}).*{_MONEY}",
    rf"\d ?% .{{0,25}}\brembours|\b(?:rapporte|donne droit à|crédit\w+) .{{0,20}}{_MONEY}",
    rf"\b(?:nous|prestataire|fournisseur|vendeur|bailleur|transporteur|entrepreneur|we|provider|supplier|contractor|seller|landlord|carrier)\b.{{0,30}}\b(?:vers|pa[iy]|déduis|doit|owes?|deducts?)\w*\b.{{0,40}}{_MONEY}",
    r"\bwe (?:will )?waive|\byou (?:get|receive) .{0,30}\b(?:back|refund)\b",
    r"rembours\w* .{0,20}la différence|différence .{0,20}rembours|refund .{0,20}the difference",
)
_RIGHT = _any(
    r"satisfaite?s? ou remboursée?s?",
    r"money[- ]back|your money back",
    r"(?:résili\w+|annul\w+|rétract\w+|cancel|arrêter)\b.{0,30}(?:à tout moment|sans (?:frais|motif|pénalité)|gratuitement|at any time|any time|free of charge|without (?:charge|fee|penalty))",
    r"\b(?:gratuit|offert)(?:e|es|s)?\b(?! (?:pour les profession|d'une valeur de \d+ personnes))|\bgratuitement\b|\bsans frais\b|\baucuns? frais\b",
    r"\bfree (?:returns?|delivery|shipping|of charge|repair|exchange|quote|installation|support)|(?:is|are) free\b|\bno (?:fees?|charge)\b|without charge|at no (?:extra )?(?:cost|charge)",
    r"(?<!dépôt de )garanti(?:e|es|s)?\b.{0,30}?\b(?:\d+|un|deux|trois|quatre|cinq|dix) (?:ans?|mois)|(?:\d+|un|deux|trois|cinq|dix) (?:ans|mois) de garantie|garantie? (?:de )?(?:\d+|deux|trois|cinq|dix) (?:ans|mois)|garanti(?:e|s|es)? à vie",
    r"(?:year|month|lifetime)s?[ -](?:\w+ )?(?:warranty|guarantee)|(?:warranty|guaranteed?) (?:of|for) \w+ (?:years?|months?)",
    r"vous (?:disposez de|avez|pouvez)\b.{0,40}\b\d+ (?:jours|mois)\b|pendant \d+ jours.{0,40}rembours",
    r"you (?:have|can|may)\b.{0,40}\b\d+ (?:days|months)\b.{0,30}(?:return|change|cancel|exchange)|(?:return|exchange|change your mind).{0,40}(?:within|for|up to) \d+ days",
    r"\bvous (?:gardez|conservez)\b|\byou keep\b",
    r"sans (?:supplément|surcoût|payer|rien payer)|pay nothing|at no (?:cost|charge)|for free\b",
    r"(?:compris|inclus)(?:e|es)?\b(?! entre)(?!.*\b(?:TVA|taxes?|TTC)\b).{0,30}(?:abonnement|prix|forfait|formule|offre)|\b(?:is|are|comes?) included\b(?!.*\b(?:VAT|tax))",
    r"garantie décennale|rend(?:s|ons)? votre argent|vous avez le droit|you have the right",
    r"(?:conseiller|interlocuteur|gestionnaire|référent|account manager|adviser|contact)s? (?:uniques?|dédiée?s?|attitrée?s?)|(?:dedicated|single|named) (?:account manager|contact|adviser|advisor)",
)  # fmt: skip
_LEVEL = _any(
    r"\b7 ?j(?:ours)? ?(?:/|sur) ?7|24 ?h(?:eures)? ?(?:/|sur) ?24|\b24/7\b|7 days a week|around the clock|round the clock",
    r"(?:disponibilité|taux|uptime|availability|service level|niveau de service|satisfaction|ponctualité)\b.{0,60}\d+(?:[.,]\d+)? ?%|\d+(?:[.,]\d+)? ?% (?:uptime|availability|de disponibilité)",
    r"\b(?:cinq|six|5|6) jours (?:sur|/) ?(?:sept|7)|\b(?:five|six|5|6) days a week",
    r"\d+(?:[.,]\d+)? ?% (?:des|de nos|de vos|of (?:all |our |your )?)\W*(?:appels?|demandes|commandes|livraisons|tickets|trains|calls|requests|orders|deliveries|emails|e-mails)|(?:accessible|disponible|available|\bup\b).{0,15}\d+(?:[.,]\d+)? ?% (?:du temps|of the time)",
    r"(?:ouvert|joignable|accessible|disponible|open|available|reachable)(?:e|s|es)?\b.{0,40}(?:du lundi|le samedi|7 jours|monday|saturday|every day|tous les jours|de \d+ ?h)",
    r"(?:pièces?|spare parts?)\b.{0,60}(?:disponibles?|en stock|available|in stock)?.{0,20}(?:pendant|durant|for) (?:au moins |at least )?(?:\d+|dix|cinq|sept|ten|five|seven) (?:ans|years)|stock.{0,20}pièces.{0,30}(?:pendant|durant) (?:\d+|dix|cinq|sept) ans",
)  # fmt: skip

_FLOOR = _any(
    r"\bne \w+ jamais (?:sous|au-dessous de|en dessous de) (?:les )?\d", r"\bnever (?:\w+ )?(?:below|under) \d"
)
"""A level that is held, though the sentence denies."""
_NEGATED = _any(r"\bn(?:e |')[^.]{0,40}\b(?:pas|plus|jamais|aucune?|ni|guère)\b", r"^aucune?\b|\baucune?\b(?=[^.]*\bne\b)", r"\b(?:cannot|can't|not|don't|doesn't|won't|never|no longer)\b(?! (?:later|more|happy))", r"^no\b", r"\bne (?:peu\w+|saur\w+|pouvons)\b")  # fmt: skip

_CLIENT = r"(?:le |la |l'|the |each |every |any |tout |chaque )?(?:clients?|customers?|acheteurs?|abonnés?|buyers?|souscripteurs?|locataires?|tenants?|consommateurs?|subscribers?|utilisateurs?|users?|vous|you|adhérents?|maître d'ouvrage|preneur|purchaser|hirer)"
_NEVER = (
    # asked, told by somebody else, headings of pages
    _any(r"\?\s*$", r"^[«“\"].*[»”\"]", r"\b(?:je|j'ai|mon|ma|mes|my|i've|i'm)\b", r"\bI\b(?=\s[a-z])", r"^page \d+"),
    # the client is bound, not us
    _any(
        rf"\b{_CLIENT}\s+(?:doi(?:t|vent)|devr\w+|devez|s'engage(?:nt)?|s'oblige|informe(?:nt)?|signale(?:nt)?|déclare(?:nt)?|notifie(?:nt)?|retourne(?:nt)?|transmet(?:tent)?|est tenu|sont tenus|êtes tenu|must|shall|should|undertakes?|agrees?|is required|are required|needs? to|have to|has to|règle|réglera|fournit|fournira|dispos(?:e|ent|era)\b|will provide|will pay)",
        r"\bpayables?\b|\bpaiements?\b|\bpayments?\b|\brégle(?:r|ment)\b|\bfactur(?:e|es|ation) (?:sont|est|doi)|\binvoices? (?:is|are|must)|exigibles?|\bacomptes?\b|(?<!return your )(?<!returns your )\bdeposit\b|\barrhes\b|intérêts? de|late fee|interest (?:of|on)",
        r"(?:réclamations?|contestations?|demandes?|réserves?|claims?|complaints?|notice|retours?|returns?)\b[^.]{0,30}\b(?:doi(?:t|vent)|devr\w+|must|shall) ",
        r"\b(?:par|by) (?:le |la |l'|the )(?:client|abonné|locataire|acheteur|souscripteur|preneur|customer|tenant|buyer|subscriber|hirer)",
        r"\b(?:is|are) to be (?:returned|paid|reported|made|sent)\b|faute de paiement|if payment",
        r"\bselon une\b|\baccording to\b|\bsondage\b|\bsurvey\b|\bétude\b",
        r"préavis|notice period|months?' notice|days' notice|written notice|either party|chacune des parties",
        r"^(?:laissez|ouvrez|vérifiez|utilisez|conservez|retournez|renvoyez|contactez|prévenez|allow|leave|store|keep|use|open(?! your account in)|check|let)\b",
        r"\b(?:retour|restitution) d(?:u|es) (?:matériels?|véhicules?|biens?) loués?\b",
        r"reste(?:nt)? dus?\b|remains? due|(?:est|sont|is|are) dues?\b",
    ),
    # the law, jurisdictions, data kept, terms of contracts, no liability
    _any(
        r"\bcode (?:civil|de la consommation|de commerce)\b|\barticle [LRD]?\.? ?\d|\bloi n°|\brgpd\b|\bgdpr\b|tribun(?:al|aux)|\bcourts?\b|\blaws? of\b|governed by|régi par",
        r"données\b.{0,40}conserv|\bdata\b.{0,30}(?:kept|retained|stored)|\bcookies?\b",
        r"\b(?:contrat|convention|contract|agreement)\b.{0,30}(?:durée|conclu|runs? for|\bterm\b)|(?:term|durée) (?:of|du|de) (?:this |the |ce |présent )*(?:contract|agreement|contrat)",
        r"responsab(?:le|ilité)|\bliab(?:le|ility)|ne saurai(?:t|ent)|force majeure|nothing in this",
        r"à titre (?:purement )?indicatif|non contractuel|(?:pas|ne sont pas|n'est pas) (?:contractuel|garanti)|indicative|estimates? only|for information only|sans engagement de (?:notre|sa) part|subject to change",
        r"valables? (?:jusqu|\d|pendant)|valid (?:for|until)|\bcourent à compter",
        r"passé (?:ce|un|le) délai|non remboursable|non-refundable|not refundable|au-delà de ce délai",
    ),
    # past
    _any(
        r"\b(?:avons|ont|avez(?! le droit)|avait|avaient|eu) (?:\w+ )?\w+(?:é|és|ée|ées|i|is|it|u|us|ues)\b",
        r"\b(?:a|ont) (?:été|duré|eu|permis|livré)\b|\b(?:était|étaient|furent|fut)\b",
        r"\b(?:was|were|had|has been|have been)\b|\b(?:we|they) (?:delivered|answered|replied|resolved|refunded|shipped|helped|served|handled)\b",
        r"\b(?:last|l'an dernier|l'année dernière|l'an passé) ?(?:year|month|week|quarter)?(?=\b.{0,3}(?:we|nous|,|\.|$))|\ben (?:19|20)\d\d\b|\bin (?:19|20)\d\d\b|\bdepuis (?:19|20)\d\d|\bsince (?:19|20)\d\d",
    ),
    # no promise: doing one's best, soon
    _any(r"de notre mieux|notre possible|nous efforçons|s'efforce|do our best|our utmost|best efforts|endeavou?r|meilleurs délais|plus brefs délais|dès que possible|as soon as (?:possible|we can)|si possible|where possible"),
)  # fmt: skip
