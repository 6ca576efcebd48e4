"""Make Brévane: exports, papers, declarations, and the planted truths beside them."""

import shutil
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from visavis.demo.blocks import Block, blocks, in_blocks
from visavis.demo.exports import write_csv
from visavis.demo.manufacturer.papers import planted_columns, write_papers
from visavis.demo.manufacturer.plan import BLOCK, FEWEST, MOST, NAME
from visavis.demo.manufacturer.staff import HOLDER, make_staff
from visavis.demo.manufacturer.tables import write_exports
from visavis.demo.manufacturer.truth_tables import write_tables
from visavis.demo.manufacturer.truths import Told, merged, told, write_truths
from visavis.demo.manufacturer.world import make_world
from visavis.engine.progress import Progress, silent
from visavis.mistakes import Mistake, Words

PAPERS = Path("exports") / "documents"


def make(home: Path, clients: int, seed: int, progress: Progress = silent, *, processes: int | None = None) -> None:
    """Write Brévane with so many companies into `home`; the same seed gives the same bytes, by any number of processes.

    Raises Mistake for fewer than 20 companies, or more than 100,000.
    """
    if not FEWEST <= clients <= MOST:
        raise Mistake(
            Words(fr=f"{NAME} a entre {FEWEST} et {MOST} entreprises clientes", en=f"{NAME} has between {FEWEST} and {MOST} companies as clients"),
            remedy=Words(fr="par exemple --clients 400", en="for example --clients 400"),
        )  # fmt: skip
    of = blocks(clients, seed, size=BLOCK)
    whole: Told = {}
    for done, figures in enumerate(
        in_blocks(partial(make_block, clients=clients), of, home, processes=processes), start=1
    ):
        whole = merged(whole, figures)
        progress(Words(fr="génération de l’entreprise", en="making the company"), done / len(of))
    staff = make_staff(clients, seed)
    write_truths(home / "truth", whole, str(staff.login[staff.first[0] + HOLDER]))
    with as_file(files("visavis.demo.manufacturer") / "home") as declared:
        shutil.copytree(declared, home, dirs_exist_ok=True)


def make_block(block: Block, folder: Path, *, clients: int) -> Told:
    """Write the files of one block, and tell its figures; the first one writes the papers too."""
    number = np.arange(block.first, block.first + block.clients)
    world = make_world(number, clients, block.seed, block.number)
    write_exports(folder / "exports", world)
    write_tables(folder / "truth", world)
    if block.begins:
        planted = write_papers(
            folder / PAPERS, clients, world.companies, world.places, world.quotes, world.contracts, block.seed
        )
        write_csv(folder / "truth" / "documents.csv", planted_columns(planted))
    return told(world)
