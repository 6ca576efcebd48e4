"""What is planted in Brévane: its calendar, teams, lines of products, and the truths that the engine must find by itself."""

from dataclasses import dataclass

NAME = "Brévane"
CLIENTS = 400
"""Companies, unless asked otherwise."""
FEWEST, MOST = 20, 100_000
BLOCK = 1000
"""Companies made at a time, from random streams of their own."""


LEAVES_ON = "2025-06-30"
"""The account manager who keeps a portfolio to himself works until this day; nobody was told what he knew."""
SUCCESSOR_ON = "2025-10-06"
"""From this day on somebody else looks after those companies."""
LAUNCHED_ON = "2025-03-03"
"""The line Hydrane is sold from this day on: its studies take too long, and its documentation is missing."""
HOTLINE_SINCE = "2025-09-01"
"""From this day on an engineer is on call for technical questions: the planted effect."""
INVOICE_CHECK_SINCE = "2025-04-01"
"""A second check of invoices was announced that changed nothing: the planted non-effect."""

TEAMS = (
    "Chargés d’affaires", "Devis", "Administration des ventes", "Assistance technique", "Bureau d’études",
    "Fabrication", "Contrôle qualité", "Magasin pièces", "Expédition", "Comptabilité clients",
)  # fmt: skip
ACCOUNTS, QUOTES, SALES, HELP, STUDIES, ASSEMBLY, QUALITY, PARTS_STORE, SHIPPING, BILLING = range(10)
TEAM_SIZES = (12, 7, 9, 10, 8, 18, 6, 6, 7, 6)
BACK_OFFICE = (QUALITY, PARTS_STORE, SHIPPING)
"""Teams that never write to a client, and whose work thanks speak of."""
SERVES = (
    (ACCOUNTS, None, "suit chaque client"), (HELP, None, "dépanne"), (SHIPPING, None, "livre"), (BILLING, None, "facture"),
    (STUDIES, QUOTES, "dit ce qui est faisable"), (STUDIES, ASSEMBLY, "remet les plans"), (ASSEMBLY, QUALITY, "remet la machine"),
    (QUALITY, SHIPPING, "libère l’expédition"), (PARTS_STORE, SHIPPING, "remet les pièces"), (SALES, STUDIES, "transmet la commande"),
    (SALES, PARTS_STORE, "transmet la commande"), (QUOTES, ACCOUNTS, "chiffre"), (ACCOUNTS, SALES, "remet la commande signée"),
    (SHIPPING, BILLING, "transmet le bon de livraison"), (HELP, PARTS_STORE, "commande les pièces"), (STUDIES, HELP, "répond aux questions"),
)  # fmt: skip
"""Which team works for which other one (None: the client), and with what."""
CONSUMER = STUDIES
"""The team in which the time of orders is lost."""

LINES = ("Alta", "Borea", "Vannes V", "Hydrane", "Pièces détachées")
ALTA, BOREA, VALVES, HYDRANE, PARTS = range(5)
WHAT = ("la pompe Alta", "la pompe Borea", "les vannes V", "la pompe Hydrane", "les pièces détachées")
WHAT_EN = ("the Alta pump", "the Borea pump", "the V valves", "the Hydrane pump", "the spare parts")

DOMAIN = "brevane.example"
MAILBOXES = ("devis", "commandes", "support")
FOR_QUOTES, FOR_ORDERS, FOR_SUPPORT = range(3)
TEAM_OF_MAILBOX = (QUOTES, SALES, HELP)

FORGOTTEN_FOR = 100
"""Days after which what was forgotten is done at last: nobody waits for years."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How often things happen; counts are per company and 18 months."""

    english: float = 0.07
    branded: float = 0.1
    """Companies known by a name that has nothing to do with their legal name."""
    orders: float = 9.0
    quotes: float = 5.0
    tickets: float = 4.0
    activities: float = 15.0
    shared_touches: float = 0.42
    """Share of contacts with a company that another person than its account manager has, outside the locked portfolio."""
    moved_job: float = 0.05
    lost: float = 0.03
    lost_after_leaving: float = 0.38
    quotes_in_time: float = 0.83
    quotes_in_time_after_leaving: float = 0.3
    quotes_forgotten_after_leaving: float = 0.22
    certificates: float = 0.5
    certificates_joined: float = 0.91
    invoices_wrong: float = 0.075
    incomplete: float = 0.02
    cancelled: float = 0.025
    answered: float = 0.95
    answered_after_leaving: float = 0.52
    answers_that_commit: float = 0.32
    commitments_kept: float = 0.74


RATES = Rates()
