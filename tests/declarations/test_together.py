from pathlib import Path

import pytest

from visavis.declarations import versions
from visavis.declarations.together import all_or_nothing


def test_what_is_taken_back_is_as_if_it_had_never_been(tmp_path: Path) -> None:
    kept, other, new = (tmp_path / name for name in ("kept.yaml", "other.yaml", "new.yaml"))
    kept.write_bytes(b"\xef\xbb\xbfun: 1\r\n")
    other.write_text("deux: 2\n")

    def fail_late() -> None:
        with all_or_nothing() as together:
            together.change(kept, "un: 2\n", if_seen=versions.seen(kept))
            together.change(kept, "un: 3\n", if_seen=versions.seen(kept))
            together.change(new, "neuf: 1\n", if_seen="")
            together.change(other, "deux: 3\n", if_seen=versions.seen(other))
            versions.change(other, "by: somebody else\n", if_seen=versions.seen(other))
            raise RuntimeError("a later step")

    with pytest.raises(RuntimeError):
        fail_late()
    assert (kept.read_bytes(), other.read_text(), new.exists()) == (
        b"\xef\xbb\xbfun: 1\r\n",
        "by: somebody else\n",
        False,
    )
    assert {version.name for version in versions.versions(tmp_path)} == {"other.yaml"}


def test_what_succeeds_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    with all_or_nothing() as together:
        assert together.change(file, "un: 1\n", if_seen="") is None
        former = together.change(file, "un: 2\n", if_seen=versions.seen(file))
    assert (file.read_text(), versions.versions(tmp_path)) == ("un: 2\n", [former])
