"""Which planted truths Visavis finds: a demonstration company is made and run through the command line, then looked at.

`python -m benchmarks.truths [--kind operator] [--clients 1000] [--seed 7] [--home FOLDER]` prints one line per truth: found
or not found.
"""

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from importlib import import_module
from pathlib import Path

from benchmarks.finding import Line

CLIENTS = {"operator": 1000, "manufacturer": 100}
SPEAK = "from visavis.cli.main import run; run()"


def visavis(home: Path, *words: str) -> str:
    """What `visavis --home HOME …` prints, in English. Raises RuntimeError with what it complained of."""
    command = [sys.executable, "-c", SPEAK, "--home", str(home), "--lang", "en", *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return done.stdout


def make_home(home: Path, kind: str, clients: int, seed: int) -> str:
    """A demonstration company, run; what was printed."""
    chosen = () if kind == "operator" else ("--kind", kind)
    return visavis(home, "demo", *chosen, "--clients", str(clients), "--seed", str(seed), "--no-serve")


def truths(home: Path, kind: str) -> list[Line]:
    """The truths of a home of that kind, after a run."""
    found = import_module(f"benchmarks.truths_{kind}").truths(home)
    return [Line(*line) for line in found]


def table(lines: list[Line]) -> str:
    """The lines as text, and how many are of each state."""
    width = max(len(line.truth) for line in lines)
    counted = Counter(line.state for line in lines)
    rows = [f"{line.truth:{width}}  {line.state:9}  {line.figures}" for line in lines]
    return "\n".join([*rows, "", ", ".join(f"{n} {state}" for state, n in counted.items())])


def main() -> None:
    """Make, run, look, print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kind", choices=sorted(CLIENTS), default="operator")
    asked.add_argument("--clients", type=int)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--home", type=Path, help="a demonstration home that was run; nothing is made")
    chosen = asked.parse_args()
    if chosen.home:
        try:
            print(table(truths(chosen.home, chosen.kind)))
        except ValueError as nothing:
            asked.error(f"{nothing}; leave --home out to have a company made and run")
        return
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        make_home(home, chosen.kind, chosen.clients or CLIENTS[chosen.kind], chosen.seed)
        print(table(truths(home, chosen.kind)))


if __name__ == "__main__":
    main()
