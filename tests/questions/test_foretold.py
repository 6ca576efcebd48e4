"""How near forecasts of answers came: all together and by team, never of fewer than five people."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis import database
from visavis.engine.measuring.listening import needs_heard
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.steps import Runner, literal, step
from visavis.questions.foretelling import NEEDS, sealed
from visavis.questions.foretold import heard
from visavis.questions.models import AnswerForecast
from visavis.questions.waves import Waves, waves_told
from visavis.running.home import make_home

WAVE, AT = date(2025, 7, 1), datetime(2025, 6, 20, 9, tzinfo=UTC)
LEVELS = {"after-call": {"how": "nps", "waves": {"2025-07-01": {"": [50, 30, 20]}}}}
SPOKEN = {"waiting": 40, "price": 20, "refund": 10, "website": 5}
WAVES = Waves(date(2025, 10, 2), LEVELS, {"2025-07-01": SPOKEN})


@pytest.fixture(autouse=True)
def home(tmp_path: Path, migrated_sqlite: Path) -> None:
    make_home(tmp_path / "home", lang="fr")
    shutil.copy(migrated_sqlite, tmp_path / "home" / database.FILE)
    database.use(tmp_path / "home")


def forecast(n: int, team: str = "", at: datetime = AT, **more: Any) -> AnswerForecast:
    told = {"person": f"user {n}", "team": team, "wave": WAVE, "written_at": at, "known_until": date(2025, 6, 15)}
    return sealed(AnswerForecast(**({"question": "score:after-call"} | told | more)), at)


def level(n: int, value: float, team: str = "", **more: Any) -> AnswerForecast:
    return forecast(n, team, value=value, low=value - 0.1, high=value + 0.1, **more)


def test_levels_are_told_from_five_people_on_with_their_intervals(home: None) -> None:
    for n in range(4):
        level(n, 0.5)
    (few,) = heard(WAVES).levels
    assert (few.people, few.reason, few.expected) == (4, "fewer_than_five", None)
    level(4, 0.25)
    (told,) = heard(WAVES).levels
    assert told.answered.value == pytest.approx(0.3)
    assert told.expected is not None
    assert told.off is not None
    assert told.held is not None
    assert told.scored is not None
    assert told.expected[0] == pytest.approx(0.45)
    assert told.off[0] == pytest.approx((4 * 0.2 + 0.05) / 5)
    assert told.held[0] == pytest.approx(1 / 5)
    assert told.scored[0] == pytest.approx((4 * (0.2 + 10 * 0.1) + 0.2) / 5)
    assert (told.held[2], told.scored[1]) == (5, 5)
    assert told.off[1][0] < told.off[0] < told.off[1][1]


def test_teams_of_five_are_told_apart_and_none_whose_rest_would_be_fewer(home: None) -> None:
    for n in range(6):
        level(n, 0.5, "Care")
    for n in range(6, 9):
        level(n, 0.2, "Board")
    assert [each.team for each in heard(WAVES).levels] == [""], "three people would remain of the whole"
    for n in range(9, 11):
        level(n, 0.2, "Board")
    assert [(each.team, each.people) for each in heard(WAVES).levels] == [("", 11), ("Board", 5), ("Care", 6)]


def test_an_incomplete_wave_a_broken_seal_and_a_late_one_do_not_count(home: None) -> None:
    for n in range(6):
        level(n, 0.5)
    early = Waves(date(2025, 9, 29), LEVELS, {})
    assert heard(early).levels == ()
    assert heard(early).waiting == ((date(2025, 9, 30), 6),)
    AnswerForecast.objects.filter(person="user 5").update(value=0.3)
    assert (heard(WAVES).levels[0].people, heard(WAVES).broken) == (5, 1)
    level(6, 0.3, at=datetime(2025, 7, 1, tzinfo=UTC))
    level(7, 0.3, known_until=date(2025, 7, 1))
    assert heard(WAVES).levels[0].people == 5


def test_a_wave_without_answers_says_so(home: None) -> None:
    for n in range(5):
        level(n, 0.5, about_team="Nowhere")
    assert [each.reason for each in heard(WAVES).levels] == ["no_answers"]


def test_orders_of_needs_with_what_chance_would_give_and_how_sure_people_are(home: None) -> None:
    for n in range(5):
        forecast(n, question=NEEDS, ranking=["waiting", "refund", "price", "website"], rating=0.9)
    (told,) = heard(WAVES).orders
    assert told.heard is not None
    assert told.overconfident is not None
    assert told.heard.accuracy == pytest.approx(1 - 2 / 8)
    assert told.heard.chance == pytest.approx(1 - 5 / 8)
    assert told.heard.correlation == pytest.approx(0.8)
    assert told.overconfident[0] == pytest.approx(0.15)
    assert [need for need, _ in told.order] == list(SPOKEN)
    assert told.expected == ("waiting", "refund", "price", "website")
    same = Waves(WAVES.as_of, {}, {"2025-07-01": dict.fromkeys(SPOKEN, 3)})
    assert heard(same).orders[0].reason == "no_order"


@given(st.permutations(list("abcdef")), st.lists(st.integers(0, 60), min_size=6, max_size=6))
@settings(max_examples=25, deadline=None)
def test_accuracy_and_correlation_stay_on_their_scales_and_inside_their_intervals(
    order: list[str], counts: list[int]
) -> None:
    answered = dict(zip("abcdef", counts, strict=True))
    if len(set(counts)) == 1:
        with pytest.raises(Unmeasurable, match="no_order"):
            needs_heard([order], answered)
        return
    found = needs_heard([order, order[::-1]], answered)
    assert 0 <= found.accuracy_interval[0] <= found.accuracy <= found.accuracy_interval[1] <= 1
    assert -1.0001 <= found.correlation_interval[0] <= found.correlation <= found.correlation_interval[1] <= 1.0001
    assert found.correlation == pytest.approx(0, abs=1e-9), "an order and its reverse cancel out"
    best = sorted(answered, key=lambda need: -answered[need])
    assert needs_heard([best], answered).accuracy >= found.accuracy - 1e-9


def test_random_orders_reach_what_chance_is_said_to_reach() -> None:
    random = np.random.default_rng(4)
    orders = [list(map(str, random.permutation(6))) for _ in range(3000)]
    found = needs_heard(orders, {str(n): 10 + n for n in range(6)})
    assert sum(found.each) / len(orders) == pytest.approx(found.chance, abs=0.01)


def test_waves_are_counted_from_facts_teams_only_where_five_people_served(runner: Runner) -> None:
    def row(n: int, team: str, staff: str, score: float, day: str = "2025-08-05") -> tuple[str, str]:
        return (
            f"SELECT 'e' AS source, '{n}' AS key, {literal(team)} AS team, {literal(staff)} AS staff",
            f"SELECT 'after-call' AS instrument, CAST({score} AS DOUBLE) AS score, CAST(0 AS DOUBLE) AS low, CAST(10 AS DOUBLE) AS high, "
            f"DATE '{day}' AS occurred_on, 'e/{n}' AS about",
        )

    rows = [row(n, "Care", f"a{n}", 9.0) for n in range(6)]
    rows += [row(10 + n, "Night", f"b{n % 4}", 3.0) for n in range(8)] + [
        row(30 + n, "Field", f"c{n}", 7.0) for n in range(5)
    ]
    rows += [row(50, "Care", "a1", 9.0, "2025-10-01")]
    voices = "SELECT DATE '2025-09-30' AS occurred_on, CAST(1 AS BIGINT) AS client, 'price' AS theme"
    voices += " UNION ALL SELECT DATE '2025-09-30', CAST(1 AS BIGINT), 'price' UNION ALL SELECT DATE '2025-09-30', CAST(2 AS BIGINT), 'other'"
    runner.run(
        [
            step("events", " UNION ALL ".join(each for each, _ in rows)),
            step("ratings", " UNION ALL ".join(each for _, each in rows)),
            step("new_voices", voices),
        ]
    )
    told = waves_told(runner)
    waves = told["levels"]["after-call"]["waves"]
    assert waves["2025-07-01"][""] == [6, 5, 8]
    assert not {"Night"} & waves["2025-07-01"].keys()
    assert len(waves["2025-07-01"]) <= 2, "with both teams told, the night shift would be what remains"
    assert waves["2025-10-01"] == {"": [1, 0, 0]}
    assert told["needs"] == {"2025-07-01": {"price": 1}}
