"""Rows read by SQL: conditions on many values, and values as the model's own, on both databases."""

import datetime
import uuid
from pathlib import Path

import pytest

from visavis import database
from visavis.clients.models import TimelineItem
from visavis.clients.reading import ask, one_of, read
from visavis.running.models import Document


@pytest.fixture
def home(tmp_path: Path, either_database: str) -> Path:
    database.use(tmp_path)
    return tmp_path


def test_one_of_many_of_one_and_of_none(home: Path) -> None:
    for values, found in ([[3, 1], [1, 3]], [[2], [2]], [[], []], [list(range(2, 900)), [2, 3]]):
        among, given = one_of("n", values)
        table = "(SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT NULL) AS t"
        assert ask(f"SELECT n FROM {table} WHERE {among} ORDER BY n", *given) == [(n,) for n in found]


def test_texts_of_any_kind_are_values_and_nothing_else(home: Path) -> None:
    awkward = ["%s", "a'b", "{}", '{"x"}', "NULL", "a,b", "\\", "é\u202f"]
    for text in awkward:
        among, given = one_of("n", [text, "other"])
        assert ask(f"SELECT n FROM (SELECT 'none' AS n UNION ALL SELECT %s) AS t WHERE {among}", text, *given) == [
            (text,)
        ]


def test_rows_come_back_as_the_models_own(home: Path) -> None:
    moment = datetime.datetime(2025, 3, 7, 23, 59, 59, 123456, tzinfo=datetime.UTC)
    id_ = uuid.UUID(int=7)
    kept = TimelineItem(
        id=id_, client=2**40, ref="r", moment=moment, occurred_on=datetime.date(2025, 3, 8), fact="ratings", source="s",
        key="k", score=0.1, text="% {} é", vanished_run=None,
    )  # fmt: skip
    kept.save(force_insert=True)
    (row,) = read(TimelineItem, "WHERE id = %s", id_)
    assert row.__dict__ | {"_state": None} == TimelineItem.objects.get(pk=id_).__dict__ | {"_state": None}


def test_json_is_asked_for_as_text(home: Path) -> None:
    Document.objects.create(name="counts", run="r", body={"clients": 3, "as_of": "2025-03-08"})
    from visavis.web.counted import counts

    assert counts() == {"clients": 3, "as_of": "2025-03-08"}
