import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.mirror.company import MEASURES, PROMISES, company
from tests.mirror.written import declare
from visavis.engine.measuring.intervals import newcombe, wilson
from visavis.mirror.reflect import reflect
from visavis.mirror.render.plain import as_json
from visavis.mistakes import Mistake

PROMISE_KEYS = [
    "name", "says", "audience", "carrier", "cases", "kept", "late", "partial", "broken", "open", "untestable",
    "dropped_by_filter", "kept_rate", "interval", "method", "reason", "felt", "trend", "voices", "steps",
]  # fmt: skip
MEASURE_KEYS = ["name", "kind", "scope", "value", "n", "unit", "interval", "method", "period", "reason"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with company(tmp_path_factory.mktemp("company")) as made:
        yield made


def plain(home: Path, **asked: Any) -> dict[str, Any]:
    return json.loads(json.dumps(as_json(reflect(home, **asked), "en"), allow_nan=False))


def test_facts_and_clients_stand_face_to_face(home: Path) -> None:
    told = plain(home)
    assert (told["run"], told["as_of"]) == ("20240401T120000-abcd", "2024-03-07")
    on_time = told["promises"][0]
    # of 120 deliveries 6 were not delivered; every sixth of the rest is late, the cancelled ones of these left aside
    assert [on_time[name] for name in ("cases", "kept", "late", "broken", "open", "untestable")] == [
        114,
        96,
        18,
        0,
        0,
        0,
    ]
    assert (on_time["kept_rate"], on_time["interval"]) == (96 / 114, list(wilson(96, 114)))
    assert (on_time["method"], on_time["reason"], on_time["dropped_by_filter"]) == ("Wilson 95 %", None, 6)
    felt = on_time["felt"]
    assert felt["kept"]["n"] + felt["missed"]["n"] == 78
    said = 50  # scores of 4 and 5
    assert felt["perceived_rate"] == said / 78
    assert felt["gap"] == pytest.approx(said / 78 - 96 / 114)
    assert felt["gap_interval"] == list(newcombe(said, 78, 96, 114))
    assert [(month["period"], month["kept"], month["missed"]) for month in on_time["trend"]] == [
        ("2024-01", 38, 7),
        ("2024-02", 46, 9),
        ("2024-03", 12, 2),
    ]
    assert on_time["trend"][0]["interval"] == list(wilson(38, 45))
    assert on_time["voices"]["kept"][0] == {
        "text": "Colis n° 119 arrivé comme prévu, merci beaucoup.",
        "on": "2024-03-11",
        "score": 5.0,
    }
    assert len(on_time["voices"]["missed"]) == 3


def test_without_the_filter_those_never_delivered_count(home: Path) -> None:
    unfiltered = reflect(home).promises[0].unfiltered
    assert unfiltered is not None
    assert (unfiltered.dropped, unfiltered.called_off) == (6, 3)
    # three were shipped and never arrived: broken once their day has passed
    assert (unfiltered.rate.kept, unfiltered.rate.n) == (96, 117)


def test_a_promise_that_no_fact_can_test_keeps_its_row_with_what_to_do(home: Path) -> None:
    told = plain(home)
    assert [(p["name"], p["cases"], p["kept_rate"], p["reason"]["code"]) for p in told["promises"][1:]] == [
        ("called-back", 30, None, "no_done_event"),
        ("refunded", 0, None, "no_cases"),
    ]
    assert told["promises"][1]["reason"]["words"] == "no event in your files says that it was done"
    assert told["promises"][1]["untestable"] == 30
    assert told["promises"][2]["felt"]["kept"] == {"n": 0, "mean": None}


def test_every_key_is_always_there(home: Path) -> None:
    told = plain(home)
    for promise in told["promises"]:
        assert list(promise) == PROMISE_KEYS
        assert list(promise["says"]) == ["fr", "en"]
        assert list(promise["felt"]) == ["unit", "kept", "missed", "perceived_rate", "gap", "gap_interval"]
        assert list(promise["voices"]) == ["kept", "missed"]
        assert all(list(step) == ["name", "sql"] for step in promise["steps"])
        assert promise["steps"]
        assert (promise["kept_rate"] is None) == (promise["reason"] is not None) == (promise["interval"] is None)
    for measure in told["measures"]:
        inner = "stages" if measure["kind"] == "funnel" else "distribution"
        assert list(measure) == [*MEASURE_KEYS, inner, "steps"]
        assert (measure["value"] is None) == (measure["reason"] is not None)
        keys = ["stage", "n", "share", "interval"] if inner == "stages" else ["figure", "value", "n", "unit"]
        assert all(list(each) == keys for each in measure[inner])


def test_measures_carry_their_figures(home: Path) -> None:
    told = {measure["name"]: measure for measure in plain(home)["measures"]}
    assert list(told) == ["known-by", "first-take-in-charge", "answered", "unknown", "voices", "survey"]
    delay = told["first-take-in-charge"]
    assert (delay["value"], delay["n"], delay["unit"], delay["method"]) == (15.0, 30, "hour", "Kaplan–Meier 95 %")
    by_figure = {each["figure"]: each["value"] for each in delay["distribution"]}
    assert (by_figure["median_finished"], by_figure["finished"], by_figure["censored"]) == (13.0, 25.0, 5.0)
    funnel = told["answered"]
    assert funnel["period"] == "2024"
    assert [(each["stage"], each["n"]) for each in funnel["stages"]] == [
        ("heard", 10),
        ("read", 6),
        ("answered", 3),
        ("promised", 3),
    ]
    assert told["unknown"]["reason"]["code"] == "missing_field"


def test_a_period_narrows_the_cases_and_says_nothing_of_the_filter(home: Path) -> None:
    february = plain(home, from_day=date(2024, 2, 1), to_day=date(2024, 2, 29))["promises"][0]
    assert (february["kept"], february["late"], february["dropped_by_filter"]) == (46, 9, None)
    assert [month["period"] for month in february["trend"]] == ["2024-02"]
    assert [m["name"] for m in plain(home, from_day=date(2025, 1, 1))["measures"]] == [
        "known-by",
        "first-take-in-charge",
        "unknown",
        "voices",
        "survey",
    ]
    assert "answered" in [m["name"] for m in plain(home, from_day=date(2024, 12, 31))["measures"]]
    with pytest.raises(Mistake, match="ends"):
        reflect(home, from_day=date(2024, 3, 1), to_day=date(2024, 2, 1))


def test_not_due_is_not_kept_and_not_missed(tmp_path: Path) -> None:
    later = (
        PROMISES.split("---")[0]
        .replace("carrier: logistics", "observed_until: 2023-12-01")
        .replace("status: delivered", "status: shipped")
    )
    with company(tmp_path, promises=later, measures=MEASURES.split("- name: first")[0]) as home:
        promise = plain(home)["promises"][0]
    assert (promise["open"], promise["kept_rate"], promise["reason"]["code"]) == (3, None, "none_due")


def test_a_promise_written_since_the_run_says_so(tmp_path: Path) -> None:
    with company(tmp_path) as home:
        declare(home, "promises", PROMISES.split("---")[0].replace("delivered-on-time", "renamed"))
        promise = plain(home)["promises"][0]
    assert (promise["name"], promise["cases"], promise["reason"]["code"]) == ("renamed", 0, "not_run")


def test_without_promises_the_facts_say_up_to_when_they_are_known(tmp_path: Path) -> None:
    with company(tmp_path, promises="") as home:
        told = plain(home)
    assert (told["as_of"], told["promises"]) == ("2024-03-11", [])
    assert [measure["name"] for measure in told["measures"]][:1] == ["known-by"]


def test_before_the_first_run_there_is_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(Mistake) as told:
        reflect(tmp_path)
    assert "visavis run" in told.value.say("fr")
    assert list(tmp_path.iterdir()) == []
