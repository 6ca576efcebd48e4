"""Brévane: the same seed gives the same bytes, and its files are what they claim to be."""

import csv
import hashlib
import re
from importlib import import_module
from pathlib import Path

import pytest

from visavis.declarations import read_folder
from visavis.demo.generate import generate
from visavis.demo.manufacturer import CLIENTS, NAME, make
from visavis.demo.manufacturer.plan import FEWEST, MOST
from visavis.engine.holding.promise import Promise
from visavis.mistakes import Mistake
from visavis.sources.declaration import read_sources
from visavis.sources.kinds.documents.opening import read_document


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brevane")
    make(folder, 60, 3)
    return folder


def fingerprint(home: Path) -> dict[str, str]:
    files = sorted(path for path in home.rglob("*") if path.is_file())
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rows(home: Path, name: str, *, sep: str = ";", encoding: str = "utf-8") -> list[dict[str, str]]:
    with (home / "exports" / name).open(encoding=encoding, newline="") as lines:
        return list(csv.DictReader(lines, delimiter=sep))


def test_it_is_known_by_name_and_by_its_usual_size() -> None:
    assert (NAME, CLIENTS) == ("Brévane", 400)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(home: Path, tmp_path: Path) -> None:
    make(tmp_path / "again", 60, 3)
    make(tmp_path / "other", 60, 4)
    first, other = fingerprint(home), fingerprint(tmp_path / "other")
    assert fingerprint(tmp_path / "again") == first
    same = {name for name in first if first[name] == other.get(name)} - {"truth/README.md", "exports/equipes.csv"}
    assert {name.partition("/")[0] for name in same} == {"sources", "promises", "measures", "teams.yaml"}


def test_blocks_give_the_same_bytes_by_any_number_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("visavis.demo.manufacturer.making"), "BLOCK", 25)
    make(tmp_path / "one", 61, 3, processes=1)
    make(tmp_path / "two", 61, 3, processes=2)
    assert fingerprint(tmp_path / "one") == fingerprint(tmp_path / "two")
    siren = [row["CODE CLIENT"][:9] for row in rows(tmp_path / "one", "ERP_CLIENTS.csv", encoding="cp1252")]
    assert len(set(siren)) == 61
    for name, key in (("commandes.csv", "numero"), ("devis.csv", "devis"), ("crm_contacts.csv", "ID contact")):
        keys = [row[key] for row in rows(tmp_path / "one", name, encoding="cp1252")]
        assert len(set(keys)) == len(keys) > 100


@pytest.mark.parametrize("clients", [FEWEST, 23])
def test_small_companies_can_be_made(tmp_path: Path, clients: int) -> None:
    make(tmp_path, clients, 1)
    assert len({row["CODE CLIENT"][:9] for row in rows(tmp_path, "ERP_CLIENTS.csv", encoding="cp1252")}) == clients


@pytest.mark.parametrize("clients", [FEWEST - 1, MOST + 1])
def test_other_sizes_are_refused(tmp_path: Path, clients: int) -> None:
    with pytest.raises(Mistake, match="between 20 and 100000"):
        make(tmp_path, clients, 1)
    assert not list(tmp_path.iterdir())


def test_too_many_companies_leave_the_folder_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="at most"):
        generate(tmp_path / "home", kind="manufacturer", clients=MOST + 1)
    assert not (tmp_path / "home").exists()


def test_sources_and_promises_are_read_and_name_columns_that_exist(home: Path) -> None:
    assert len(read_folder(home / "promises", Promise)) == 10
    sources = read_sources(home)
    assert len(sources) == 17
    for declared in sources:
        read = declared.value.read
        if declared.value.kind != "files":
            continue
        for pattern in declared.value.patterns:
            files = list(home.glob(pattern))
            assert files, pattern
            for file in files:
                with file.open(encoding=read.encoding, newline="") as lines:
                    header, *found = csv.reader(lines, delimiter=read.delimiter or ",")
                assert set(declared.value.columns()) <= set(header), file
                assert {len(row) for row in found} <= {len(header)}, file


def test_every_company_has_two_to_eight_people_in_every_role(home: Path) -> None:
    with (home / "truth" / "roles.csv").open(encoding="utf-8", newline="") as lines:
        people = list(csv.DictReader(lines))
    of: dict[str, list[str]] = {}
    for one in people:
        of.setdefault(one["company"], []).append(one["role"])
    assert len(of) == 60
    assert all(2 <= len(roles) <= 8 and {"buys", "uses"} <= set(roles) for roles in of.values())
    assert {role for roles in of.values() for role in roles} == {"decides", "buys", "uses", "pays"}
    moved = [one for one in people if one["next_company"]]
    assert moved
    assert all(one["until"] and one["next_company"] != one["company"] for one in moved)


def test_lists_disagree_on_names_of_companies(home: Path) -> None:
    books = {row["CODE CLIENT"]: row["RAISON SOCIALE"] for row in rows(home, "ERP_CLIENTS.csv", encoding="cp1252")}
    accounts = [row for row in rows(home, "crm_comptes.csv", encoding="cp1252") if row["Code client"]]
    assert len(accounts) > 15
    assert all(row["Code client"] in books for row in accounts)
    assert all(name == name.upper() and name.isascii() for name in books.values())
    assert not {row["Compte"] for row in accounts} & set(books.values())


def test_addresses_reach_nobody(home: Path) -> None:
    whole = "\n".join(
        path.read_text("utf-8", errors="replace") for path in (home / "exports").rglob("*.*") if path.suffix != ".pdf"
    )
    addresses = re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", whole)
    assert len(addresses) > 1000
    assert sum(address.lower().endswith(".example") for address in addresses) > 0.98 * len(addresses)


def test_papers_are_few_and_hold_text(home: Path) -> None:
    papers = sorted((home / "exports" / "documents").iterdir())
    assert len(papers) == 13 + 5 + 2
    for paper in (papers[0], papers[-1], *[one for one in papers if one.suffix == ".html"]):
        assert not read_document(paper).unread
