"""The exports, each file in the manner of the software that wrote it."""

from collections.abc import Mapping
from pathlib import Path

from visavis.demo.chance import Numbers, Texts, texts
from visavis.demo.exports import write_csv
from visavis.demo.operator import (
    callbacks,
    deeds,
    installations,
    mailing,
    parcels,
    record_files,
    reviews,
    service,
    shops,
    surveys,
    ticket_log,
    writing,
)  # fmt: skip
from visavis.demo.operator.plan import SERVES, TEAMS
from visavis.demo.operator.world import World

Table = tuple[str, Mapping[str, Texts | Numbers], str, str]
"""Name, columns, delimiter and encoding of a file."""


_FREE = ("commentaire", "verbatim", "texte", "street")
"""What people typed, which the software that exports it always quotes."""


def write_exports(folder: Path, world: World) -> None:
    """The rows of one block."""
    for name, columns, delimiter, encoding in _tables(world):
        free = [name for name in _FREE if name in columns]
        write_csv(folder / name, columns, delimiter=delimiter, encoding=encoding, header=world.block.begins, free=free)
    boxes = folder / "courriels"
    boxes.mkdir(parents=True)
    for name, raw in mailing.mailboxes(world.mail, world.written, world.tickets, world.happened, world.block).items():
        (boxes / name).write_bytes(raw)


def _tables(world: World) -> list[Table]:
    known, happened, block, web = world.records, world.happened, world.block, "utf-8"
    clients, tickets = happened.clients, world.tickets
    rows: list[Table] = [
        (
            "crm_contacts.csv",
            record_files.crm_columns(known["crm"], clients, known["comptes-web"], block),
            ";",
            "cp1252",
        ),
        ("web_accounts.csv", record_files.web_columns(known["comptes-web"], clients, block), ",", web),
        ("fiches_boutique.csv", record_files.shop_columns(known["fiches-boutique"]), ";", web),
        ("CLIENTS_ENERGIE.csv", record_files.energy_columns(known["clients-energie"]), ";", "cp1252"),
        ("etapes_installations.csv", installations.step_columns(happened.installations), ";", web),
        ("parcels.csv", parcels.parcel_columns(happened.parcels), ",", web),
        ("pannes.csv", service.outage_columns(happened.outages), ";", web),
        ("factures.csv", service.invoice_columns(happened.invoices), ";", web),
        ("remboursements.csv", service.refund_columns(happened.invoices), ";", web),
        ("messages_site.csv", writing.form_columns(world.written, tickets), ",", web),
        ("suivi_clients.csv", deeds.deed_columns(world.written, tickets, block), ";", web),
        ("engagements.csv", deeds.noted_columns(world.written, tickets, block), ";", web),
        ("avis.csv", reviews.review_columns(world.reviews, happened, world.reach, world.shown), ",", web),
        ("enquetes.csv", surveys.survey_columns(world.surveys, happened, tickets, world.reach), ",", web),
        ("rappels.csv", callbacks.callback_columns(world.callbacks), ",", web),
        ("reclamations.csv", shops.complaint_columns(world.complaints), ";", "cp1252"),
    ]
    for year, columns in installations.installation_files(happened.installations):
        rows.append((f"installations_{year}.csv", columns, ";", web))
    for name, changes in ticket_log.log_files(world.log, tickets, happened):
        rows.append((name, changes, ";", "cp1252"))
    return rows


def write_of_the_company(folder: Path, clients: int, seed: int) -> shops.Visits:
    """What is no client's: the monthly sheet of the shops, and who serves whom."""
    visits = shops.make_visits(clients, seed)
    write_csv(folder / "visites_boutiques.csv", shops.visit_columns(visits))
    write_csv(
        folder / "equipes.csv",
        {
            "equipe": texts([TEAMS[team] for team, _, _ in SERVES]),
            "sert": texts(["les clients" if served is None else TEAMS[served] for _, served, _ in SERVES]),
            "en": texts([how for _, _, how in SERVES]),
        },
        delimiter=";",
    )
    return visits
