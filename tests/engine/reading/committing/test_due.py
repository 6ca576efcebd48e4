from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.reading.committing.due import due_in

PARIS, LONDON = ZoneInfo("Europe/Paris"), ZoneInfo("Europe/London")
WEDNESDAY = datetime(2025, 3, 5, 14, 30, tzinfo=PARIS)

FRENCH = {
    "sous huitaine": "2025-03-13", "sous quinzaine": "2025-03-20", "d’ici la fin du mois": "2025-03-31",
    "mardi en huit": "2025-03-18", "après-demain": "2025-03-07", "avant vendredi midi": "2025-03-07 12:00",
    "sous 48 h ouvrées": "2025-03-07", "sous 48 h": "2025-03-07 14:30", "sous cinq jours ouvrés": "2025-03-12",
    "sous 5 jours ouvrables": "2025-03-11", "en fin de semaine": "2025-03-07", "début avril": "2025-04-10",
    "le 12": "2025-03-12", "la semaine prochaine": "2025-03-14", "lundi prochain": "2025-03-10",
    "demain matin": "2025-03-06 12:00", "le mardi 11 mars à 14 h 30": "2025-03-11 14:30",
    "entre 8 h et 12 h vendredi": "2025-03-07 12:00", "lundi ou mardi": "2025-03-11", "vendredi 14 au plus tard": "2025-03-14",
    "fin mars": "2025-03-31", "mi-avril": "2025-04-15", "le 14/03": "2025-03-14", "sous un mois": "2025-04-05",
    "jeudi de la semaine prochaine": "2025-03-13", "dans l’heure": "2025-03-05 15:30", "fin du mois prochain": "2025-04-30",
    "jeudi après-midi": "2025-03-06 18:00", "avant la fin de la journée de demain": "2025-03-06", "dans la matinée de mardi": "2025-03-11 12:00",
    "au cours de la semaine prochaine": "2025-03-14", "dans les trois prochains jours": "2025-03-08", "d’ici 18 h ce soir": "2025-03-05 18:00",
    "le 5 du mois prochain": "2025-04-05", "semaine 12": "2025-03-21", "le surlendemain": "2025-03-07", "avant Noël": "2025-12-24",
    "à 9 h demain": "2025-03-06 09:00", "sous 2 à 3 jours": "2025-03-08", "ce soir": "2025-03-05",
}  # fmt: skip
ENGLISH = {
    "within 5 business days": "2025-03-12", "by COB Monday": "2025-03-10 18:00", "end of next week": "2025-03-14",
    "tomorrow morning": "2025-03-06 12:00", "in a fortnight": "2025-03-19", "by the 3rd": "2025-04-03",
    "by EOD": "2025-03-05 18:00", "first thing Tuesday": "2025-03-11 10:00", "by March 14th": "2025-03-14",
    "on 14 March": "2025-03-14", "in two weeks’ time": "2025-03-19", "by 5pm tomorrow": "2025-03-06 17:00",
    "a week on Tuesday": "2025-03-18", "Tuesday week": "2025-03-18", "by the end of the month": "2025-03-31",
    "early next week": "2025-03-11", "this Friday": "2025-03-07", "next Friday": "2025-03-14", "within 24 hours": "2025-03-06 14:30",
    "over the weekend": "2025-03-09", "first thing in the morning": "2025-03-06 10:00", "the week after next": "2025-03-21",
    "by the end of Q1": "2025-03-31", "by midnight": "2025-03-05", "end of business Thursday": "2025-03-06 18:00",
    "the next working day": "2025-03-06", "on Thursday the 20th": "2025-03-20", "over the next 2-3 business days": "2025-03-10",
}  # fmt: skip


def told(phrase: str, sent: datetime, country: str = "FR", language: str | None = None) -> str:
    due = due_in(phrase, sent, country, language)
    return "" if due is None else f"{due.at:%Y-%m-%d %H:%M}" if due.at else due.on.isoformat()


def test_french_phrases_mean_their_day() -> None:
    assert {phrase: told(phrase, WEDNESDAY, "FR", "fr") for phrase in FRENCH} == FRENCH


def test_english_phrases_mean_their_day() -> None:
    sent = WEDNESDAY.replace(tzinfo=LONDON)
    assert {phrase: told(phrase, sent, "GB", "en") for phrase in ENGLISH} == ENGLISH


@pytest.mark.parametrize(
    "sentence",
    ["votre message de lundi", "votre mail du 3 mars", "sous 5 jours après réception", "within 3 days of receipt", "lundi dernier",
     "since Monday", "I called you twice on Monday", "Le technicien vous a appelé lundi", "Dès réception de la pièce, livraison sous 5 jours",
     "Nous sommes ouverts du lundi au vendredi de 9 h à 18 h", "You have been a client for 24 months now", "Once we have it, we pay within 5 days",
     "ouvert 24 h/24 et 7 j/7", "il y a 3 jours", "le 12 rue des Lilas", "dès que possible"],
)  # fmt: skip
def test_what_is_looked_back_on_or_counts_from_something_to_come_sets_no_limit(sentence: str) -> None:
    assert due_in(sentence, WEDNESDAY, "FR") is None


def test_the_english_article_is_no_french_past_tense() -> None:
    found = due_in("We'll fit a kit Monday", WEDNESDAY, "GB", "en")
    assert found is not None
    assert found.on.isoformat() == "2025-03-10"


def test_holidays_and_the_hour_of_sending_count() -> None:
    # 1 May 2025 is a Thursday: off in France, worked in Britain.
    sent = datetime(2025, 4, 30, 10, 0, tzinfo=PARIS)
    assert told("sous 2 jours ouvrés", sent) == "2025-05-05"
    assert told("within 2 business days", sent, "GB") == "2025-05-02"
    # The day of sending is never counted, whatever the hour.
    assert told("sous 2 jours ouvrés", datetime(2025, 3, 7, 18, 30, tzinfo=PARIS)) == "2025-03-11"
    assert told("sous 2 jours ouvrés", datetime(2025, 3, 8, 10, 0, tzinfo=PARIS)) == "2025-03-11"
    # Easter Monday is off in England.
    assert told("within 2 business days", datetime(2025, 4, 17, 10, 0, tzinfo=LONDON), "GB") == "2025-04-23"


def test_before_a_day_leaves_it_out_and_by_a_day_does_not() -> None:
    assert told("avant vendredi", WEDNESDAY) == "2025-03-06"
    assert told("avant vendredi soir", WEDNESDAY) == "2025-03-07"
    assert told("A colleague will call you no later than 12 March", WEDNESDAY) == "2025-03-12"
    assert told("avant le 12", WEDNESDAY) == "2025-03-11"
    assert told("before Friday", WEDNESDAY, "GB", "en") == "2025-03-06"
    assert told("before March 14th", WEDNESDAY, "GB", "en") == "2025-03-13"
    assert told("d’ici vendredi", WEDNESDAY) == told("by Friday", WEDNESDAY, "GB") == "2025-03-07"
    assert told("avant vendredi 10 h", WEDNESDAY) == "2025-03-07 10:00"
    assert told("avant la fin de la semaine", WEDNESDAY) == "2025-03-07"
    assert told("avant la Toussaint", WEDNESDAY) == "2025-10-31"
    assert told("before Easter", WEDNESDAY, "GB", "en") == "2025-04-19"
    assert told("within 4 working hours", datetime(2025, 3, 7, 16, 0, tzinfo=PARIS)) == "2025-03-10 11:00"
    # Good Friday 2025 in Britain: the week ends on Thursday.
    assert told("by the end of the week", datetime(2025, 4, 15, 9, 0, tzinfo=LONDON), "GB") == "2025-04-17"


def test_leap_days_and_changes_of_the_clock() -> None:
    assert told("d’ici la fin du mois", datetime(2024, 2, 5, 9, 0, tzinfo=PARIS)) == "2024-02-29"
    assert told("sous un mois", datetime(2024, 1, 31, 9, 0, tzinfo=PARIS)) == "2024-02-29"
    assert told("le 29 février", datetime(2025, 3, 5, 9, 0, tzinfo=PARIS)) == "2028-02-29"
    # 24 hours on the clock over the night of 30 March 2025, when an hour is skipped in Paris.
    assert told("sous 24 h", datetime(2025, 3, 29, 12, 0, tzinfo=PARIS)) == "2025-03-30 13:00"
    assert told("demain à 12 h", datetime(2025, 3, 29, 12, 0, tzinfo=PARIS)) == "2025-03-30 12:00"


def test_the_month_comes_first_where_the_country_writes_so() -> None:
    assert told("by 4/11", WEDNESDAY, "US", "en") == "2025-04-11"
    assert told("by 4/11", WEDNESDAY, "GB", "en") == "2025-11-04"


MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2032, 12, 31)).map(
    lambda naive: naive.replace(tzinfo=UTC).astimezone(PARIS)
)
PHRASES = st.sampled_from([*FRENCH, *ENGLISH])


@given(PHRASES, MOMENTS)
def test_nothing_is_due_before_it_is_promised(phrase: str, sent: datetime) -> None:
    due = due_in(phrase, sent, "FR")
    assert due is not None
    assert due.on >= sent.date()
    assert due.at is None or (due.at > sent and due.at.date() == due.on)


@given(PHRASES, MOMENTS, st.timedeltas(timedelta(), timedelta(days=40)))
def test_who_promises_later_is_not_bound_earlier(phrase: str, sent: datetime, later: timedelta) -> None:
    first, second = due_in(phrase, sent, "FR"), due_in(phrase, (sent.astimezone(UTC) + later).astimezone(PARIS), "FR")
    assert first is not None
    assert second is not None
    assert first.on <= second.on


@given(st.sampled_from([("mardi", 1), ("vendredi prochain", 4), ("mardi en huit", 1), ("Friday", 4), ("next Monday", 0), ("Tuesday week", 1)]), MOMENTS)  # fmt: skip
def test_weekdays_are_those_named(said: tuple[str, int], sent: datetime) -> None:
    phrase, weekday = said
    due = due_in(phrase, sent, "FR")
    assert due is not None
    assert due.on.weekday() == weekday
    assert timedelta() < due.on - sent.date() <= timedelta(days=14)


@given(st.integers(1, 9), MOMENTS)
def test_business_days_are_worked(count: int, sent: datetime) -> None:
    due = due_in(f"sous {count} jours ouvrés", sent, "FR")
    assert due is not None
    assert due.on.weekday() < 5
    assert (due.on.month, due.on.day) not in {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    assert due.on > date(2020, 1, 1)
