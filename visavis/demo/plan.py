"""What is planted: the company's calendar, houses and people, and the truths that the engine must find by itself.

Les Ateliers Mirabelle sell furniture and things for the home, online and in five shops, from three warehouses.
"""

from dataclasses import dataclass

from visavis.demo.days import FIRST_DAY as FIRST_DAY
from visavis.demo.days import LAST_DAY as LAST_DAY
from visavis.demo.days import OBSERVED_UNTIL as OBSERVED_UNTIL

WAREHOUSES = ("Lille", "Lyon", "Toulouse")
CARRIERS = ("Norexpress", "TransAlpes", "Mistral Fret")
FAULTY_WAREHOUSE = 0
FAULTY_SINCE = "2025-04-01"
"""From this announced date on, the warehouse of Lille no longer prepares its orders in time."""

REINFORCED_SINCE = "2025-09-01"
"""From this day on more people call clients back: the planted effect."""
SCRIPT_SINCE = "2025-03-01"
"""A new welcome script was announced that changed nothing: the planted non-effect."""
NEW_SITE_SINCE = "2025-10-01"
"""From this day on the new website fails more often: the planted rising theme."""

TEAMS = ("Service client", "SAV", "Facturation", "Logistique", "Grands comptes")
CUSTOMER_CARE, AFTER_SALES, BILLING, LOGISTICS, KEY_ACCOUNTS = range(5)
AGENTS_PER_TEAM = (12, 8, 5, 6, 5)
AGENTS = (
    "s.lagrange", "m.toure", "p.vernier", "c.bastide", "l.moreno", "h.quint", "a.delval", "j.prigent", "n.sellier",
    "f.oudin", "k.benyoub", "e.carlier", "r.thomasset", "d.pinault", "v.estrade", "o.lefort", "i.castel", "b.ruffin",
    "g.malherbe", "y.sabri", "t.berthod", "w.haas", "c.joubert", "m.alibert", "s.drouet", "l.pasquier", "a.nkosi",
    "r.guillou", "p.soubise", "e.vanacker", "d.laurier", "h.mesnard", "c.roumier", "j.tavernier", "f.abadie", "n.krief",
)  # fmt: skip
"""Logins, team after team in the order of `TEAMS`; invented."""

SHOPS = ("Lille Grand-Place", "Paris Daumesnil", "Lyon Part-Dieu", "Toulouse Capitole", "Nantes Bouffay")
PRODUCTS = (
    "la table", "le buffet", "la commode", "le canapé", "la lampe", "le lit", "le bureau", "la bibliothèque",
    "le fauteuil", "le tapis", "la chaise haute", "le miroir", "l’armoire", "la suspension",
)  # fmt: skip
PRODUCTS_EN = (
    "the table", "the sideboard", "the chest of drawers", "the sofa", "the lamp", "the bed", "the desk",
    "the bookcase", "the armchair", "the rug", "the high chair", "the mirror", "the wardrobe", "the ceiling light",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rates:
    """How often things happen."""

    organisations: float = 0.07
    english: float = 0.05
    key_accounts: float = 0.02
    key_accounts_held: float = 0.4
    late: float = 0.043
    late_at_fault: float = 0.375
    cancelled: float = 0.03
    lost: float = 0.008
    incomplete: float = 0.014
    called_back: tuple[float, float] = (0.76, 0.91)
    commitments_kept: float = 0.81


RATES = Rates()
