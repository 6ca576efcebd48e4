from pathlib import Path

import pytest

from visavis.declarations import read_declarations
from visavis.engine.holding.promise import Promise
from visavis.mistakes import Mistake


def read(folder: Path, test: str) -> Promise:
    file = folder / "promise.yaml"
    file.write_text(f"name: p\nsays: {{fr: Oui}}\ntest: {test}\n", encoding="utf-8")
    return read_declarations([file], Promise)[0].value


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("{due: due_at, where: {staff: x}}", "choose the team"),
        ("{due: due_at, done: {event: {staff: x}}}", "choose the team"),
        ("{due: due_at, felt_by: {where: {staff: x}}}", "choose the team"),
        ("{}", "exactly one of these keys"),
        ("{due: due_at, at_least: {score: 8}}", "exactly one of these keys"),
        ("{over: events, at_least: {score: 8}}", "over: ratings"),
        ("{over: events, tally: {}}", "over: tallies"),
        ("{tally: {}, by: day}", "by does not go with tally"),
        ("{select: SELECT 1, where: {type: x}}", "where does not go with select"),
        ("{due: {after: occurred_at, within: 2 fortnights}}", "is no duration"),
        ("{due: {after: occurred_at, within: 48 hours, calendar: FR}}", "48 business hours"),
        ("{due: {after: occurred_at, within: 4 business hours}}", "need opening hours"),
        ("{due: {after: occurred_at, within: 4 business days, calendar: XX}}", "no calendar “XX”"),
        ("{due: {after: occurred_at, within: 4 business days, calendar: FR-99}}", "no region “99”"),
        ("{due: {after: occurred_at, within: 4 business days, hours: always}}", "not readable at “always”"),
        ("{due: {after: occurred_at, within: 4 days, pauses: {team: x}}}", "a pause is read from status"),
        ("{dew: due_at}", "did you mean “due”"),
        ("{holds: {field: status}}", "a key is missing"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(tmp_path: Path, test: str, said: str) -> None:
    with pytest.raises(Mistake) as found:
        read(tmp_path, test)
    assert said in found.value.say("en")
    assert found.value.say("fr").startswith(f"{tmp_path / 'promise.yaml'}:3:")


def test_defaults_follow_the_test(tmp_path: Path) -> None:
    assert read(tmp_path, "{due: due_at}").test.by_day
    assert read(tmp_path, "{due: {after: occurred_at, within: 2 jours ouvrés}}").test.by_day
    assert not read(tmp_path, "{due: {after: occurred_at, within: 48 heures}}").test.by_day
    assert read(tmp_path, "{due: {after: occurred_at, within: 48 heures}, by: day}").test.by_day
    tables = [read(tmp_path, test).test.table for test in ("{due: due_at}", "{at_least: {score: 1}}", "{tally: {}}")]
    assert tables == ["events", "ratings", "tallies"]


def test_a_promise_needs_words(tmp_path: Path) -> None:
    file = tmp_path / "promise.yaml"
    file.write_text("name: p\nsays: {}\ntest: {due: due_at}\n", encoding="utf-8")
    with pytest.raises(Mistake, match="write the promise"):
        read_declarations([file], Promise)
