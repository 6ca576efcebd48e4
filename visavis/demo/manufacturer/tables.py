"""The files of one block, each in the manner of the software that wrote it."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from visavis.demo.chance import Numbers, Texts, stream, texts
from visavis.demo.days import DAY, NEVER, written_days, written_moments
from visavis.demo.exports import write_csv
from visavis.demo.manufacturer.activities import KINDS
from visavis.demo.manufacturer.companies import NEVER_DAY
from visavis.demo.manufacturer.mailboxes import write_mailboxes
from visavis.demo.manufacturer.orders import ROUTES
from visavis.demo.manufacturer.plan import HELP, LINES, PARTS, SERVES, TEAMS
from visavis.demo.manufacturer.surveys import help_columns, yearly_columns
from visavis.demo.manufacturer.tickets import SUBJECTS
from visavis.demo.manufacturer.world import World

Columns = Mapping[str, Texts | Numbers]
LISTS = {
    "crm-comptes": ("crm_comptes.csv", ";", "cp1252"),
    "crm-contacts": ("crm_contacts.csv", ";", "cp1252"),
    "erp-clients": ("ERP_CLIENTS.csv", ";", "cp1252"),
    "assurance-credit": ("assurance_credit.csv", ",", "utf-8"),
    "portail": ("portal_accounts.csv", ",", "utf-8"),
}


def write_exports(folder: Path, world: World) -> None:
    """Every file of the block; the first block begins them with the names of their columns."""
    header = world.block == 0

    def write(name: str, columns: Columns, delimiter: str = ";", encoding: str = "utf-8") -> None:
        write_csv(folder / name, columns, delimiter=delimiter, encoding=encoding, header=header)

    for one in world.records.lists:
        name, delimiter, encoding = LISTS[one.source]
        write(name, one.columns, delimiter, encoding)
    write("devis.csv", _quotes(world))
    write("commandes.csv", _orders(world))
    write("etapes_commandes.csv", _stages(world))
    write("bons_livraison.csv", _notes(world))
    write("factures.csv", _invoices(world), encoding="cp1252")
    write("tickets_support.csv", _tickets(world), ",")
    write("activites.csv", _activities(world), encoding="cp1252")
    write("contrats.csv", _contracts(world))
    write("enquete_annuelle.csv", yearly_columns(world.yearly, world.contacts))
    write("satisfaction_support.csv", help_columns(world.help_answers, world.contacts, world.tickets), ",")
    rng = stream(world.seed, "mailboxes", world.block)
    write_mailboxes(folder / "mail", rng, world.companies, world.contacts, world.staff, world.threads, world.messages)
    if header:
        teams = {
            "equipe": texts([TEAMS[one] for one, _, _ in SERVES]),
            "sert": texts(["les clients" if one is None else TEAMS[one] for _, one, _ in SERVES]),
            "en": texts([what for _, _, what in SERVES]),
        }
        write("equipes.csv", teams)


def _customer(world: World, company: Numbers) -> Texts:
    return world.records.customer[world.companies.place_first[company]]


def _email(world: World, contact: Numbers, moments: Numbers) -> Texts:
    return world.contacts.email_on(contact, moments // DAY)


def _quotes(world: World) -> Columns:
    quotes = world.quotes
    return {
        "devis": quotes.key,
        "demande_le": written_moments(quotes.asked, day_first=True),
        "demandeur": _email(world, quotes.contact, quotes.asked),
        "societe": world.companies.trade[quotes.company],
        "gamme": texts(LINES)[quotes.line],
        "montant_ht": quotes.amount,
        "transmis_le": written_moments(quotes.sent, day_first=True),
        "statut": quotes.status,
        "service": texts(TEAMS)[quotes.team],
        "suivi_par": world.staff.login[quotes.staff],
    }


def _orders(world: World) -> Columns:
    orders = world.orders
    came = orders.delivered < NEVER
    out = np.where(orders.line == PARTS, orders.left[:, len(ROUTES[1]) - 1], orders.left[:, len(ROUTES[0]) - 1])
    status = np.select(
        [orders.cancelled, came & orders.incomplete, came], ["Annulée", "Livrée en partie", "Livrée"], "En cours"
    )
    return {
        "numero": orders.key,
        "code_client": world.records.customer[orders.place],
        "acheteur": _email(world, orders.contact, orders.ordered),
        "commandee_le": written_moments(orders.ordered, day_first=True),
        "confirmee_le": written_moments(orders.confirmed, day_first=True),
        "livraison_confirmee_pour": written_days(orders.due_on, day_first=True),
        "expediee_le": written_moments(out, day_first=True),
        "livree_le": written_moments(orders.delivered, day_first=True),
        "gamme": texts(LINES)[orders.line],
        "montant_ht": orders.amount,
        "part_livree": np.where(~came, "", np.where(orders.incomplete, "0,6", "1")).astype(object),
        "statut": status.astype(object),
    }


def stage_rows(world: World) -> tuple[Numbers, Numbers, Numbers]:
    """Order, place and team of each stage that has begun, order after order."""
    orders = world.orders
    order, place = np.nonzero(orders.entered < NEVER)
    machine, parts = (np.asarray([*route, *[0] * (len(ROUTES[0]) - len(route))]) for route in ROUTES)
    return order, place, np.where(orders.line[order] == PARTS, parts[place], machine[place])


def _stages(world: World) -> Columns:
    orders = world.orders
    order, place, team = stage_rows(world)
    key = orders.key[order]
    return {
        "etape": (key + "/" + texts([str(one + 1) for one in place.tolist()])).astype(object),
        "commande": key,
        "service": texts(TEAMS)[team],
        "entree_le": written_moments(orders.entered[order, place], day_first=True),
        "sortie_le": written_moments(orders.left[order, place], day_first=True),
    }


def note_keys(world: World, rows: Numbers) -> Texts:
    """The numbers of the delivery notes of these orders."""
    return texts([f"BL{key[2:]}" for key in world.orders.key[rows]])


def _notes(world: World) -> Columns:
    orders = world.orders
    rows = np.flatnonzero(orders.delivered < NEVER)
    asked, joined = orders.certificates[rows], orders.joined[rows]
    return {
        "bon": note_keys(world, rows),
        "commande": orders.key[rows],
        "livre_le": written_moments(orders.delivered[rows], day_first=True),
        "colis": 1 + orders.amount[rows] // 9_000,
        "certificats_demandes": np.where(asked, "oui", "non").astype(object),
        "certificats_joints": np.where(asked, np.where(joined, "oui", "non"), "").astype(object),
    }


def invoice_keys(world: World, rows: Numbers) -> Texts:
    """The numbers of the invoices of these orders."""
    return texts([f"FA{key[2:]}" for key in world.orders.key[rows]])


def _invoices(world: World) -> Columns:
    orders = world.orders
    rows = np.flatnonzero(orders.invoiced < NEVER_DAY)
    return {
        "facture": invoice_keys(world, rows),
        "commande": orders.key[rows],
        "code_client": _customer(world, orders.company[rows]),
        "emise_le": written_days(orders.invoiced[rows], day_first=True),
        "montant_ht": orders.amount[rows],
        "rectifiee": np.where(orders.wrong[rows], "oui", "non").astype(object),
    }


def _tickets(world: World) -> Columns:
    tickets = world.tickets
    return {
        "ticket": tickets.key,
        "opened_at": written_moments(tickets.opened, day_first=False),
        "answered_at": written_moments(tickets.answered, day_first=False),
        "resolved_at": written_moments(tickets.resolved, day_first=False),
        "requester": _email(world, tickets.contact, tickets.opened),
        "product": texts(LINES)[tickets.line],
        "subject": texts(SUBJECTS)[tickets.subject],
        "team": texts([TEAMS[HELP]] * len(tickets)),
        "agent": np.where(tickets.answered < NEVER, world.staff.login[tickets.staff], "").astype(object),
    }


def _activities(world: World) -> Columns:
    activities = world.activities
    return {
        "activite": activities.key,
        "compte": world.records.account[activities.company],
        "le": written_moments(activities.at, day_first=True),
        "nature": texts(KINDS)[activities.kind],
        "service": texts(TEAMS)[activities.team],
        "auteur": world.staff.login[activities.staff],
    }


def _contracts(world: World) -> Columns:
    contracts = world.contracts
    return {
        "contrat": contracts.key,
        "code_client": _customer(world, contracts.company),
        "signe_le": written_days(contracts.signed_on, day_first=True),
        "resilie_le": written_days(contracts.ended_on, day_first=True),
        "statut": np.where(contracts.ended_on < NEVER_DAY, "Résilié", "En cours").astype(object),
        "redevance_ht": contracts.yearly,
    }
