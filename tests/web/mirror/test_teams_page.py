"""The page of teams: for whom they work and what they answer, with n and interval; what can't be told is said."""

from typing import Any

import pytest

from tests.web.mirror.test_chain_page import plain, row
from visavis.vocabulary import Role

ROOTS = [
    row(None, 0, "value", 0.42, low=0.37, high=0.47, n=395), row(None, 1, "internal", 0.25, low=0.2, high=0.3, n=395),
    row(None, 2, "hierarchy", 0.25, low=0.2, high=0.3, n=395), row(None, 3, "regulation", 0.08, low=0.06, high=0.12, n=395),
    row(None, 4, "left_out_root", 25, unit="request", n=420),
    row("<b>Desk</b>", 0, "value", 0.5, low=0.4, high=0.6, n=90), row("<b>Desk</b>", 1, "internal", 0.5, low=0.4, high=0.6, n=90),
]  # fmt: skip


def scale(name: str, *codes: str) -> list[dict[str, Any]]:
    return [
        row(None, 1, f"{name}:mean", 3.38, unit="score", low=3.2, high=3.5, n=132),
        row(None, 2, f"{name}:alpha", 0.81, unit="index", low=0.75, high=0.86, n=132),
        row(None, 3, f"{name}:icc_1", 0.31, unit="index", low=0.2, high=0.5, n=132),
        row(None, 4, f"{name}:r_wg", None, unit="index", reason="fewer_than_five", n=132),
        *(row(None, 5 + n, f"{name}:{code}", None, unit="index", reason=code, n=132) for n, code in enumerate(codes)),
    ]


CLIMATE = [
    row(None, 0, "value", 132, unit="answer", n=132), *scale("listening"), *scale("pride", "members_disagree", "by_chance"),
    row(None, 9, "teams_told", 2, unit="team", n=7),
    row("<b>Desk</b>", 0, "value", 24, unit="answer", n=24), row("<b>Desk</b>", 1, "listening", 4.1, unit="score", low=3.9, high=4.3, n=24),
    row("Depot", 0, "value", 9, unit="answer", n=9), row("Depot", 1, "listening", 2.2, unit="score", low=1.9, high=2.5, n=9),
]  # fmt: skip


def keep(roots: list[dict[str, Any]], *waves: tuple[str, list[dict[str, Any]]]) -> None:
    from visavis.running.models import Document

    body = {
        "roots": {"name": "roots", "figures": roots, "steps": [{"name": "asked", "sql": "SELECT 1"}]},
        "climate": [
            {"name": "climate", "says": None, "period": period, "figures": figures} for period, figures in waves
        ],
        "steps": [{"name": "sheets", "sql": "SELECT 2"}],
    }
    Document.objects.update_or_create(name="teams-told", defaults={"run": "r1", "body": body})


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", ("42,0 % des demandes ont un client pour origine (fourchette 37,0–47,0), sur 395", "25 autres demandes ne disent pas la sienne",
                "132 réponses ; 2 équipes sur 7", "telles quelles", "rapprochées de celle de tous, car les membres", "4,10 · 24 réponses", "2024 · listening")),
        ("en", ("42.0% of requests go back to a client (interval 37.0–47.0), of 395", "25 further requests do not say theirs",
                "132 sheets; 2 of 7 teams", "as they are", "drawn to that of all, because members", "4.10 · 24 sheets", "2024 · listening")),
    ],
)  # fmt: skip
def test_teams_are_told_with_intervals_and_reasons(
    home: object, signed_in: Any, lang: str, said: tuple[str, ...]
) -> None:
    keep(ROOTS, ("2024", CLIMATE), ("2025", CLIMATE))
    body = " ".join(plain(signed_in(Role.EMPLOYEE, lang=lang).get("/mirror/teams")).split())
    for each in said:
        assert each in body, each
    assert "<b>Desk" not in body
    assert "&lt;b&gt;Desk" in body
    for link in ("/mirror/catalogue#climate", "/mirror/catalogue#roots", "/voices"):
        assert f'href="{link}"' in body, link
    assert "SELECT 1" in body
    assert "SELECT 2" in body


def test_before_anything_is_known_the_page_says_what_it_takes(home: object, signed_in: Any) -> None:
    employee = plain(signed_in(Role.EMPLOYEE).get("/mirror/teams"))
    assert "Aucun de vos fichiers ne dit qui a demandé quoi" in employee
    assert "Aucune enquête auprès de vos équipes" in employee
    assert "/start/files" not in employee
    assert "/start/files" in plain(signed_in(Role.ANALYST).get("/mirror/teams"))


def test_what_can_not_be_told_has_its_reason(home: object, signed_in: Any) -> None:
    keep([row(None, 0, "value", None, reason="no_root")], ("", [row(None, 0, "value", None, reason="no_answers", n=0)]))
    body = plain(signed_in(Role.EMPLOYEE, lang="en").get("/mirror/teams"))
    assert body.count("Not measurable:") == 2
