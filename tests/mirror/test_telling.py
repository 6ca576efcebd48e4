import re
from dataclasses import asdict
from datetime import date

import pytest

from tests.mirror.company import company
from visavis.engine.measuring.intervals import wilson
from visavis.mirror.reasons import REASONS, Reason
from visavis.mirror.reasons.remedies import remedy
from visavis.mirror.reflect import reflect
from visavis.mirror.reflection import Felt, Mirror, Month, Rate
from visavis.mirror.tell.findings import kept, over_time
from visavis.mirror.tell.telling import tell
from visavis.mistakes import Lang

NARROW, NO_BREAK = "\u202f", "\xa0"


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Mirror:
    home = tmp_path_factory.mktemp("company")
    with company(home):
        return reflect(home)


def plain(text: str) -> str:
    return text.replace(NARROW, " ").replace(NO_BREAK, " ")


def rate(n_kept: int, n: int) -> Rate:
    return Rate(n_kept, n, n_kept / n, wilson(n_kept, n))


@pytest.mark.parametrize(
    ("n_kept", "n", "fr", "en"),
    [
        (920, 1000, "Tenue 92 fois sur 100.", "Kept 92 times out of 100."),
        (7, 9, "Tenue 7 fois sur 9.", "Kept 7 times out of 9."),
        (0, 12, "Tenue 0 fois sur 12.", "Kept 0 times out of 12."),
        (12, 12, "Tenue 12 fois sur 12.", "Kept all 12 times."),
        (99_999, 100_000, "Tenue 99,9 fois sur 100.", "Kept 99.9 times out of 100."),
        (1, 100_000, "Tenue 0,1 fois sur 100.", "Kept 0.1 times out of 100."),
        (1, 1, "Tenue une fois sur une.", "Kept once out of once."),
    ],
)
def test_a_finding_never_says_all_or_nothing_of_what_is_not(n_kept: int, n: int, fr: str, en: str) -> None:
    told = kept(rate(n_kept, n), Felt())
    assert (plain(told.fr.replace("\ue000", " ")), told.en) == (fr, en)


def test_one_promise_is_told_whole_in_both_languages(mirror: Mirror) -> None:
    fr, en = tell(mirror, "fr").promises[0], tell(mirror, "en").promises[0]
    assert (plain(fr.quoted), en.quoted) == ("« Livré à la date annoncée »", "“Delivered by the date we announced”")
    assert (plain(fr.rate), en.rate) == ("84,2 %", "84.2%")
    assert (fr.gap, en.gap) == ("−15,8 points", "−15.8 points")
    assert plain(fr.sure) == "fourchette 76,4–89,8 · 114 cas"
    assert plain(fr.finding) == "Tenue 84 fois sur 100 d’après les faits, 50 fois sur 78 d’après les clients."
    assert [plain(one) for one in fr.clients] == [
        "Les clients la disent moins souvent tenue que les faits : −20,1 points (fourchette −32,5 à −7,6).",
        "Note moyenne : 4,50 quand elle est tenue (60 avis), 2,11 quand elle ne l’est pas (18 avis).",
    ]
    assert (
        en.clients[0] == "Clients say less often than the facts that it is kept: −20.1 points (interval −32.5 to −7.6)."
    )
    assert plain(fr.unfiltered) == "Sans le filtre, 82,1 % : la promesse écarte 6 cas, dont 3 annulés, non comptés."
    assert [(one.code, one.n, one.word) for one in fr.outcomes] == [
        ("kept", "96", "tenus"),
        ("late", "18", "tenus en retard"),
    ]
    assert fr.figure is not None
    assert [plain(value) for value in fr.figure.values] == ["84,2 %", "64,1 %"]
    assert fr.trend is not None
    assert plain(fr.trend.title) == "Mois par mois, entre 83,6 % (février 2024) et 85,7 % (mars 2024)."
    assert [(row.month, row.n) for row in fr.trend.rows] == [
        ("janvier 2024", "45"),
        ("février 2024", "55"),
        ("mars 2024", "14"),
    ]
    assert [len(side.voices) for side in fr.sides] == [3, 3]
    assert (fr.sides[1].voices[0].day, fr.sides[1].voices[0].score) == ("9 mars 2024", "note 3")


def test_what_is_not_measurable_keeps_its_row_with_reason_and_remedy(mirror: Mirror) -> None:
    told = tell(mirror, "fr")
    assert [one.measurable for one in told.promises] == [True, False, False]
    (why,) = told.promises[1].unmeasured
    assert (why.why, why.remedy) == (
        "Aucun événement de vos fichiers ne dit que c’est fait.",
        "Ajoutez la source qui le note (rappels, livraisons…), ou faites-le noter.",
    )
    assert [one.name for one in told.unmeasured] == ["unknown"]


def test_steps_that_all_share_are_told_once(mirror: Mirror) -> None:
    told = tell(mirror, "fr")
    assert {step.name for step in told.shared} >= {"outcome_counts", "outcome_trend"}
    assert all(not set(one.steps) & set(told.shared) for one in told.promises)
    assert {*told.promises[0].steps, *told.shared} == set(mirror.promises[0].steps)


def test_measures_are_told_in_sentences(mirror: Mirror) -> None:
    told = {one.name: one for one in tell(mirror, "fr").measures}
    assert list(told) == ["known-by", "first-take-in-charge", "answered", "voices", "survey"]
    assert plain(told["first-take-in-charge"].finding).startswith("La moitié attend 15,0 heures ou plus")
    assert plain(told["answered"].finding) == "2024 : 30,0 % vont au bout (fourchette 10,8–60,3), 3 sur 10."
    assert [(row.name, row.n) for row in told["answered"].rows] == [
        ("heard", "10"), ("read", "6"), ("answered", "3"), ("dont promised", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nobody_of_the_company_is_named(mirror: Mirror, lang: Lang) -> None:
    told = asdict(tell(mirror, lang))
    for one in [*told["promises"], *told["measures"]]:
        del one["steps"]
    assert not re.search(
        r"\bp[0-4]\b", str({key: told[key] for key in ("promises", "measures", "unmeasured", "refused")})
    )


def test_french_is_set_with_its_spaces(mirror: Mirror) -> None:
    def texts(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        items = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
        return [text for item in items for text in texts(item)]

    told = asdict(tell(mirror, "fr"))
    del told["shared"]
    for one in [*told["promises"], *told["measures"]]:
        del one["steps"]
    assert not [text for text in texts(told) if re.search(r" [;:?!%»]|« ", text) and "SELECT" not in text]
    assert not [text for text in texts(told) if re.search("[\ue000-\uf8ff]", text)]


def test_every_reason_has_a_remedy_that_needs_no_terminal() -> None:
    for code in REASONS:
        for lang in ("fr", "en"):
            told = remedy(Reason(code, "x"), lang)  # type: ignore[arg-type]
            assert "visavis " not in told, code
            assert not [word for word in (".yaml", "measures/", "promises/") if word in told], code


def test_too_few_months_tell_nothing_over_time() -> None:
    assert over_time([]) is None


@pytest.mark.parametrize(
    ("months", "fr", "en"),
    [
        ([(9, 9), (9, 9)], "Le même taux tous les mois : 100,0 %.", "The same rate every month: 100.0%."),
        (
            [(9, 9), (0, 3), (9, 9)],
            "100,0 % chacun des 2 mois qui ont 5 cas au moins.",
            "100.0% in each of the 2 months that have 5 cases or more.",
        ),
        (
            [(9, 9), (0, 4), (3, 9)],
            "Les mois de 5 cas au moins, entre 33,3 % (mars 2025) et 100,0 % (janvier 2025).",
            "In months of 5 cases or more, between 33.3% (March 2025) and 100.0% (January 2025).",
        ),
        (
            [(9, 9), (3, 9)],
            "Mois par mois, entre 33,3 % (février 2025) et 100,0 % (janvier 2025).",
            "Month by month, between 33.3% (February 2025) and 100.0% (January 2025).",
        ),
    ],
)
def test_months_with_few_cases_are_not_told_as_if_they_had_many(
    months: list[tuple[int, int]], fr: str, en: str
) -> None:
    told = over_time([Month(date(2025, n, 1), rate(*each)) for n, each in enumerate(months, 1)])
    assert told is not None
    assert (plain(told.fr.replace("\ue000", " ")), plain(told.en)) == (fr, en)
