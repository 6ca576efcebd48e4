"""Files as they should not be: each row that can be read is, each that can't is found again in the rejects."""

import gzip
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.sources.homes import Place
from visavis.engine.lake import Lake
from visavis.mistakes import Mistake
from visavis.sources.reasons import REASONS

DECLARED = """
name: s
files: "exports/*"
read: {read}
facts:
  - {{table: events, key: id, fields: {{type: {{value: t}}, occurred_at: day, status: what}}}}
"""
HEAD = "id,day,what\n"


def fetch(place: Place, content: str | bytes, read: str = "{}", name: str = "a.csv") -> tuple[list[Any], list[Any]]:
    """(key, status) of the facts, (line, column, reason, value) of the rejects."""
    place.declare(DECLARED.format(read=read))
    place.put(f"exports/{name}", content)
    place.fetch()
    facts = [(row["key"], row["status"]) for row in place.rows("SELECT key, status FROM events ORDER BY key")]
    found = place.rows('SELECT line, "column", reason, value FROM rejects ORDER BY line')
    return facts, [tuple(row.values()) for row in found]


def good(*keys: int) -> str:
    return "".join(f"{key},2024-01-01,x\n" for key in keys)


def test_a_key_longer_than_any_index_takes_is_rejected(place: Place) -> None:
    facts, rejects = fetch(place, f"{HEAD}{good(1)}{'é' * 501},2024-01-01,x\n{'é' * 500},2024-01-01,y\n")
    assert facts == [("1", "x"), ("é" * 500, "y")]
    assert rejects == [(3, "id", "key-too-long", "é" * 500)]


def test_an_empty_file_and_one_with_a_header_only_are_noted(place: Place) -> None:
    place.declare(DECLARED.format(read="{}"))
    place.put("exports/a.csv", "")
    place.put("exports/b.csv", HEAD)
    (fetched,) = place.fetch()
    assert [note.en for note in fetched.notes] == ["exports/a.csv: empty file", "exports/b.csv: no row"]
    assert place.manifest.entries == ()


def test_a_wrong_delimiter_is_named_with_the_right_one(place: Place) -> None:
    with pytest.raises(Mistake, match="there is no column “id”; found: id;day;what") as raised:
        fetch(place, HEAD.replace(",", ";") + "1;2024-01-01;x\n", '{delimiter: ","}')
    assert raised.value.remedy is not None
    assert raised.value.remedy.en == "the file's delimiter seems to be “;”: correct read.delimiter"
    assert (raised.value.file, raised.value.line) == (place.home / "sources/s.yaml", 6)


def test_a_missing_column_is_named_with_its_line_and_near_ones(place: Place) -> None:
    with pytest.raises(Mistake, match="no column “what”; found: id, day, whatt") as raised:
        fetch(place, "id,day,whatt\n1,2024-01-01,x\n")
    assert raised.value.remedy is not None
    assert raised.value.remedy.fr == "vouliez-vous dire: whatt ?"
    assert (raised.value.file, raised.value.line) == (place.home / "sources/s.yaml", 6)


def test_a_column_named_twice_can_not_be_meant(place: Place) -> None:
    with pytest.raises(Mistake, match="two columns are named “what”"):
        fetch(place, "id,day,what,what\n1,2024-01-01,x,y\n")


def test_no_file_matches(place: Place) -> None:
    place.declare(DECLARED.format(read="{}"))
    with pytest.raises(Mistake, match=r"no file matches “exports/\*” in"):
        place.fetch()


def test_impossible_dates_name_their_reason(place: Place) -> None:
    rows = "1,31/02/2024,x\n2,1900,x\n3,01/01/1900,x\n4,29/02/2024,x\n"
    assert fetch(place, HEAD + rows, "{day_first: true}") == (
        [("4", "x")],
        [
            (2, "day", "impossible-date", "31/02/2024"),
            (3, "day", "not-a-date", "1900"),
            (4, "day", "date-out-of-range", "01/01/1900"),
        ],
    )
    written = (place.home / "rejects/s.csv").read_text(encoding="utf-8").splitlines()
    assert written[:2] == [
        "file,line,column,reason,value,fact",
        "exports/a.csv,2,day,impossible-date,31/02/2024,events/t",
    ]


def test_lines_of_another_width_are_refused_as_a_whole(place: Place) -> None:
    content = HEAD + good(1) + "2,2024\n" + "3,2024-01-01,x,more\n\n" + good(4) + "5,bad,x\n"
    assert fetch(place, content) == (
        [("1", "x"), ("4", "x")],
        [
            (3, None, "too-few-columns", "2,2024"),
            (4, None, "too-many-columns", "3,2024-01-01,x,more"),
            (7, "day", "not-a-date", "bad"),
        ],
    )


def test_a_quote_astray_spoils_its_own_line_only(place: Place) -> None:
    odd = '1,2024-01-01,"a\nb"\n2,2024-01-01,"open\n'
    content = HEAD + odd + good(*range(30, 60)) + '7,2024-01-01,5" pipe\n8,bad,"x\ny"\n'
    facts, rejects = fetch(place, content)
    assert facts == [("1", "a\nb"), *((str(n), "x") for n in range(30, 60)), ("7", '5" pipe')]
    assert rejects == [(4, None, "broken-quotes", "2 2024-01-01 open"), (36, "day", "not-a-date", "bad")]


def test_quotes_that_pair_up_across_a_line_are_found_out(place: Place) -> None:
    facts, rejects = fetch(place, HEAD + '1,x"y,"z\n' + good(*range(10, 30)))
    assert facts == [(str(n), "x") for n in range(10, 30)]
    assert rejects == [(2, None, "broken-quotes", "1 xy z")]


@pytest.mark.parametrize(
    ("ends", "bad_line"), [(("\r\n", "\r\n"), 4), (("\r\n", "\n"), 4), (("\n", "\r\n"), 4), (("\r", "\r"), 4)]
)
def test_ends_of_lines_of_every_kind(place: Place, ends: tuple[str, str], bad_line: int) -> None:
    first, second = ends
    content = f"id,day,what{first}1,2024-01-01,x{second}2,2024-01-01,x{first}3,bad,x{second}"
    assert fetch(place, content) == ([("1", "x"), ("2", "x")], [(bad_line, "day", "not-a-date", "bad")])


def test_text_in_two_encodings_is_refused_where_it_is_the_odd_one(place: Place) -> None:
    accented = [f"{n},2024-01-01,é\n".encode() for n in range(10, 30)]
    content = HEAD.encode() + b"".join(accented) + "1,2024-01-01,é\n".encode("cp1252")
    facts, rejects = fetch(place, content)
    assert facts == [(str(n), "é") for n in range(10, 30)]
    assert rejects == [(22, None, "undecodable", None)]


def test_cp1252_is_told_from_utf_8_and_its_gaps_are_refused(place: Place) -> None:
    content = (HEAD + "1,2024-01-01,été à 5 €\n").encode("cp1252") + b"2,2024-01-01,\x81\n"
    assert fetch(place, content) == ([("1", "été à 5 €")], [(3, None, "undecodable", None)])


def test_zero_bytes_are_refused(place: Place) -> None:
    assert fetch(place, HEAD + "1,2024-01-01,x\0y\n" + good(2)) == ([("2", "x")], [(2, None, "undecodable", None)])


def test_a_truncated_archive_is_refused_and_former_facts_stay(place: Place) -> None:
    place.declare(DECLARED.format(read="{}"))
    packed = gzip.compress((HEAD + good(*range(5000))).encode())
    place.put("exports/a.csv.gz", packed)
    place.fetch()
    place.put("exports/a.csv.gz", packed[: len(packed) // 2])
    with pytest.raises(Mistake, match="truncated or damaged gzip"):
        place.fetch()
    assert place.values("SELECT count(*) FROM events") == [5000]


@pytest.mark.slow
def test_a_line_of_a_gigabyte_takes_no_memory_and_stops_nothing(place: Place) -> None:
    place.declare(DECLARED.format(read="{}"))
    target = place.put("exports/a.csv", HEAD + good(1))
    with target.open("ab") as out:
        out.write(b"2,2024-01-01,")
        for _ in range(1024):
            out.write(b"z" * (1 << 20))
        out.write(b"\n" + good(3).encode() + b"4,bad,x\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    place.fetch()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    target.unlink()
    assert place.values("SELECT key FROM events ORDER BY key") == ["1", "3"]
    assert [(row["line"], row["reason"]) for row in place.rows("SELECT line, reason FROM rejects ORDER BY line")] == [
        (3, "line-too-long"),
        (5, "not-a-date"),
    ]
    assert grown < 400 * 1024


def test_formulas_stay_texts_in_the_lake_and_are_disarmed_in_exports(place: Place) -> None:
    facts, _ = fetch(place, HEAD + "1,2024-01-01,=1+1\n2,=cmd|' /C calc'!A0,x\n")
    assert facts == [("1", "=1+1")]
    assert "'=cmd|' /C calc'!A0" in (place.home / "rejects/s.csv").read_text(encoding="utf-8")


def test_scores_outside_their_scale_are_refused(place: Place) -> None:
    place.declare(
        "name: s\nfiles: exports/a.csv\nfacts:\n  - {table: ratings, key: id, "
        "fields: {score: score, low: {value: 0}, high: {value: 10}, instrument: {value: nps}}}\n"
    )
    place.put("exports/a.csv", "id,score\n1,10\n2,11\n3,-1\n4,\n5,9\n")
    place.fetch()
    assert place.rows("SELECT key, score FROM ratings ORDER BY key") == [
        {"key": "1", "score": 10.0},
        {"key": "5", "score": 9.0},
    ]
    assert place.rows("SELECT line, reason, value FROM rejects ORDER BY line") == [
        {"line": 3, "reason": "score-outside-scale", "value": "11"},
        {"line": 4, "reason": "score-outside-scale", "value": "-1"},
        {"line": 5, "reason": "missing-value", "value": None},
    ]


def test_impossible_tallies_are_kept_and_flagged(place: Place) -> None:
    place.declare(
        "name: s\nfiles: exports/a.csv\nfacts:\n  - {table: tallies, key: m, fields: {type: {value: late}, "
        "period: {column: m, as: month}, population: {minus: [planned, cancelled]}, missed: late}}\n"
    )
    place.put("exports/a.csv", "m,planned,cancelled,late\n2024-01,10,2,3\n2024-02,10,12,0\n2024-03,10,5,6\n")
    place.fetch()
    assert place.rows("SELECT month(period) AS m, population, missed, flag FROM tallies ORDER BY m") == [
        {"m": 1, "population": 8, "missed": 3, "flag": None},
        {"m": 2, "population": -2, "missed": 0, "flag": "negative-population"},
        {"m": 3, "population": 5, "missed": 6, "flag": "missed-above-population"},
    ]


FULL = """
import resource, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.sources.homes import Place
from visavis.mistakes import Mistake
from visavis.sources.reasons import REASONS
place = Place(Path({home!r}))
place.manifest = place.lake.current()
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    place.fetch()
except Mistake as mistake:
    print(mistake.say("en"))
"""


def test_a_full_disk_is_a_mistake_with_a_remedy_and_leaves_the_last_run(place: Place) -> None:
    place.declare(DECLARED.format(read="{}"))
    place.put("exports/a.csv", HEAD + good(1))
    place.fetch()
    place.put("exports/a.csv", HEAD + good(*range(100_000)))
    script = FULL.format(root=str(Path(__file__).resolve().parents[2]), home=str(place.home))
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "the disk is full: nothing is published" in ended.stdout
    assert Lake(place.home / "lake").current() == place.manifest
    assert place.values("SELECT key FROM events") == ["1"]


def test_a_read_only_home_is_a_mistake_with_a_remedy(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", str(self))

    place.declare(DECLARED.format(read="{}"))
    place.put("exports/a.csv", HEAD + good(1))
    place.fetch()
    place.put("exports/a.csv", HEAD + good(1, 2))
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(Mistake, match="this folder can't be written to"):
        place.fetch()
    monkeypatch.undo()
    assert place.values("SELECT key FROM events") == ["1"]


def test_every_reason_that_the_code_gives_is_said_in_words() -> None:
    sources = Path(__file__).resolve().parents[2] / "visavis" / "sources"
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources.rglob("*.py") if path.name != "reasons.py")
    given = set(re.findall(r"THEN '([a-z]+(?:-[a-z0-9]+)+)'", code)) | set(
        re.findall(r": \"([a-z]+(?:-[a-z]+)+)\",", code)
    )
    given -= {"negative-population", "negative-missed", "missed-above-population"}
    assert {"impossible-date", "too-few-columns", "not-in-map", "missing-key"} <= given
    assert given - set(REASONS) == set()
