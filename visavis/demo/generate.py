"""Make the demonstration company's home: exports, declarations, and the planted truths beside them."""

import json
import shutil
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

from visavis import __version__
from visavis.demo import (
    callbacks,
    messages,
    orders,
    people,
    reach,
    record_files,
    records,
    reviews,
    shops,
    ticket_log,
    tickets,
    truths,
)
from visavis.demo.exports import write_csv
from visavis.demo.standing import FOLDERS, MARK, is_demonstration, note_written, remove, written
from visavis.demo.world import World
from visavis.mistakes import Mistake, Words


def generate(home: Path, clients: int = 2000, seed: int = 7) -> None:
    """Fill `home` with a company of that many clients; the same seed gives the same bytes.

    Raises Mistake where `home` holds something else, or another demonstration company (its lake would mix the two).
    """
    if clients < 20:
        raise Mistake(
            Words(fr="il faut au moins 20 clients", en="at least 20 clients are needed"),
            remedy=Words(fr="par exemple --clients 2000", en="for example --clients 2000"),
        )
    made: dict[str, int | str] = {"clients": clients, "seed": seed, "version": __version__}
    before = written(home)
    _clear(home, made, before)
    world = make_world(clients, seed)
    write_exports(home / "exports", world, seed)
    with as_file(files("visavis.demo") / "company") as company:
        for folder in ("sources", "promises", "measures", "truth"):
            shutil.copytree(company / folder, home / folder, dirs_exist_ok=True)
    truths.write_truths(home / "truth", world)
    note_written(home, before)
    (home / MARK).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def make_world(clients: int, seed: int) -> World:
    """Everything that happens in the company, before anything is written."""
    everybody = people.make_clients(clients, seed)
    known = records.make_records(everybody, seed)
    reached = reach.reach(everybody, known)
    ordered = orders.make_orders(everybody, known["comptes-web"], seed)
    asked = tickets.make_tickets(everybody, reached, ordered, seed)
    return World(
        clients=everybody,
        records=known,
        orders=ordered,
        tickets=asked,
        log=ticket_log.make_log(asked),
        messages=messages.make_messages(everybody, ordered, asked, seed),
        reviews=reviews.make_reviews(everybody, ordered, asked, seed),
        surveys=reviews.make_surveys(everybody, asked, seed),
        callbacks=callbacks.make_callbacks(reached, seed),
        commitments=callbacks.make_commitments(reached, seed),
        pickups=shops.make_pickups(clients, seed),
        complaints=shops.make_complaints(clients, seed),
    )


def write_exports(folder: Path, world: World, seed: int) -> None:
    """The files, each in the manner of the software that wrote it."""
    known = world.records
    crm = record_files.crm_columns(known["crm"], world.clients, known["comptes-web"], seed)
    write_csv(folder / "crm_contacts.csv", crm, delimiter=";", encoding="cp1252")
    write_csv(folder / "web_accounts.csv", record_files.web_columns(known["comptes-web"], world.clients, seed))
    write_csv(folder / "cartes_fidelite.csv", record_files.card_columns(known["cartes-fidelite"]), delimiter=";")
    write_csv(
        folder / "GARANTIES.csv", record_files.guarantee_columns(known["garanties"]), delimiter=";", encoding="cp1252"
    )
    for year, columns in orders.order_files(world.orders):
        write_csv(folder / f"commandes_{year}.csv", columns, delimiter=";")
    for name, changes in ticket_log.log_files(world.log, world.tickets, world.orders):
        write_csv(folder / name, changes, delimiter=";", encoding="cp1252")
    write_csv(folder / "messages.csv", messages.message_columns(world.messages, world.tickets))
    write_csv(folder / "avis.csv", reviews.review_columns(world.reviews, world.orders))
    write_csv(folder / "enquetes.csv", reviews.survey_columns(world.surveys, world.tickets))
    write_csv(folder / "rappels.csv", callbacks.callback_columns(world.callbacks))
    write_csv(folder / "engagements.csv", callbacks.commitment_columns(world.commitments), delimiter=";")
    write_csv(folder / "retraits_magasin.csv", shops.pickup_columns(world.pickups))
    write_csv(folder / "reclamations.csv", shops.complaint_columns(world.complaints), delimiter=";", encoding="cp1252")


def _clear(home: Path, made: dict[str, int | str], before: Mapping[str, frozenset[str]]) -> None:
    """Make room: an empty or new home is taken as it is, the same company is written anew, anything else is refused.

    What people brought beside the company, which is not among what was made `before`, stays.
    """
    if not is_demonstration(home):
        held = [name for name in FOLDERS if (home / name).is_dir() and any((home / name).iterdir())]
        if held:
            raise Mistake(
                Words(
                    fr=f"ce dossier contient déjà {', '.join(held)}: rien n’y a été écrit",
                    en=f"this folder already holds {', '.join(held)}: nothing was written",
                ),
                remedy=Words(fr="choisissez un autre dossier avec --home", en="choose another folder with --home"),
                file=home,
            )
        return
    if json.loads((home / MARK).read_text(encoding="utf-8")) != made:
        raise Mistake(
            Words(
                fr="ce dossier contient une autre entreprise de démonstration",
                en="this folder holds another demonstration company",
            ),
            remedy=Words(
                fr="supprimez-le, ou choisissez un autre dossier avec --home",
                en="delete it, or choose another folder with --home",
            ),
            file=home,
        )
    shutil.rmtree(home / "truth", ignore_errors=True)
    for name in before.get("exports", ()):
        remove(home / "exports" / name)
