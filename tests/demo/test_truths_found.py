"""The engine finds what was planted: the whole chain on a company of 1,000 clients, through the command line alone."""

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from visavis.engine.measuring.intervals import wilson

pytestmark = pytest.mark.slow
CLIENTS = 1000
OUTCOMES = ("kept", "late", "partial", "broken", "open", "untestable")
SPEAK = "from visavis.cli.main import run; run()"


def visavis(home: Path, *words: str) -> str:
    """What `visavis --home HOME …` prints."""
    command = [sys.executable, "-c", SPEAK, "--home", str(home), "--lang", "en", *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The home of the demonstration company, and what `visavis demo --no-serve` printed."""
    home = tmp_path_factory.mktemp("demo") / "mirabelle"
    return home, visavis(home, "demo", "--clients", str(CLIENTS), "--seed", "7", "--no-serve")


@pytest.fixture(scope="module")
def home(shown: tuple[Path, str]) -> Path:
    return shown[0]


@pytest.fixture(scope="module")
def mirror(home: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(visavis(home, "mirror", "--format", "json"))
    return told


def exported(home: Path, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(visavis(home, "export", table, "--format", "csv"))))


def planted(home: Path, name: str) -> Any:
    return json.loads((home / "truth" / name).read_text("utf-8"))


def rows(home: Path, name: str) -> list[dict[str, str]]:
    with (home / "truth" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def promises(mirror: dict[str, Any]) -> dict[str, Any]:
    return {one["name"]: one for one in mirror["promises"]}


def measured(mirror: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in mirror["measures"] if one["name"] == name]


def figures(measure: dict[str, Any]) -> dict[str, Any]:
    return {each["figure"]: each["value"] for each in measure["distribution"]}


def test_demo_ends_with_the_mirror_in_the_terminal(shown: tuple[Path, str]) -> None:
    home, printed = shown
    assert "livre-a-la-date" in printed
    assert "rappele-48h-boutique" in printed
    assert printed.index("livre-a-la-date") < printed.index("clients-connus-par")
    assert str(home) in printed.replace("\n", "")


def test_every_promise_has_the_planted_outcomes(home: Path, mirror: dict[str, Any]) -> None:
    truth = {name: counts for name, counts in planted(home, "promises.json").items() if "kept" in counts}
    assert len(truth) == 9
    found = promises(mirror)
    assert {name: {o: found[name][o] for o in OUTCOMES} for name in truth} == {
        name: {o: counts[o] for o in OUTCOMES} for name, counts in truth.items()
    }
    for name, counts in truth.items():
        assert found[name]["kept_rate"] == pytest.approx(counts["kept_rate"])
        low, high = found[name]["interval"]
        assert low < counts["kept_rate"] < high
    delivered = truth["livre-a-la-date"]
    assert found["livre-a-la-date"]["dropped_by_filter"] == delivered["dropped_by_filter"]


def test_every_case_has_its_planted_outcome(home: Path) -> None:
    truth = {(row["promise"], row["source"], row["key"]): row["outcome"] for row in rows(home, "cases.csv")}
    found = {(row["promise"], row["source"], row["key"]): row["outcome"] for row in exported(home, "cases")}
    assert {case: outcome for case, outcome in found.items() if case[1] != "boutiques"} == truth


def test_what_clients_felt(home: Path, mirror: dict[str, Any]) -> None:
    truth = planted(home, "promises.json")["livre-a-la-date"]["felt"]
    felt = promises(mirror)["livre-a-la-date"]["felt"]
    assert felt["unit"] == truth["unit"]
    for side in ("kept", "missed"):
        assert felt[side] == {"n": truth[side]["n"], "mean": pytest.approx(truth[side]["mean"])}


def test_what_is_not_measurable_says_why(mirror: dict[str, Any]) -> None:
    unmeasured = promises(mirror)["rappele-48h-boutique"]
    assert (unmeasured["cases"], unmeasured["kept_rate"]) == (0, None)
    assert unmeasured["reason"]


def test_the_cause_stands_out(home: Path) -> None:
    """Orders of one warehouse since one month: their interval lies below that of all others; no carrier does as badly."""
    cause = planted(home, "cause.json")["cause"]
    carrier = {row["key"]: row["extra.carrier"] for row in exported(home, "events") if row["type"] == "delivery"}
    cases = [row for row in exported(home, "cases") if row["promise"] == "livre-a-la-date"]
    at_fault = [row for row in cases if row["team"] == cause["value"] and row["on_day"] >= cause["since"]]
    elsewhere = [row for row in cases if row not in at_fault]
    assert interval(at_fault)[1] < interval(elsewhere)[0] - 0.2
    before = [row for row in cases if row["team"] == cause["value"] and row["on_day"] < cause["since"]]
    assert interval(before)[0] > interval(at_fault)[1]
    for name in set(carrier.values()):
        assert interval([row for row in elsewhere if carrier[row["key"]] == name])[0] > interval(at_fault)[1]


def interval(cases: Iterable[dict[str, str]]) -> tuple[float, float]:
    ended = Counter(row["outcome"] for row in cases)
    due = sum(ended[outcome] for outcome in ("kept", "late", "partial", "broken"))
    low, high = wilson(ended["kept"], due)
    return low, high


def test_clients_are_linked_across_sources(home: Path) -> None:
    """Pairs of records: most of the planted ones found, few others."""
    truth = {(row["source"], row["key"]): row["client"] for row in rows(home, "identities.csv")}
    links = {(row["source"], row["key"]): row["client_id"] for row in exported(home, "links")}
    assert set(truth) <= set(links)
    both = pairs((truth[record], links[record]) for record in truth)
    precision = both / pairs(links[record] for record in truth)
    recall = both / pairs(truth.values())
    assert precision > 0.9
    assert recall > 0.9


def pairs(labels: Iterable[Any]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(labels).values())


def test_clients_held_by_one_person_are_seen(home: Path, mirror: dict[str, Any]) -> None:
    truth = planted(home, "holders.json")
    (known,) = measured(mirror, "clients-connus-par")
    found = figures(known)
    assert found["clients_with_min_cases"] == truth["clients_with_min_cases"]
    assert found["median_top_share"] == pytest.approx(truth["median_top_share"])
    assert found["median_hhi"] == pytest.approx(truth["median_hhi"])
    assert found["known_by_one"] == truth["clients_known_by_one"]
    assert truth["of_which_known_by_one"] == len(truth["held_clients"])
    assert truth["holder"] not in json.dumps(mirror)


def test_how_long_clients_wait(home: Path, mirror: dict[str, Any]) -> None:
    truth = planted(home, "delays.json")
    (delay,) = measured(mirror, "premiere-prise-en-charge")
    found = figures(delay)
    assert found["median_finished"] == pytest.approx(truth["median_hours_among_taken"])
    assert found["median_censored"] == pytest.approx(truth["median_hours_censored"])
    assert (found["finished"], found["censored"]) == (truth["taken"], truth["not_taken"])


def test_what_became_of_complaints(home: Path, mirror: dict[str, Any]) -> None:
    truth = planted(home, "funnels.json")
    found = {one["period"]: one["stages"] for one in measured(mirror, "reclamations-entendues")}
    assert set(found) == set(truth)
    for year, told in truth.items():
        assert [stage["n"] for stage in found[year]] == [*told["stages"].values(), told["promised"]]


def test_voices_are_read_as_they_were_meant(home: Path) -> None:
    """Language nearly always, sentiment and theme mostly, on texts that the reader was never shown."""
    truth = {(row["source"], row["key"]): row for row in rows(home, "voices.csv")}
    read = {(row["source"], row["key"]): row for row in exported(home, "readings")}
    assert set(truth) <= set(read)
    language = [read[voice]["language"] == row["language"] for voice, row in truth.items() if read[voice]["language"]]
    feeling = {voice: row["sentiment"] for voice, row in truth.items() if row["sentiment"]}
    said = [read[voice]["sentiment"] == meant for voice, meant in feeling.items() if read[voice]["sentiment"]]
    assert len(language) > 0.9 * len(truth)
    assert sum(language) > 0.97 * len(language)
    about = [
        read[voice]["theme"] == row["theme"] for voice, row in truth.items() if row["theme"] and read[voice]["theme"]
    ]
    assert sum(about) > 0.6 * len(about)
    assert len(said) > 0.6 * len(feeling)
    assert sum(said) > 0.75 * len(said)


def test_employees_leave_no_trace_in_what_is_exported(home: Path) -> None:
    for table in ("events", "exchanges", "cases"):
        text = visavis(home, "export", table, "--format", "csv")
        assert "staff" not in text.partition("\n")[0].split(",")
        assert planted(home, "holders.json")["holder"] not in text
