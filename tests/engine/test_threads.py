"""Work in threads: results in order, what fails told where it failed."""

import threading
from collections.abc import Iterator

import pytest

from visavis.engine.threads import ahead, beside, in_order


def test_slices_come_in_order() -> None:
    assert list(in_order(lambda *ends: sum(ends), [(1, 2), (3, 4)])) == [3, 7]
    assert list(in_order(divmod, iter([(9, 2)] * 5), threads=2)) == [(4, 1)] * 5


def test_what_comes_next_is_computed_beside_what_is_done() -> None:
    computed: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(5):
            computed.append(threading.get_ident())
            yield number

    assert list(ahead(numbers())) == [0, 1, 2, 3, 4]
    assert threading.get_ident() not in computed
    assert len(set(computed)) == 1
    assert list(ahead([])) == []


def test_what_fails_is_raised_once_what_came_before_was_given() -> None:
    def numbers() -> Iterator[int]:
        yield 1
        raise ValueError("two")

    given: list[int] = []
    with pytest.raises(ValueError, match="two"):
        given.extend(ahead(numbers()))
    assert given == [1]


def test_who_stops_early_leaves_nothing_running() -> None:
    before = threading.active_count()
    found = ahead(iter(range(1_000_000)))
    assert next(found) == 0
    found.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_what_is_computed_beside_is_there_afterwards() -> None:
    here = threading.Event()
    with beside(lambda wanted, *, more: here.wait(10) and wanted + more, 1, more=2) as found:
        here.set()
    assert found.result() == 3


def test_what_fails_beside_is_raised_where_it_is_asked_for() -> None:
    with beside(int, "two") as found:
        pass
    with pytest.raises(ValueError, match="two"):
        found.result()


def test_where_both_fail_both_are_told() -> None:
    with pytest.raises(OSError, match="disk full") as failed, beside(int, "two"):
        raise OSError("disk full")
    assert failed.value.__notes__ == [
        "What was done beside it failed, too: ValueError(\"invalid literal for int() with base 10: 'two'\")"
    ]
    with pytest.raises(OSError, match="disk full") as failed, beside(int, "2"):
        raise OSError("disk full")
    assert not hasattr(failed.value, "__notes__")
