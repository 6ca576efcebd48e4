"""Make the operator's home: exports, declarations, and the planted truths beside them."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from visavis.demo.blocks import Block, blocks, in_blocks
from visavis.demo.operator.files import write_exports, write_of_the_company
from visavis.demo.operator.tallies import Tally, add
from visavis.demo.operator.truths import write_counts, write_rows
from visavis.demo.operator.world import make_world
from visavis.engine.progress import Progress, silent
from visavis.mistakes import Words

NAME = "Orvane"
CLIENTS = 20_000


def make(
    home: Path, clients: int = CLIENTS, seed: int = 7, progress: Progress = silent, *, processes: int | None = None
) -> None:
    """Fill `home` with a company of that many clients; the same seed gives the same bytes, whatever the number of processes."""
    with as_file(files("visavis.demo.operator") / "home") as declared:
        shutil.copytree(declared, home, dirs_exist_ok=True)
    visits = write_of_the_company(home / "exports", clients, seed)
    of, told = blocks(clients, seed), Tally()
    for number, part in enumerate(in_blocks(make_block, of, home, processes=processes)):
        add(told, part)
        made = min(clients, (number + 1) * of[0].clients)
        progress(Words(fr=f"{made} clients inventés", en=f"{made} clients invented"), (number + 1) / len(of))
    write_counts(home / "truth", told, visits)


def make_block(block: Block, folder: Path) -> Tally:
    """Write the rows of one block below `folder`; what it tells of itself."""
    world = make_world(block)
    write_exports(folder / "exports", world)
    return write_rows(folder / "truth", world)
