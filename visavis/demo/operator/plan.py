"""What is planted: the company's houses and people, and the truths that the engine must find by itself.

Orvane brings fibre, mobile telephony and electricity to the west of France: shops, a website, a call centre, technicians
on the road. Its name, like everything else here, is invented.
"""

from dataclasses import dataclass

from visavis.demo.chance import Texts, texts

COMPANY = "Orvane"
DOMAIN = "orvane.example"

DEPOTS = ("Rennes", "Nantes", "Caen", "Tours", "Brest")
"""From where technicians drive out."""
FAULTY_DEPOT = 2
FAULTY_SINCE = "2025-04-01"
"""From this agreed date on, the technicians of Caen no longer come on the day: the planted cause."""
CREWS = ("Orvane", "Sillage Réseaux", "Breizh Fibre")
"""Who drives out: own technicians or subcontractors. They are not the cause."""

REINFORCED_SINCE = "2025-09-01"
"""From this day on more people call clients back: the planted effect."""
SCRIPT_SINCE = "2025-03-01"
"""A new welcome script was announced that changed nothing: the planted non-effect."""
NEW_SITE_SINCE = "2025-10-01"
"""From this day on the new website fails more often: the planted rising theme."""

TEAMS = (
    "Boutiques", "Service client", "Site et application", "Commandes", "Planification", "Interventions", "Logistique",
    "Réseau", "Facturation", "Recouvrement", "Informatique", "Comptes entreprises",
)  # fmt: skip
(SHOP_TEAM, CARE, SITE_TEAM, ORDERING, PLANNING, FIELD, LOGISTICS, NETWORK, BILLING, COLLECTING, COMPUTING, KEY_ACCOUNTS) = range(12)  # fmt: skip
FRONT = (SHOP_TEAM, CARE, FIELD, KEY_ACCOUNTS)
"""Teams that clients speak with; the others work behind them."""
SERVES = (
    (SHOP_TEAM, None, "accueille et vend"), (CARE, None, "répond et résout"), (SITE_TEAM, None, "tient le site et l’application"),
    (FIELD, None, "installe et dépanne"), (KEY_ACCOUNTS, None, "suit les entreprises"), (BILLING, None, "facture"),
    (COLLECTING, None, "relance et échelonne"), (ORDERING, SHOP_TEAM, "saisit et contrôle les commandes"),
    (ORDERING, CARE, "dit où en est une commande"), (PLANNING, FIELD, "fixe les rendez-vous"),
    (PLANNING, ORDERING, "confirme une date"), (LOGISTICS, FIELD, "prépare le matériel"), (LOGISTICS, SHOP_TEAM, "livre les boutiques"),
    (NETWORK, FIELD, "active la ligne"), (NETWORK, CARE, "dit l’état du réseau"), (BILLING, CARE, "explique une facture"),
    (BILLING, COLLECTING, "transmet les impayés"), (COMPUTING, SITE_TEAM, "fait tourner le site"), (COMPUTING, BILLING, "édite les factures"),
    (COMPUTING, PLANNING, "tient l’agenda des tournées"), (PLANNING, KEY_ACCOUNTS, "réserve les créneaux des entreprises"),
)  # fmt: skip
"""Who serves whom (None: the client), and with what."""

AGENTS_PER_TEAM = (12, 14, 6, 7, 6, 12, 7, 6, 6, 5, 6, 8)
AGENTS = (
    "s.lagrange", "m.toure", "p.vernier", "c.bastide", "l.moreno", "h.quint", "a.delval", "j.prigent",
    "n.sellier", "f.oudin", "k.benyoub", "e.carlier", "r.thomasset", "d.pinault", "v.estrade", "o.lefort",
    "i.castel", "b.ruffin", "g.malherbe", "y.sabri", "t.berthod", "w.haas", "c.joubert", "m.alibert",
    "s.drouet", "l.pasquier", "a.nkosi", "r.guillou", "p.soubise", "e.vanacker", "d.laurier", "h.mesnard",
    "c.roumier", "j.tavernier", "f.abadie", "n.krief", "b.cadiou", "m.lozach", "g.hervieu", "t.morvan",
    "a.quillec", "s.bellanger", "r.cosquer", "i.dumesnil", "p.gaudin", "y.lecarpentier", "k.diop", "v.maubert",
    "l.troadec", "n.fauvel", "j.ogier", "d.riou", "e.samson", "h.tanneau", "b.villedieu", "c.auffray",
    "o.lemarie", "m.gohier", "f.pennec", "a.rebours", "s.cloarec", "r.hamelin", "t.jouault", "g.le-dantec",
    "p.bodin", "n.carre", "e.douarin", "k.marzin", "j.ollivry", "i.valois", "l.besnier", "c.chotard",
    "d.eveno", "a.garreau", "m.helias", "s.jamet", "r.kervella", "v.lemonnier", "b.mazeas", "h.pichon",
    "t.querrien", "f.rozec", "g.seveno", "n.thebault", "o.urvoy", "w.vauclin", "y.zeller", "e.brindeau",
    "a.corlay", "j.desnos", "p.fontenay", "l.gicquel", "c.vasselin", "m.ozouf", "s.brehalle",
)  # fmt: skip
"""Logins, team after team in the order of `TEAMS`; invented."""

SHOPS = (
    "Rennes République",
    "Nantes Commerce",
    "Caen Saint-Pierre",
    "Tours Nationale",
    "Brest Siam",
    "Angers Ralliement",
)
PRODUCTS = (
    "la fibre", "la box", "le décodeur", "la ligne fixe", "le forfait mobile", "la carte SIM", "le répéteur wifi",
    "l’abonnement électricité", "le compteur", "la prise fibre",
)  # fmt: skip
PRODUCTS_EN = (
    "the fibre", "the router", "the TV box", "the land line", "the mobile plan", "the SIM card", "the wifi extender",
    "the electricity contract", "the meter", "the fibre socket",
)  # fmt: skip
AT_HOME = (0, 1, 3, 8, 9)
"""What a technician installs."""
BY_POST = (1, 2, 5, 6)
"""What comes by post."""

MAILBOXES = ("service.client", "facturation", "interventions", "entreprises")
"""Shared mailboxes, at the company's domain."""
MAILBOX_NAMES = ("Service client Orvane", "Orvane Facturation", "Orvane Interventions", "Orvane Entreprises")


@dataclass(frozen=True, slots=True)
class Rates:
    """How often things happen."""

    organisations: float = 0.07
    english: float = 0.05
    key_accounts: float = 0.015
    key_accounts_held: float = 0.4
    installations: float = 0.55
    late: float = 0.05
    late_at_fault: float = 0.42
    missed: float = 0.012
    cancelled: float = 0.03
    half_working: float = 0.02
    warned: float = 0.88
    parcels: float = 0.5
    parcel_late: float = 0.06
    parcel_lost: float = 0.006
    outages: float = 0.3
    outage_slow: float = 0.11
    invoices: float = 0.9
    invoice_wrong: float = 0.045
    refund_late: float = 0.16
    called_back: tuple[float, float] = (0.64, 0.93)
    commitments_kept: float = 0.74
    mails_unanswered: float = 0.08
    held_mails_unanswered: float = 0.3
    forms_unanswered: float = 0.27


RATES = Rates()


def teams() -> Texts:
    """The names of the teams, to be drawn from."""
    return texts(TEAMS)


def agents() -> Texts:
    """The logins, to be drawn from."""
    return texts(AGENTS)
