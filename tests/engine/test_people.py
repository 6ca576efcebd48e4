from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.people import named_in, teams_of

PAIRS = st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 30).map(str)), max_size=60)


def team(name: str, *people: int) -> list[tuple[str, str]]:
    return [(name, str(person)) for person in people]


def test_a_small_team_is_masked_with_another_one() -> None:
    large, larger = team("large", *range(10, 16)), team("larger", *range(20, 30))
    assert teams_of([*large, *larger]).masked == frozenset()
    assert teams_of([*team("small", 1, 2, 3), *large, *larger]).masked == {"small", "large"}
    assert teams_of([*team("a", 1, 2, 3), *team("b", 4, 5, 6), *large]).masked == {"a", "b"}


def test_what_is_left_of_the_whole_counts_too() -> None:
    teams = teams_of([*team("small", 1, 2, 3), *team("large", *range(10, 16))])
    assert teams.singles_out(["small"])
    assert teams.singles_out(["large"])
    assert not teams.singles_out(["small", "large"]) or teams.masked
    assert not teams.singles_out(["another field's value"])


def test_conditions_name_teams_and_fields_of_ones_own() -> None:
    where = {"team": ["a", "b"], "extra.group": "c", "about.team": "d", "status": "e"}
    assert named_in(where) == {"a", "b", "c", "d"}


@given(PAIRS)
def test_an_attacker_who_sees_unmasked_teams_and_the_whole_never_isolates_one_to_four(
    pairs: list[tuple[str, str]],
) -> None:
    teams = teams_of(pairs)
    shown = [people for name, people in teams.people.items() if name not in teams.masked]
    hidden = frozenset[str]().union(*(teams.people[name] for name in teams.masked))
    assert all(len(people) >= 5 for people in shown)
    assert len(hidden) >= 5 or not hidden or not shown
