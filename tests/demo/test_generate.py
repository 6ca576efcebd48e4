"""The operator: the same seed gives the same bytes however they are made, and its files are what they claim to be."""

import csv
import hashlib
import json
import mailbox
from pathlib import Path

import pytest

from visavis.declarations import read_folder
from visavis.demo import blocks
from visavis.demo.generate import generate
from visavis.demo.operator.making import make_block
from visavis.engine.holding.promise import Promise
from visavis.mirror.declaration import MeasureDeclaration
from visavis.mistakes import Mistake
from visavis.sources.declaration import read_sources

EXPORTS = {
    "CLIENTS_ENERGIE.csv", "avis.csv", "courriels", "crm_contacts.csv", "engagements.csv", "enquetes.csv", "equipes.csv",
    "etapes_installations.csv", "factures.csv", "fiches_boutique.csv", "installations_2024.csv", "installations_2025.csv",
    "journal_tickets_2024S2.csv", "journal_tickets_2025S1.csv", "journal_tickets_2025S2.csv", "messages_site.csv", "pannes.csv",
    "parcels.csv", "rappels.csv", "reclamations.csv", "remboursements.csv", "suivi_clients.csv", "visites_boutiques.csv",
    "web_accounts.csv",
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("orvane")
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
    same = {name for name in first if first[name] == other[name]}
    same -= {"truth/README.md", "truth/written.json", "exports/equipes.csv"}
    assert {name.partition("/")[0] for name in same} == {"sources", "promises", "measures", "teams.yaml"}


@pytest.mark.parametrize("clients", [200, 201, 250])
def test_one_process_and_two_make_the_same_bytes_block_by_block(tmp_path: Path, clients: int) -> None:
    """Blocks of 100: a whole number of them, one client more, half a block more."""
    made = []
    for processes in (1, 2):
        home = tmp_path / str(processes)
        home.mkdir()
        of = blocks.blocks(clients, 3, size=100)
        assert [block.clients for block in of] == [100] * (clients // 100) + [clients % 100] * (clients % 100 > 0)
        list(blocks.in_blocks(make_block, of, home, processes=processes))
        made.append(fingerprint(home))
    assert made[0] == made[1]
    assert not any(blocks.PARTS in name for name in made[0])


def test_blocks_fit_together(tmp_path: Path) -> None:
    """No key, address or number of one block is another's; a file has one header; clients are counted through."""
    list(blocks.in_blocks(make_block, blocks.blocks(250, 3, size=100), tmp_path, processes=1))
    keys = {
        "web_accounts.csv": ("account_id", ","), "parcels.csv": ("parcel", ","), "pannes.csv": ("signalement", ";"),
        "factures.csv": ("facture", ";"), "avis.csv": ("id_avis", ","), "enquetes.csv": ("reponse", ","),
        "rappels.csv": ("id_rappel", ","), "messages_site.csv": ("message", ","), "suivi_clients.csv": ("acte", ";"),
    }  # fmt: skip
    for name, (key, delimiter) in keys.items():
        with (tmp_path / "exports" / name).open(encoding="utf-8", newline="") as lines:
            found = [row[key] for row in csv.DictReader(lines, delimiter=delimiter)]
        assert len(found) > 30
        assert len(found) == len(set(found)), name
        assert key not in found
    with (tmp_path / "truth" / "identities.csv").open(encoding="utf-8", newline="") as lines:
        identities = list(csv.DictReader(lines))
    assert {row["client"] for row in identities} == {f"K{number}" for number in range(250)}
    with (tmp_path / "exports" / "web_accounts.csv").open(encoding="utf-8", newline="") as lines:
        accounts = list(csv.DictReader(lines))
    client = {row["key"]: int(row["client"][1:]) for row in identities if row["source"] == "comptes-web"}
    block_of: dict[str, set[int]] = {}
    for account in accounts:
        block_of.setdefault(account["email"].lower(), set()).add(client[account["account_id"]] // 100)
    assert {email for email, of in block_of.items() if len(of) > 1} <= {""}


def test_making_it_again_in_its_home_changes_nothing(tmp_path: Path) -> None:
    generate(tmp_path, clients=60, seed=3)
    before = fingerprint(tmp_path)
    generate(tmp_path, clients=60, seed=3)
    assert fingerprint(tmp_path) == before


def test_what_was_half_made_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(tmp_path / "whole", clients=60, seed=3)
    with monkeypatch.context() as killed:
        killed.setattr("visavis.demo.operator.making.write_counts", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            generate(tmp_path / "killed", clients=60, seed=3)
    generate(tmp_path / "killed", clients=60, seed=3)
    assert fingerprint(tmp_path / "killed") == fingerprint(tmp_path / "whole")


def test_another_company_in_the_same_home_is_refused(tmp_path: Path) -> None:
    generate(tmp_path, clients=60, seed=3)
    before = fingerprint(tmp_path)
    with pytest.raises(Mistake, match="another demonstration company"):
        generate(tmp_path, clients=60, seed=4)
    with pytest.raises(Mistake, match="another demonstration company"):
        generate(tmp_path, kind="manufacturer", clients=60, seed=3)
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
    assert {file.name for file in (tmp_path / "exports").iterdir()} == EXPORTS
    assert json.loads((tmp_path / "truth" / "demo.json").read_text("utf-8"))["company"] == "Orvane"


def test_too_small_a_company_and_one_of_no_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="at least 20"):
        generate(tmp_path, clients=19)
    with pytest.raises(Mistake, match="no demonstration company"):
        generate(tmp_path, kind="bakery", clients=60)
    assert list(tmp_path.iterdir()) == []


def test_sources_and_promises_are_read_and_name_columns_that_exist(home: Path) -> None:
    assert len(read_folder(home / "promises", Promise)) == 15
    assert len(read_folder(home / "measures", MeasureDeclaration)) == 3
    sources = read_sources(home)
    assert len(sources) == 20
    for declared in sources:
        if declared.value.kind != "files":
            assert [file for pattern in declared.value.patterns for file in home.glob(pattern)]
            continue
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
    assert "Réalisée" in (home / "exports" / "installations_2025.csv").read_text("utf-8")


def test_addresses_reach_nobody(home: Path) -> None:
    with (home / "exports" / "web_accounts.csv").open() as lines:
        emails = [row["email"].lower() for row in csv.DictReader(lines) if row["email"]]
    domains = {email.rpartition("@")[2] for email in emails}
    assert len(emails) > 100
    assert sum(domain.endswith(".example") for domain in domains) > 0.9 * len(domains)
    for box in (home / "exports" / "courriels").iterdir():
        messages = list(mailbox.mbox(box, create=False))
        assert len(messages) > 10
        ends = {str(message[name]).rstrip(">") for message in messages for name in ("From", "To") if message[name]}
        assert all(end.endswith(".example") for end in ends)
