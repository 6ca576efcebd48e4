from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.mirror.company import company
from visavis.engine.measuring.intervals import wilson
from visavis.mirror.draw.figures import LIVED, SAID, axis, bar, spark
from visavis.mirror.reflect import reflect
from visavis.mirror.reflection import Mirror, Month, Rate, Voice
from visavis.mirror.render.terminal import as_text
from visavis.mirror.tell.wording import (
    clean,
    day,
    decimal,
    duration,
    months,
    number,
    percent,
    points,
    quotation,
    spaced,
    span,
)
from visavis.mistakes import Lang

NARROW, JOINED = "\u202f", "\xa0"


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    with company(tmp_path_factory.mktemp("company")) as home:
        yield reflect(home)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(mirror: Mirror, lang: Lang, width: int) -> None:
    text = as_text(mirror, lang, width=width)
    assert max(cell_len(line) for line in text.split("\n")) <= width
    assert text.count("…") == as_text(mirror, lang, width=400).count("…")
    assert "\x1b" not in text
    assert "\ue000" not in text
    assert "\ue001" not in text
    words = " ".join(text.split())
    for promise in mirror.promises:
        assert promise.name in words
    if width >= 60:
        assert "called-back" in text


def test_french_readers_read_french(mirror: Mirror) -> None:
    text = spaced(as_text(mirror, "fr", width=120))
    for expected in (
        "CE QUE NOUS DISONS",
        f"«{NARROW}Livré à la date annoncée{NARROW}»",
        f"faits{JOINED}84,2{NARROW}%",
        f"fourchette{JOINED}76,4–89,8 · 114{JOINED}cas",
        f"clients{JOINED}64,1{NARROW}%",
        "clients moins faits: −20,1 points (fourchette −32,5 à −7,6)",
        "janv. – mars 2024, par mois",
        f"sans le filtre: 82,1{NARROW}% (6{JOINED}cas qu’il écarte, dont 3\xa0annulés, non comptés)",
        "11 mars 2024 · note 5",
        "non mesurable: aucun événement de vos fichiers ne dit que c’est fait",
        "Qui connaît chaque client",
        "La moitié attend 15,0",
        "NON MESURABLE",
    ):
        assert expected in text
    for foreign in ("kept", "interval ", "Mar ", "score", "ratings", "no_done_event"):
        assert foreign not in text.replace("about × staff", "")


def test_english_readers_read_english(mirror: Mirror) -> None:
    text = as_text(mirror, "en", width=120)
    for expected in (
        "WHAT WE SAY",
        "“Delivered by the date we announced”",
        "84.2%",
        "March 11, 2024 · score 5",
        "NOT MEASURABLE",
        "Half wait 15.0",
    ):
        assert expected in text
    for foreign in ("fourchette", "faits", "78 avis", "NON MESURABLE", "mars"):
        assert foreign not in text


def test_colour_is_there_when_asked_for_and_never_needed(mirror: Mirror) -> None:
    coloured = as_text(mirror, "fr", width=100, colours="truecolor")
    assert "\x1b[" in coloured
    import re

    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == as_text(mirror, "fr", width=100).split()


def test_the_last_lines_say_what_can_be_done(mirror: Mirror) -> None:
    last = as_text(mirror, "fr", width=120).split("NON MESURABLE")[1]
    assert "«\u202fRappelé sous 48 heures\u202f»: aucun événement" in last
    assert "→ ajoutez la source qui le note" in last
    assert "unknown: le champ n’existe pas dans vos faits: extra.never" in last


def test_an_empty_mirror_says_what_to_do_next(mirror: Mirror) -> None:
    text = as_text(replace(mirror, promises=[], measures=[]), "fr")
    assert "visavis promise propose" in text
    assert "NON MESURABLE" not in text


def test_a_client_can_not_steer_the_terminal(mirror: Mirror) -> None:
    nasty = Voice("[bold]ok[/bold] \x1b[2J\x07\u202e gone\r\nnext\ue000\ufdd1 :smile:", date(2024, 1, 1), None)
    promise = replace(mirror.promises[0], voices={"kept": [nasty], "missed": []})
    text = as_text(replace(mirror, promises=[promise]), "en", width=120)
    assert "“[bold]ok[/bold] [2J gone next :smile:”" in text
    assert "no words from clients" in text


def rate(kept: int, n: int) -> Rate:
    return Rate(kept, n, kept / n, wilson(kept, n))


def test_the_axis_shows_dot_interval_and_gap() -> None:
    assert spaced(axis(rate(96, 114), 48, "fr").plain) == f"0 {'·' * 30}├──●─┤╱╱╱┃ 100{NARROW}%"
    assert axis(rate(0, 20), 40, "en").plain == "0 ●────┤╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱┃ 100%"
    assert axis(rate(20, 20), 40, "en").plain == "0 ···························├────● 100%"


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(5, 150))
def test_every_rate_fits_its_axis(counted: tuple[int, int], width: int) -> None:
    figure = axis(rate(*counted), width, "en").plain
    assert len(figure) == max(width, 17)
    assert figure.count("●") == 1


def trend(*rates: tuple[int, int, int, int]) -> list[Month]:
    return [Month(date(year, month, 1), rate(kept, n)) for year, month, kept, n in rates]


def test_a_trend_in_small_bars() -> None:
    drawn = spark(trend((2023, 11, 5, 10), (2023, 12, 10, 10), (2024, 2, 3, 4), (2024, 3, 75, 100)), 20)
    assert drawn is not None
    assert (drawn.bars, drawn.months, drawn.low, drawn.high, drawn.scarce) == ("▁█ ·▅", 1, 0.5, 1.0, True)
    assert spark(trend((2024, 1, 5, 10)), 20) is None
    assert spark([], 20) is None
    flat = spark(trend((2024, 1, 5, 10), (2024, 2, 5, 10)), 20)
    assert flat is not None
    assert flat.bars == "▅▅"


def test_a_long_trend_is_gathered_by_quarter_or_year() -> None:
    drawn = spark(trend(*((2020 + m // 12, m % 12 + 1, 5 + (m >= 24), 10) for m in range(36))), 13)
    assert drawn is not None
    assert (drawn.bars, drawn.months) == ("▁▁▁▁▁▁▁▁████", 3)
    by_year = spark(trend(*((2020 + m // 12, m % 12 + 1, 5 + (m >= 24), 10) for m in range(36))), 5)
    assert by_year is not None
    assert (by_year.bars, by_year.months) == ("▁▁█", 12)


def test_bars_grow_by_an_eighth() -> None:
    assert [bar(share, 2) for share in (0, 1 / 16, 0.5, 0.53, 1, 1.5)] == ["", "▏", "█", "█", "██", "██"]


@pytest.mark.parametrize(
    ("share", "fr", "en"),
    [
        (0.92, "92,0 %", "92.0%"),
        (1, "100,0 %", "100.0%"),
        (0.99997, "99,9 %", "99.9%"),
        (0.0001, "0,1 %", "0.1%"),
        (0, "0,0 %", "0.0%"),
    ],
)
def test_percentages_never_round_to_all_or_nothing(share: float, fr: str, en: str) -> None:
    assert spaced(percent(share, "fr")).replace(NARROW, " ") == fr
    assert percent(share, "en") == en


def test_numbers_and_dates_as_people_write_them() -> None:
    assert spaced(number(218015, "fr")) == f"218{NARROW}015"
    assert number(218015, "en") == "218,015"
    assert (decimal(4.2749, "fr"), decimal(4.2749, "en")) == ("4,27", "4.27")
    assert spaced(duration(20.01, "hour", "fr")).replace(NARROW, " ").replace(JOINED, " ") == "20,0 heures"
    assert duration(1, "day", "en") == "1.0 day"
    assert span(0.764, 0.898, "fr") == "76,4–89,8"
    assert (points(-0.201, "fr"), points(0.05, "en")) == ("−20,1", "+5.0")
    assert (day(date(2018, 8, 31), "fr"), day(date(2018, 8, 31), "en")) == ("31 août 2018", "August 31, 2018")
    assert months(date(2016, 10, 1), date(2018, 8, 1), "fr") == "oct. 2016 – août 2018"
    assert months(date(2018, 8, 1), date(2018, 8, 1), "en") == "Aug 2018"
    assert spaced(quotation("  bien \n reçu ", "fr")) == f"«{NARROW}bien reçu{NARROW}»"
    assert clean("a\u200db\u200bc") == "a\u200dbc"


@pytest.mark.parametrize("colour", [SAID, LIVED])
def test_both_colours_can_be_read_on_white_and_on_black(colour: str) -> None:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert min(1.05 / (light + 0.05), (light + 0.05) / 0.05) >= 4.5
