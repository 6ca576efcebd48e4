from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.engine.measuring.lines import show_rows
from visavis.engine.measuring.advocacy import advocacy
from visavis.engine.measuring.surveys import (
    Answers,
    answer_steps,
    delay_steps,
    margins_of,
    register_steps,
    score,
    so_far,
    weighted,
)
from visavis.engine.steps import Runner


def rating(
    key: str, instrument: str, given: float | None, low: float | None, high: float | None, **more: Any
) -> dict[str, Any]:
    scale = {"score": given, "low": low, "high": high}
    return {"source": "s", "key": key, "instrument": instrument, "occurred_on": date(2025, 3, 9)} | scale | more


def test_answers_by_scale_and_who_gave_them(runner: Runner, tmp_path: Path) -> None:
    marks = {
        "nps": [(9, 0, 10), (7, 0, 10), (6, 0, 10), (11, 0, 10)], "csat": [(4, 1, 5), (3, 1, 5)], "ces": [(5, 1, 7), (4, 1, 7)],
        "odd": [(75, 0, 100), (74, 0, 100), (None, 0, 100), (3, 5, 5)],
    }  # fmt: skip
    ratings = [
        rating(f"{name}{n}", name, *mark, client_ref="email/a@x.example" if n else "record/crm/2", about="s/t")
        for name, given in marks.items()
        for n, mark in enumerate(given)
    ]
    show_rows(
        runner, tmp_path, ratings=ratings,
        records=[{"source": "crm", "key": "1", "kind": "person"}, {"source": "crm", "key": "2", "kind": "organisation"}, {"source": "crm", "key": "3"}],
        clusters=[{"source": "crm", "key": key, "cluster": key} for key in "123"] + [{"source": "email", "key": "a@x.example", "cluster": "1"}],
        events=[{"source": "s", "key": "t", "occurred_on": date(2025, 3, 1), "done_on": date(2025, 3, 2)}],
    )  # fmt: skip
    runner.run([*answer_steps("t"), *delay_steps("t"), *register_steps("t", ["kind"])])
    counts = {(row["instrument"], row["said"]): row["n"] for row in runner.rows("SELECT * FROM t_counts")}
    assert counts == {
        ("nps", "good"): 1, ("nps", "between"): 1, ("nps", "bad"): 1, ("nps", "outside"): 1, ("csat", "good"): 1, ("csat", "bad"): 1,
        ("ces", "good"): 1, ("ces", "bad"): 1, ("odd", "good"): 1, ("odd", "bad"): 1, ("odd", "unscaled"): 2,
    }  # fmt: skip
    assert {row["days"] for row in runner.rows("SELECT * FROM t_waited")} == {7}
    assert {row["m_0"]: row["n"] for row in runner.rows("SELECT * FROM t_margins")} == {"person": 1, "organisation": 1}
    cells = runner.rows("SELECT * FROM t_cells WHERE instrument = 'nps'")
    assert {(row["m_0"], row["said"]): row["n"] for row in cells} == {
        ("organisation", "good"): 1, ("person", "between"): 1, ("person", "bad"): 1,
    }  # fmt: skip


def test_scores() -> None:
    nps = score("nps", Answers(19, 12, 5))
    assert (nps.value, nps.n, nps.unit) == (14 / 36, 36, "nps")
    assert score("csat", Answers(8, 0, 2)).value == 0.8
    assert score("csat", Answers()).reason == "no_answers"
    assert [one.reason for one in so_far("nps", [Answers()])] == ["no_answers"]


def test_the_band_of_many_looks_is_wider_and_narrows() -> None:
    months = [Answers(30, 10, 10)] * 12
    running = so_far("nps", months)
    widths = [one.interval[1] - one.interval[0] for one in running if one.interval]  # type: ignore[operator]
    assert widths == sorted(widths, reverse=True)
    fixed = score("nps", Answers(360, 120, 120)).interval
    assert fixed is not None
    assert widths[-1] > fixed[1] - fixed[0]  # type: ignore[operator]
    assert running[-1].value == pytest.approx(0.4)


def test_weighting_towards_the_register() -> None:
    """Half of the clients are companies; they give 2 of 10 answers, all bad."""
    register = [{"m_0": "person", "n": 50}, {"m_0": "organisation", "n": 50}]
    cells = [{"m_0": "person", "said": "good", "n": 8}, {"m_0": "organisation", "said": "bad", "n": 2}]
    value, n = weighted("csat", cells, margins_of(register, 1))
    assert value.value == pytest.approx(0.5)
    assert n.value == pytest.approx(100**2 / (8 * 6.25**2 + 2 * 25**2))
    assert weighted("nps", cells, margins_of(register, 1))[0].value == pytest.approx(0.0)
    silent = weighted("nps", cells[:1], margins_of(register, 1))
    assert [one.reason for one in silent] == ["silent_class:organisation"]
    assert weighted("nps", [], margins_of(register, 1))[0].reason == "no_class"


def test_four_steps_of_speaking_for_us() -> None:
    told = advocacy(intended=(60, 100), made=(12, 400), converted=(5, 15))
    assert [(one.name, one.value, one.n, one.reason) for one in told] == [
        ("intended", 0.6, 100, None), ("made", 0.03, 400, None), ("converted", 1 / 3, 15, None), ("retained", None, 0, "no_retained"),
    ]  # fmt: skip
    assert advocacy(converted=(5, 4))[2].reason == "impossible_counts"
    assert {one.reason for one in advocacy()} == {"no_answers", "no_referrals", "no_retained"}
