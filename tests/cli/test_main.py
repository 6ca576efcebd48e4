import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running.shop import shop

VISAVIS = Path(sys.executable).parent / "visavis"


def visavis(*arguments: str | Path, home: Path | None = None, lang: str = "en") -> tuple[int, str, str]:
    environment = os.environ | {"VISAVIS_LANG": lang, "NO_COLOR": "1", "COLUMNS": "100"}
    environment.pop("VISAVIS_HOME", None)
    if home is not None:
        environment["VISAVIS_HOME"] = str(home)
    done = subprocess.run(
        [VISAVIS, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        cwd=Path(sys.executable).parent,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_from_an_empty_home_to_the_mirror(tmp_path: Path) -> None:
    home = tmp_path / "h"
    code, out, _ = visavis("init", home)
    assert code == 0
    assert "is ready" in out
    assert visavis("init", home)[0] == 1
    assert visavis("run", home=home)[2].splitlines()[0].endswith("this home has no source yet")
    shop(home)
    code, out, _ = visavis("run", home=home)
    assert (code, out.splitlines()[0]) == (0, "Facts: 5 events, 2 ratings")
    code, out, _ = visavis("--home", home, "mirror", "--format", "json")
    (promise,) = json.loads(out)["promises"]
    assert (code, promise["kept"], promise["late"], promise["open"]) == (0, 2, 1, 1)
    code, out, _ = visavis("doctor", home=home, lang="fr")
    assert code == 0
    assert "Dernière exécution" in out
    code, out, _ = visavis("export", "links", home=home)
    assert (code, out.splitlines()[0]) == (0, "source,key,client_id")
    code, out, _ = visavis("client", "show", "orders/C-1", home=home)
    assert code == 0
    assert "orders/C-1" in out
    assert "Quillery" not in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["mirror"], 1, "n’est pas un dossier Visavis"),
        (["run", "--only", "fech"], 1, "n’est pas un dossier Visavis"),
        (["export"], 2, "TABLE"),
        (["nothing"], 2, "nothing"),
        (["--lang", "de", "run"], 2, "fr | en"),
    ],
)
def test_exit_codes_tell_a_wrong_request_from_wrong_usage(arguments: list[str], code: int, words: str) -> None:
    found, out, err = visavis(*arguments, lang="fr")
    assert (found, words in out + err) == (code, True)


def test_a_mistake_names_file_line_and_remedy_in_both_languages(tmp_path: Path) -> None:
    home = shop(tmp_path)
    declared = home / "promises/shop.yaml"
    declared.write_text(declared.read_text("utf-8").replace("carrier:", "carier:"), encoding="utf-8")
    code, _, err = visavis("run", home=home)
    assert code == 1
    assert f"{declared}:4: unknown key: carier\n  → did you mean “carrier”?" in err
    assert "clé inconnue: carier\n  → vouliez-vous dire « carrier » ?" in visavis("run", home=home, lang="fr")[2]


def test_the_version_is_told() -> None:
    assert visavis("--version") == (0, "visavis 0.1.0\n", "")


def test_a_source_that_nothing_could_be_read_of_ends_with_exit_code_1_and_the_mirror_tells_of_refused_rows(
    tmp_path: Path,
) -> None:
    home = shop(tmp_path)
    orders = home / "exports/orders.csv"
    orders.write_text(orders.read_text("utf-8").replace("2025-03-20", "2025-02-30"), encoding="utf-8")
    assert visavis("run", home=home)[0] == 0
    assert json.loads(visavis("mirror", "--format", "json", home=home)[1])["refused"] == [
        {"source": "orders", "rows": 1, "facts": 4}
    ]
    assert "lignes écartées de orders: 1, pour 4 faits lus" in visavis("mirror", home=home, lang="fr")[1]
    orders.write_text(orders.read_text("utf-8").replace("2025-0", "2025-4"), encoding="utf-8")
    code, _, err = visavis("run", home=home)
    assert code == 1
    assert "no row could be read in: orders" in err
    assert visavis("promise", "try", "/nope.yaml", home=home)[0] == 1
    assert "Usage: visavis" in visavis("--lang", "en", "--help", lang="fr")[1]
    assert "compute everything" in visavis("--lang", "en", "--help", lang="fr")[1]


def test_an_unknown_command_is_answered_with_the_closest_one() -> None:
    assert visavis("mirrors", lang="fr") == (
        2,
        "",
        "il n’y a pas de commande « mirrors »\n  → vouliez-vous dire: visavis mirror ?\n",
    )
    code, _, told = visavis("xyz", lang="en")
    assert (code, told.splitlines()[0]) == (2, "there is no command “xyz”")
    assert "choose among: init, run" in told


def test_hints_name_the_home_that_was_named(tmp_path: Path) -> None:
    home = tmp_path / "my home"
    visavis("init", home)
    told = visavis("--home", home, "run")[2]
    assert f"add your files: visavis --home '{home}' source add FILE…" in told
    assert "add your files: visavis source add FILE…" in visavis("run", home=home)[2]
    orders = tmp_path / "orders.csv"
    orders.write_text("order,due,done\n" + "".join(f"C{n},2025-01-{n:02},2025-01-{n:02}\n" for n in range(1, 29)))
    out = visavis("--home", home, "source", "add", "--yes", orders)[1]
    assert f"Next: visavis --home '{home}' run, then visavis --home '{home}' promise propose" in out


def test_a_file_is_no_home(tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n")
    code, _, told = visavis("--home", photo, "run", lang="fr")
    assert code == 1
    assert "photo.png est un fichier, pas un dossier Visavis" in told
    assert "visavis init" not in told
