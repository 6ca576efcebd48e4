"""The demonstration company: the same seed gives the same bytes, and its files are what they claim to be."""

import csv
import hashlib
from pathlib import Path

import pytest

from visavis.declarations import read_folder
from visavis.demo.generate import generate
from visavis.engine.holding.promise import Promise
from visavis.mistakes import Mistake
from visavis.sources.declaration import read_sources


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mirabelle")
    generate(folder, clients=300, seed=3)
    return folder


def fingerprint(home: Path) -> dict[str, str]:
    files = sorted(path for path in home.rglob("*") if path.is_file())
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(home: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", clients=300, seed=3)
    generate(tmp_path / "other", clients=300, seed=4)
    first, other = fingerprint(home), fingerprint(tmp_path / "other")
    assert fingerprint(tmp_path / "again") == first
    same = {name for name in first if first[name] == other[name]} - {"truth/README.md", "truth/written.json"}
    assert {name.partition("/")[0] for name in same} == {"sources", "promises", "measures"}


def test_making_it_again_in_its_home_changes_nothing(tmp_path: Path) -> None:
    generate(tmp_path, clients=60, seed=3)
    before = fingerprint(tmp_path)
    generate(tmp_path, clients=60, seed=3)
    assert fingerprint(tmp_path) == before


def test_another_company_in_the_same_home_is_refused(tmp_path: Path) -> None:
    generate(tmp_path, clients=60, seed=3)
    before = fingerprint(tmp_path)
    with pytest.raises(Mistake, match="another demonstration company"):
        generate(tmp_path, clients=60, seed=4)
    assert fingerprint(tmp_path) == before


def test_a_home_with_files_of_its_own_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "ours.yaml").write_text("name: ours\n")
    with pytest.raises(Mistake, match="already holds sources"):
        generate(tmp_path, clients=60)
    assert fingerprint(tmp_path).keys() == {"sources/ours.yaml"}


@pytest.mark.parametrize("clients", [20, 21, 47])
def test_small_companies_can_be_made(tmp_path: Path, clients: int) -> None:
    generate(tmp_path, clients=clients, seed=1)
    assert len(list((tmp_path / "exports").iterdir())) == 16


def test_too_small_a_company_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="at least 20"):
        generate(tmp_path, clients=19)


def test_sources_and_promises_are_read_and_name_columns_that_exist(home: Path) -> None:
    assert len(read_folder(home / "promises", Promise)) == 10
    sources = read_sources(home)
    assert len(sources) == 13
    for declared in sources:
        read = declared.value.read
        for pattern in declared.value.patterns:
            files = list(home.glob(pattern))
            assert files, pattern
            for file in files:
                with file.open(encoding=read.encoding, newline="") as lines:
                    header, *rows = csv.reader(lines, delimiter=read.delimiter or ",")
                assert set(declared.value.columns()) <= set(header), file
                assert {len(row) for row in rows} <= {len(header)}, file


def test_encodings_are_told_apart_by_accents(home: Path) -> None:
    crm = (home / "exports" / "crm_contacts.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        crm.decode("utf-8")
    assert "N° contact;Type;Nom;Prénom" in crm.decode("cp1252")
    assert "Livrée" in (home / "exports" / "commandes_2025.csv").read_text("utf-8")


def test_addresses_reach_nobody(home: Path) -> None:
    with (home / "exports" / "web_accounts.csv").open() as lines:
        emails = [row["email"].lower() for row in csv.DictReader(lines) if row["email"]]
    domains = {email.rpartition("@")[2] for email in emails}
    assert len(emails) > 100
    assert sum(domain.endswith(".example") for domain in domains) > 0.95 * len(domains)
