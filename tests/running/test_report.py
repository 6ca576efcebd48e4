"""The report of a run: one thing is told as one, and pages need no file of the home."""

import datetime

from visavis.mirror.reflection import Rate, Unfiltered
from visavis.mirror.tell.findings import without_filter
from visavis.promises.days import day
from visavis.running.report import RunReport

ROWS = {"records": 1, "exchanges": 2, "events": 1, "ratings": 0, "tallies": 1, "links": 1}


def test_one_of_each_is_told_as_one() -> None:
    facts, clients = RunReport("r", ROWS, {}, 1).lines()
    assert facts.fr == "Faits: 1 fiche, 2 échanges, 1 évènement, 1 comptage"
    assert facts.en == "Facts: 1 record, 2 exchanges, 1 event, 1 tally"
    assert (clients.fr, clients.en) == ("Clients: 1, pour 1 fiche", "Clients: 1, out of 1 record")


def test_one_case_called_off_is_told_as_one() -> None:
    told = without_filter(Unfiltered(dropped=1, called_off=1, rate=Rate(9, 10, 0.9, (0.6, 1.0))))
    assert told is not None
    assert "dont 1\ue001annulé, non compté." in told.fr


def test_pages_are_told_of_rejects_without_their_file() -> None:
    report = RunReport("r", ROWS, {("ventes", "unknown"): 3}, 0)
    assert report.lines()[-1].en.endswith("; see rejects/ventes.csv")
    assert [line for line in report.lines(files=False) if "rejects/" in line.fr + line.en] == []


def test_the_first_of_a_month_is_said_as_such() -> None:
    assert day(datetime.date(2025, 9, 1), "fr") == "1er septembre 2025"
