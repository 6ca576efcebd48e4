"""The word watch over a lake: what is counted of each text, what is kept from run to run, what pages and programs are told."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.mirror.words import watch as wordwatch
from visavis.mirror.words.lines import FEWEST, draw_line, top_of
from visavis.mirror.words.telling import change_told
from visavis.mirror.words.trends import Cell, Series, WordTrends, as_document, as_json, from_document, word_trends
from visavis.mirror.words.watch import own_text, watch_words
from visavis.running.export import export_table

Said = dict[str, Any]
NAMES = ("source", "key", "direction", "channel", "team", "staff", "text", "client_ref")
CANNED = "Bonjour {},\n\nNous avons bien enregistré votre demande {} et vous répondrons au plus tôt par écrit.\n\nCordialement"


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[DuckDB]:
    session = DuckDB(tmp_path / "scratch")
    yield session
    session.close()


def lake_of(home: Path, said: list[Said]) -> tuple[Lake, Manifest]:
    """A lake with these exchanges, one a day from 2025-03-01 on unless they say when."""
    lake = Lake(home / "lake")
    rows = [
        {"source": "s", "key": str(n), "direction": "out", "channel": "mail", "team": "A", "client_ref": f"client/{n}"}
        | {"occurred_on": datetime.date(2025, 3, 1 + n % 28), "staff": f"p{n % 6}"}
        | one
        for n, one in enumerate(said)
    ]
    schema = pa.schema([*((name, pa.string()) for name in NAMES), ("occurred_on", pa.date32())])
    target = lake.new_file("exchanges", "r1")
    full = {name: pa.array([row[name] for row in rows], schema.field(name).type) for name in schema.names}
    from visavis.engine.tables import EXCHANGES, Type

    types = {
        Type.TEXT: pa.string(),
        Type.DATE: pa.date32(),
        Type.TIMESTAMP: pa.timestamp("us"),
        Type.TEXTS: pa.list_(pa.string()),
    }
    for column in EXCHANGES.columns:
        full.setdefault(column.name, pa.nulls(len(rows), types.get(column.type, pa.string())))
    pq.write_table(pa.table(full), target)
    return lake, replace(Manifest("r1"), entries=(lake.entry("exchanges", target, len(rows), source="s"),))


def watched(home: Path, duckdb: DuckDB, said: list[Said]) -> WordTrends:
    lake, manifest = lake_of(home, said)
    found = word_trends(duckdb, lake, watch_words(home, duckdb, duckdb, lake, manifest, "r1"))
    assert found is not None
    return found


def share(trends: WordTrends, name: str, **of: str) -> tuple[int, int]:
    """How many of how many messages use a list."""
    series = next(each for each in trends.of("out", **of) if each.list == name)
    return series.whole.used_in, series.whole.messages


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("<p>Je suis <b>désolé</b>.</p><blockquote type=cite>Mon dossier</blockquote>", "Je suis désolé."),
        ("Bonjour,\nVoilà.\n\nLe lun. 3 mars 2025 à 10:00, Claire a écrit :\n> mon client", "Bonjour,\nVoilà."),
        ("Voilà.\n-- \nJulie\nService usagers", "Voilà."),
        ("5 < 6 et 7 > 3", "5 < 6 et 7 > 3"),
    ],
)
def test_what_others_wrote_is_not_counted(text: str, own: str) -> None:
    assert own_text(text) == own


def test_our_texts_are_counted_and_those_of_clients_are_not(tmp_path: Path, duckdb: DuckDB) -> None:
    said = [{"text": f"Nous sommes désolés, c’est le jour {n}."} for n in range(6)]
    said += [{"text": f"Voilà pour vous la pièce {n}."} for n in range(6)]
    said += [{"text": "Je suis désolé, mon dossier", "direction": "in"}, {"text": "", "staff": "p9"}]
    trends = watched(tmp_path, duckdb, said)
    assert share(trends, "apology") == (6, 12)
    assert share(trends, "other-names") == (0, 12)
    assert share(trends, "apology", dimension="team", value="A") == (6, 12)
    assert (trends.texts, trends.counted) == (12, 12)
    assert [each.sentence for each in trends.said("out", "apology")] == ["Nous sommes désolés, c’est le jour …"]
    assert trends.values("out", "channel") == ["mail"]


def test_canned_replies_are_known_almost_word_for_word(tmp_path: Path, duckdb: DuckDB) -> None:
    said = [{"text": CANNED.format(f"Madame Morel{n}", f"n° {n}44")} for n in range(5)]
    said += [{"text": CANNED.format("Monsieur", "F-12").replace("au plus tôt", "au plus vite")}]
    said += [{"text": f"Le technicien a remplacé {what} et la ligne de {who} marche de nouveau depuis ce matin."}
             for what, who in (("la prise", "Paul"), ("un câble", "votre mère"), ("deux boîtiers rouillés", "l’atelier"))]  # fmt: skip
    trends = watched(tmp_path, duckdb, said)
    assert share(trends, "canned") == (6, 9)
    assert [(each.messages, each.sentence[:34]) for each in trends.said("out", "canned")] == [
        (5, "Nous avons bien enregistré votre d")
    ]


def test_texts_are_looked_at_once_until_lists_change(
    tmp_path: Path, duckdb: DuckDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, manifest = lake_of(tmp_path, [{"text": f"Toutes nos excuses, {n}."} for n in range(6)])
    looked: list[str] = []
    monkeypatch.setattr(wordwatch, "own_text", lambda text: looked.append(text) or own_text(text))
    manifest = watch_words(tmp_path, duckdb, duckdb, lake, manifest, "r1")
    assert len(looked) == 6
    again = watch_words(tmp_path, duckdb, duckdb, lake, manifest, "r2")
    assert len(looked) == 6
    assert again.of("worded") == manifest.of("worded")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "ours.yaml").write_text("name: ours\nsays: {fr: a, en: b}\nfr: [excuses]\n", encoding="utf-8")
    other = watch_words(tmp_path, duckdb, duckdb, lake, again, "r3")
    assert len(looked) == 12
    trends = word_trends(duckdb, lake, other)
    assert trends is not None
    assert share(trends, "ours") == (6, 6)


def test_texts_that_are_gone_leave_nothing(tmp_path: Path, duckdb: DuckDB) -> None:
    lake, manifest = lake_of(
        tmp_path, [{"text": f"Toutes nos excuses à tous et à toutes pour ce {n}e retard."} for n in range(6)]
    )
    manifest = watch_words(tmp_path, duckdb, duckdb, lake, manifest, "r1")
    fewer = manifest.replaced("exchanges", lake_of(tmp_path, [{"text": "Merci à vous."}])[1].entries)
    left = watch_words(tmp_path, duckdb, duckdb, lake, fewer, "r2")
    lake.show(duckdb, left, ["worded", "word_uses", "word_forms"])
    assert duckdb.rows("SELECT count(*) AS n FROM worded") == [{"n": 1}]
    assert duckdb.rows("SELECT DISTINCT list FROM word_uses") == [{"list": "thanks"}]
    assert duckdb.rows("SELECT count(*) AS n FROM word_forms") == [{"n": 0}]


def test_without_texts_there_is_nothing_and_no_mistake(tmp_path: Path, duckdb: DuckDB) -> None:
    trends = watched(tmp_path, duckdb, [])
    assert (trends.texts, trends.counted, trends.series, trends.examples) == (0, 0, (), ())


def test_small_teams_are_told_over_longer_periods(tmp_path: Path, duckdb: DuckDB) -> None:
    """Three people write a month, six a quarter: months would hide all, quarters show."""
    said = [
        {
            "text": f"Merci {month} {n} à vous tous",
            "staff": f"p{(month % 2) * 3 + n}",
            "occurred_on": datetime.date(2025, month, 5),
        }
        for month in range(1, 13)
        for n in range(3)
    ]
    trends = watched(tmp_path, duckdb, said)
    assert {each.grain for each in trends.series} == {"quarter"}
    assert share(trends, "thanks", dimension="team", value="A") == (36, 36)


def test_a_team_that_one_person_moved_stands_as_told_last(tmp_path: Path, duckdb: DuckDB) -> None:
    """What one more message moved is told with four others, in teams and channels; over all it is told at once."""
    day = datetime.date(2025, 3, 4)
    said: list[Said] = [{"text": f"Désolé, {n}.", "staff": f"p{n}", "occurred_on": day} for n in range(6)]
    said += [
        {"text": f"Merci, {n}.", "staff": f"q{n}", "team": "B", "channel": "web", "occurred_on": day} for n in range(9)
    ]
    more = [{"text": f"Désolé, encore {n}.", "staff": f"p{n}", "occurred_on": day} for n in range(5)]
    lake, manifest = lake_of(tmp_path, said)
    seen = []
    for run, facts in enumerate((said, [*said, more[0]], [*said, more[0]], [*said, *more])):
        manifest = manifest.replaced("exchanges", lake_of(tmp_path, facts)[1].entries)
        manifest = watch_words(tmp_path, duckdb, duckdb, lake, manifest, f"r{run}", secret=b"key")
        trends = word_trends(duckdb, lake, manifest)
        assert trends is not None
        of: tuple[dict[str, str], ...] = ({}, {"dimension": "team", "value": "A"}, {"dimension": "team", "value": "B"}, {"dimension": "channel", "value": "mail"})  # fmt: skip
        seen.append([share(trends, "apology", **each) for each in of])
    assert seen == [
        [(6, 15), (6, 6), (0, 9), (6, 6)],
        [(7, 16), (6, 6), (0, 9), (6, 6)],
        [(7, 16), (6, 6), (0, 9), (6, 6)],
        [(11, 20), (11, 11), (0, 9), (11, 11)],
    ]
    written = str(manifest.ledger["told"]["messages"])
    assert not {"p0", "q0", "mail", "'A'"} & set(written.replace("[", " ").replace("]", " ").split())


def test_periods_stay_as_long_as_they_were_told(tmp_path: Path, duckdb: DuckDB) -> None:
    """Quarters told of teams stay quarters when months would do: months beside them would tell of the hidden ones."""
    few = [
        {"text": f"Merci {month} {n}", "staff": f"p{(month % 2) * 3 + n}", "occurred_on": datetime.date(2025, month, 5)}
        for month in range(1, 7)
        for n in range(3)
    ]
    many = [
        {"text": f"Merci {month} {n} bien", "staff": f"p{n}", "occurred_on": datetime.date(2025, month, 6)}
        for month in range(1, 7)
        for n in range(9)
    ]
    lake, manifest = lake_of(tmp_path, few)
    for run, facts in enumerate((few, [*few, *many])):
        manifest = manifest.replaced("exchanges", lake_of(tmp_path, facts)[1].entries)
        manifest = watch_words(tmp_path, duckdb, duckdb, lake, manifest, f"r{run}")
        trends = word_trends(duckdb, lake, manifest)
        assert trends is not None
        assert {each.grain for each in trends.series} == {"quarter"}
    assert {each.grain for each in watched(tmp_path / "anew", duckdb, [*few, *many]).series} == {"month"}


def test_documents_lose_nothing(tmp_path: Path, duckdb: DuckDB) -> None:
    trends = watched(tmp_path, duckdb, [{"text": f"Désolée, {n}."} for n in range(8)])
    assert from_document(as_document(trends)) == trends
    told = as_json(trends)["series"][0]["periods"][0]
    assert sorted(told) == [
        "interval",
        "messages",
        "people",
        "per_thousand",
        "period",
        "share",
        "used_in",
        "uses",
        "words",
    ]


def cell(month: int, used_in: int, messages: int = 50) -> Cell:
    return Cell(datetime.date(2025, month, 1), 9, messages, messages * 40, used_in, used_in)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([cell(1, 5), cell(2, 5)], "sans évolution démontrée"),
        ([cell(1, 5), cell(2, 25)], "en hausse de 40,0 points"),
        ([cell(1, 26), cell(2, 5), cell(3, 5), cell(4, 5)], "en baisse de 21,0 points"),
        ([cell(1, 5)], "une seule période"),
    ],
)
def test_a_change_is_told_where_it_is_shown(cells: list[Cell], told: str) -> None:
    assert change_told(Series("out", "all", "", "blame", "month", tuple(cells))).fr.replace("\ue000", " ") == told


def test_a_line_joins_periods_with_enough_messages_only() -> None:
    line = draw_line([cell(1, 5), cell(2, 5), cell(3, 1, FEWEST - 1), cell(4, 5), cell(5, 5), cell(8, 5)], "month")
    assert line is not None
    assert (len(line.lines), len(line.points), [point.scarce for point in line.points].count(True)) == (2, 6, 1)
    assert draw_line([cell(1, 5)], "month") is None
    assert top_of([[cell(1, 0, 1000)]]) == 0.02


def test_no_sentence_that_is_shown_names_anybody_and_exports_hold_no_words_of_single_texts(
    tmp_path: Path, duckdb: DuckDB
) -> None:
    said = [{"text": "Désolée, votre conseillère Jeanne Lenoir est au NRO de la rue Haute depuis hier soir."}] * 6
    said += [{"text": f"Nous sommes désolés, la ligne est en panne depuis hier soir, {n}."} for n in range(6)]
    lake, manifest = lake_of(tmp_path, said)
    manifest = watch_words(tmp_path, duckdb, duckdb, lake, manifest, "r1", employees=["Lenoir Jeanne"])
    lake.publish(manifest)
    trends = word_trends(duckdb, lake, manifest)
    assert trends is not None
    assert [each.sentence for each in trends.said("out", "apology")] == [
        "Nous sommes désolés, la ligne est en panne depuis hier soir, …"
    ]
    for table in ("worded", "word_forms", "word_uses", "wording", "wording_examples"):
        target = tmp_path / f"{table}.csv"
        export_table(tmp_path, table, out=target)
        assert "lenoir" not in target.read_text(encoding="utf-8").lower(), table
        assert "NRO" not in target.read_text(encoding="utf-8"), table
