"""What people write as their reason, as it is kept."""

import pytest

from visavis.mistakes import Mistake
from visavis.running.deciding.refusing import need_reason


@pytest.mark.parametrize(
    ("written", "kept"),
    [("  vus côte à côte\n", "vus côte à côte"), ("a\0b", "ab"), ("deux \ud83d frères", "deux  frères")],
)
def test_a_reason_is_kept_as_every_database_takes_it(written: str, kept: str) -> None:
    assert need_reason(written) == kept


@pytest.mark.parametrize("written", ["", " \n", "\0", "\udcff"])
def test_no_reason_is_said(written: str) -> None:
    with pytest.raises(Mistake) as wrong:
        need_reason(written)
    assert wrong.value.what.en == "the reason is missing"
