"""Public data through the verbs `fetch` and `measure`: answered threads alone tell no response rate; climate in real teams."""

from pathlib import Path
from typing import Any

import pytest

from tests.mirror.written import declare
from tests.sources.homes import Place
from visavis.engine.steps import literal
from visavis.mirror.measure import measure
from visavis.mirror.reasons import reason

pytestmark = pytest.mark.real_data

TWEETS = """
name: tweets
files: exports/tweets.csv
read: {encoding: utf-8, delimiter: ",", zone: UTC}
delivery: full
facts:
  - table: exchanges
    key: tweet_id
    fields: {direction: {column: inbound, map: {"True": in, "False": out}}, channel: {value: social}, occurred_at: created_at,
             reply_to: reply_to, text: text}
"""
FIRST = (
    TWEETS.replace("    fields", '    where: {first: "True"}\n    fields')
    + """
  - table: exchanges
    key: answer
    where: {first: "True"}
    fields: {direction: {value: out}, channel: {value: social}, occurred_at: created_at, reply_to: tweet_id}
"""
)
"""First tweets alone, and what the collection says of each: which tweet answered it."""


def sheets(name: str, items: list[str], team: str) -> str:
    fields = ", ".join(f"{item}: {{column: {item.upper()}, as: decimal}}" for item in items)
    return f"""
name: sheets
files: exports/{name}.csv
read: {{encoding: utf-8, delimiter: ","}}
delivery: full
facts:
  - {{table: events, key: none, fields: {{type: {{value: sheet}}, team: {team}, extra: {{{fields}}}}}}}
"""


def measured(place: Place) -> list[dict[str, Any]]:
    for each in place.fetch():
        assert each.rejected == {}
    manifest = measure(place.home, place.duckdb, place.lake, place.manifest, "r9")
    place.lake.show(place.duckdb, manifest, ["measures"])
    return place.duckdb.rows("SELECT * FROM measures")


def tweets(data: Path, folder: Path) -> Place:
    place, file = Place(folder), folder / "exports" / "tweets.csv"
    file.parent.mkdir(parents=True)
    place.duckdb.connection.execute(
        f"""COPY (SELECT tweet_id, inbound, text, strftime(strptime(created_at, '%a %b %d %H:%M:%S %z %Y'), '%Y-%m-%dT%H:%M:%SZ') AS created_at,
        CAST(CAST(in_response_to_tweet_id AS DOUBLE) AS BIGINT) AS reply_to, 'answer to ' || tweet_id AS answer,
        CASE WHEN inbound = 'True' AND in_response_to_tweet_id IS NULL AND NOT response_tweet_id IS NULL THEN 'True' ELSE 'False' END AS first
        FROM read_csv({literal(str(data / "twitter_support_en" / "twcs_small.csv"))}, all_varchar = true))
        TO {literal(str(file))} (HEADER)"""
    )
    return place


@pytest.mark.parametrize(("facts", "code"), [(TWEETS, "threads_cut"), (FIRST, "answered_only")])
def test_answered_threads_alone_tell_no_response_rate(data: Path, tmp_path: Path, facts: str, code: str) -> None:
    """1,385 first tweets, each with an answer by what was collected, and none of these answers among the 5,000: 100 % and 0 %
    would both be wrong."""
    place = tweets(data, tmp_path)
    place.declare(facts)
    declare(tmp_path, "measures", "- {name: first, dialogue: {where: {channel: social}}}\n")
    rates = [row for row in measured(place) if row["name"] == "first" and row["figure"] == "value"]
    assert {row["grouping"] for row in rates} == {None, "channel:social"}
    for row in rates:
        assert (row["value"], row["reason"]) == (None, f"{code}:tweets")
        told = reason(row["reason"])
        assert told
        assert "tweets" in told.say("fr")
        assert told.remedy("fr")


def test_bh1996(data: Path, tmp_path: Path) -> None:
    names = ("lead", "cohes")
    place = Place(tmp_path)
    place.put("exports/bh1996.csv", (data / "climate_surveys" / "bh1996.csv").read_bytes())
    place.declare(sheets("bh1996", list(names), "GRP"))
    scales = ", ".join(f"{name}: [extra.{name}]" for name in names)
    declare(tmp_path, "measures", f"- {{name: army, climate: {{scales: {{{scales}}}, low: 1, high: 5, by: all}}}}\n")
    rows = [row for row in measured(place) if row["name"] == "army"]
    of = {row["figure"]: row for row in rows if row["grouping"] is None}
    found = {name: tuple(round(of[f"{name}:{icc}"]["value"], 4) for icc in ("icc_1", "icc_2")) for name in names}
    assert found == {"lead": (0.1270, 0.9156), "cohes": (0.0443, 0.7755)}
    assert {of[f"{name}:icc_1"]["n"] for name in names} == {7382}
    assert round(of["cohes:r_wg"]["value"], 4) == 0.6347  # the median; the mean over teams is .6316
    teams = [row for row in rows if row["figure"] == "cohes" and row["value"] is not None]
    assert len(teams) == 99
    assert {row["method"] for row in teams} == {"drawn to the mean of all by ICC(2), Morris 95 %"}


def test_lq2002(data: Path, tmp_path: Path) -> None:
    items = [f"lead{number:02}" for number in range(1, 12)]
    place = Place(tmp_path)
    place.put("exports/lq2002.csv", (data / "climate_surveys" / "lq2002.csv").read_bytes())
    place.declare(sheets("lq2002", items, "COMPID"))
    paths = ", ".join(f"extra.{item}" for item in items)
    declare(
        tmp_path, "measures", f"- {{name: army, climate: {{scales: {{lead: [{paths}]}}, low: 1, high: 5, by: all}}}}\n"
    )
    rows = [row for row in measured(place) if row["name"] == "army"]
    of = {row["figure"]: row for row in rows if row["grouping"] is None}
    assert (round(of["lead:alpha"]["value"], 4), of["lead:alpha"]["n"]) == (0.9022, 2042)
    assert round(of["lead:r_wg"]["value"], 4) == 0.8701  # the median; the mean over teams is .8678
    teams = [row for row in rows if row["figure"] == "lead" and row["value"] is not None]
    assert len(teams) == 49
    assert {row["method"] for row in teams} == {"mean of the team, Student 95 %"}
