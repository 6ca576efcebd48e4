from visavis.engine.holding.promise import Test
from visavis.promises.alike import mark_of

PLAIN = {"where": {"type": "delivery"}, "due": "due_at"}


def test_tests_that_find_the_same_cases_kept_are_alike() -> None:
    felt = {"table": "ratings", "join": "about"}
    alike = ({"over": "events"}, {"done": "done_at"}, {"by": "day"}, {"felt_by": felt})
    assert {mark_of(Test.model_validate(PLAIN | more)) for more in alike} == {mark_of(Test.model_validate(PLAIN))}
    others = ({"where": {"type": "callback"}}, {"due": "occurred_at"}, {"by": "timestamp"})
    assert (
        len({mark_of(Test.model_validate(PLAIN | more)) for more in others} | {mark_of(Test.model_validate(PLAIN))})
        == 4
    )
