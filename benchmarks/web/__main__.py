"""`make bench-web`: fill databases, serve them, ask for pages, tell how long it took."""

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.web.load import Answer, Visitor, ask_all
from benchmarks.web.pages import TRIVIAL, endless
from benchmarks.web.table import Times, percentile, print_place, verdicts
from tests import postgresql
from tests.browser.serving import serve
from visavis import database

SETTINGS = (
    "fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=1GB", "effective_cache_size=4GB",
    "max_wal_size=8GB", "random_page_cost=1.1",
)  # fmt: skip
"""What an administrator would set on such a machine."""

RESULTS = Path("build") / "bench-web.json"


def main() -> None:
    """Measure every place, print one table each and the verdicts."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web")
    parser.add_argument("--postgresql", type=_sizes, default=[10_000, 1_000_000], help="clients, e.g. 10000,1000000")
    parser.add_argument("--sqlite", type=_sizes, default=[200_000], help="clients; 0 leaves SQLite out")
    parser.add_argument("--quick", action="store_true", help="2,000 and 20,000 clients, 5,000 on SQLite, few requests")
    parser.add_argument(
        "--requests", type=int, default=100, help="requests per page and round, as many for the trivial one"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--busy", type=float, default=20, help="seconds of reading while a run publishes; 0 leaves it out"
    )
    parser.add_argument("--keep", type=Path, help="keep the filled databases in that folder for the next time")
    asked = parser.parse_args()
    if asked.quick:
        asked.postgresql, asked.sqlite, asked.requests, asked.rounds, asked.busy = [2_000, 20_000], [5_000], 48, 3, 6
    places = []
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        cluster = None
        if asked.postgresql and postgresql.available():
            cluster = stack.enter_context(postgresql.cluster((folder / "cluster").absolute(), *SETTINGS))
        elif asked.postgresql:
            print(postgresql.WHY_NOT)
        sizes = [("postgresql", size) for size in asked.postgresql if cluster] + [
            ("sqlite", size) for size in asked.sqlite
        ]
        for kind, clients in sizes:
            with _environment(_place(folder.absolute(), kind, clients, cluster)) as home:
                place = {"kind": kind, "clients": clients, "name": f"{clients:,} clients on {_NAMES[kind]}"}
                largest = clients == max(size for each, size in sizes if each == kind)
                places.append(place | measure(home, clients, asked, asked.busy if largest else 0))
                print_place(str(place["name"]), places[-1]["times"], places[-1]["looks"])
    found = verdicts(places)
    print()
    for name, met, where in found:
        print(f"{'met    ' if met else 'NOT MET'}  {name}{': ' + where if where else ''}")
    print(f"\nload of the machine (1, 5, 15 min): {' '.join(f'{load:.1f}' for load in os.getloadavg())}. {HOW_TO_READ}")
    _keep(places, found)


HOW_TO_READ = (
    "Ratios compare blocks of requests that follow each other within seconds, so other work on the machine hits both; "
    "milliseconds are those of this machine at this hour."
)
_MADE_BY = ("names.py", "population.py", "tables.py", "filling.py")
_NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


def _sizes(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if int(part)]


def _place(folder: Path, kind: str, clients: int, cluster: postgresql.Cluster | None) -> dict[str, str]:
    """The environment of a home, filled."""
    home = folder / f"{kind}-{clients}-{_schema()}"
    place = {"VISAVIS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "benchmarks.web.settings"}
    if cluster is not None and kind == "postgresql":
        name = f"bench_{clients}_{_schema()}"
        place[database.URL] = cluster.url(name)
        if not (home / "bench.json").exists():
            cluster.drop(name)
            cluster.create(name=name)
    if not (home / "bench.json").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        home.chmod(0o755)
        with _environment(place):
            print(f"filling {clients:,} clients on {_NAMES[kind]}", file=sys.stderr, flush=True)
            subprocess.run([sys.executable, "-m", "benchmarks.web.filling", home, str(clients)], check=True)
    return place


def _schema() -> str:
    """Tells one state of the tables and of their rows from another: what is kept for one does not fit the other."""
    files = [*Path("visavis/migrations").glob("0*.py"), *(Path(__file__).parent / name for name in _MADE_BY)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:8]


@contextmanager
def _environment(place: dict[str, str]) -> Iterator[Path]:
    """Children of this process work on that home."""
    before = dict(os.environ)
    os.environ.update(place)
    try:
        yield Path(place["VISAVIS_HOME"])
    finally:
        os.environ.clear()
        os.environ.update(before)


def measure(home: Path, clients: int, asked: argparse.Namespace, busy_for: float) -> dict[str, Any]:
    """Look from inside, then serve and ask from outside, quietly and while a run publishes."""
    seen = subprocess.run([sys.executable, "-m", "benchmarks.web.inside"], stdout=subprocess.PIPE, check=True)
    inside = json.loads(seen.stdout)
    chance = random.Random(clients)
    pages = {page: endless(paths, chance) for page, paths in inside["addresses"].items() if paths}
    with serve(home, worker=False, log=home / "serve.log") as address:
        visitors = [Visitor(int(address.rsplit(":", 1)[1]), session) for session in inside["sessions"]]
        for paths in pages.values():
            ask_all(visitors, _some(paths, 2 * len(visitors)))
        times = quiet(visitors, pages, asked)
        busy = while_publishing(home, visitors, pages, busy_for) if busy_for else None
        for visitor in visitors:
            visitor.close()
    return {"times": times, "busy": busy, "looks": inside["looks"]}


def quiet(visitors: list[Visitor], pages: dict[str, Iterator[str]], asked: argparse.Namespace) -> dict[str, Times]:
    """Each page by turns with the trivial one, the pages in another order every round."""
    answers: dict[str, tuple[list[Answer], list[Answer]]] = {page: ([], []) for page in pages}
    chance = random.Random(7)
    for _ in range(asked.rounds):
        for page in chance.sample(list(pages), len(pages)):
            answers[page][1].extend(ask_all(visitors, _some(pages[TRIVIAL], asked.requests)))
            answers[page][0].extend(ask_all(visitors, _some(pages[page], asked.requests)))
    return {page: _times(mine, bar) for page, (mine, bar) in answers.items()}


def while_publishing(
    home: Path, visitors: list[Visitor], pages: dict[str, Iterator[str]], seconds: float
) -> dict[str, Any]:
    """All pages mixed, for some seconds without and as long with another process that publishes to the same database."""
    with tempfile.TemporaryDirectory(dir=home) as plans:
        command = [sys.executable, "-m", "benchmarks.web.publishing", str(home), plans]
        run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert run.stdin is not None
        assert run.stdout is not None
        if run.stdout.readline() != "ready\n":
            raise RuntimeError("the process that publishes ended before it began")
        calm = _mixed(visitors, pages, seconds)
        run.stdin.write("go\n")
        run.stdin.flush()
        busy = _mixed(visitors, pages, seconds)
        run.stdin.close()
        told = json.loads(run.stdout.readline())
        run.wait()
    p95, bar = (percentile(sorted(1000 * each.seconds for each in answers), 0.95) for answers in (busy, calm))
    longest = max(busy, key=lambda each: each.seconds)
    return {
        "n": len(busy), "errors": sum(each.status != 200 for each in busy), "p95": p95, "quiet": bar, "ratio": p95 / bar,
        "longest": [longest.path, 1000 * longest.seconds], **told,
    }  # fmt: skip


def _mixed(visitors: list[Visitor], pages: dict[str, Iterator[str]], seconds: float) -> list[Answer]:
    chance = random.Random(11)
    until = time.perf_counter() + seconds
    kinds = [page for page in pages if page != TRIVIAL]

    def paths() -> Iterator[str]:
        while time.perf_counter() < until:
            yield next(pages[chance.choice(kinds)])

    return ask_all(visitors, paths())


def _some(paths: Iterator[str], n: int) -> Iterator[str]:
    return (next(paths) for _ in range(n))


def _times(mine: list[Answer], bar: list[Answer]) -> Times:
    found = sorted(1000 * each.seconds for each in mine)
    trivial = sorted(1000 * each.seconds for each in bar)
    return Times(
        n=len(mine),
        errors=sum(each.status != 200 for each in mine),
        p50=percentile(found, 0.5), p95=percentile(found, 0.95), p99=percentile(found, 0.99),
        bar=percentile(trivial, 0.95),
    )  # fmt: skip


def _keep(places: list[dict[str, Any]], found: list[tuple[str, bool, str]]) -> None:
    from dataclasses import asdict

    RESULTS.parent.mkdir(exist_ok=True)
    told = [
        {**place, "times": {page: asdict(times) | {"ratio": times.ratio} for page, times in place["times"].items()}}
        for place in places
    ]
    goals = [{"goal": name, "met": met, "where": where} for name, met, where in found]
    RESULTS.write_text(json.dumps({"places": told, "goals": goals}, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"all figures: {RESULTS}")


if __name__ == "__main__":
    main()
