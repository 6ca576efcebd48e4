import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.sources.filenames import LONGEST, numbered, safe_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("orders.csv", "orders.csv"),
        ("Commandes de l’été 2024.csv", "Commandes_de_l_été_2024.csv"),
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/cron.d/x", "x"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("CON.csv", "file-CON.csv"),
        ("export.csv.gz", "export.csv.gz"),
        ("<script>alert(1)<\\script>.csv", "script_.csv"),
        ("*?[a].csv", "_a_.csv".lstrip("_")),
        ("-rf.csv", "rf.csv"),
    ],
)
def test_names_lose_what_leads_elsewhere(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@given(st.text(max_size=400))
def test_any_name_stays_one_plain_file(name: str) -> None:
    safe = safe_name(name)
    assert os.path.basename(safe) == safe
    assert safe not in ("", ".", "..")
    assert not safe.startswith((".", "-"))
    assert not set(safe) & set("/\\\0*?[]<>|\"'`$;&!\n\r\t")
    assert len(safe) <= LONGEST
    assert len(safe.encode()) <= 250
    assert safe_name(safe) == safe


@given(st.text(max_size=300), st.integers(2, 9_999))
def test_numbered_names_differ_and_stay_as_short(name: str, number: int) -> None:
    safe = safe_name(name)
    again = numbered(safe, number)
    assert again != safe
    assert len(again.encode()) <= 255
    ending = os.path.splitext(safe)[1]
    if re.fullmatch(r"\.[A-Za-z0-9_]{1,10}", ending):  # what looks like an ending; the rest is part of the name
        assert os.path.splitext(again)[1] == ending


def test_numbers_stand_before_the_ending() -> None:
    assert [numbered("orders.csv.gz", n) for n in (1, 2, 3)] == ["orders.csv.gz", "orders-2.csv.gz", "orders-3.csv.gz"]
