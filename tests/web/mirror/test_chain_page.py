"""The chain and the journey as pages: what publish kept, the house as people noted it now, and what can't be told."""

from pathlib import Path
from typing import Any

import pytest

from visavis.vocabulary import Role


def row(grouping: str | None, position: int, figure: str, value: float | None, **more: Any) -> dict[str, Any]:
    return {"grouping": grouping, "position": position, "figure": figure, "value": value, "n": 90, "unit": "share", "low": None, "high": None, "method": None, "reason": None} | more  # fmt: skip


CHAIN = [
    row(None, 0, "value", 0.6), row(None, 1, "cases", 100), row(None, 2, "over", 90, n=100),
    row(None, 3, "association_late", 0.3, low=0.2, high=0.4), row(None, 4, "association_felt", None, reason="too_few_cases:3"),
    row("<b>Atelier</b>", 0, "value", 0.7, low=0.6, high=0.8), row("<b>Atelier</b>", 1, "days", 700, unit="day", low=650, high=745),
    row("<b>Atelier</b>", 2, "again", 0.1), row("<b>Atelier</b>", 3, "beyond", 0.6, low=0.5, high=0.7),
    row("<b>Atelier</b>", 4, "association_late", 0.25, low=0.2, high=0.3),
    row("Dock", 0, "value", None, n=0, reason="fewer_than_five"),
    row("(nobody)", 0, "value", 0.3, low=0.2, high=0.4), row("(nobody)", 1, "days", 300, unit="day"),
]  # fmt: skip
PROCESS = [
    row("orders", 0, "value", 4.0, unit="day", low=3.5, high=4.5), row("orders", 1, "returned", 0.1, low=0.05, high=0.2),
    row("orders", 2, "handoffs", 180, unit="handoff"), row("orders", 3, "handoffs_per_case", 2.0, unit="handoff", low=1.9, high=2.15), row("orders", 4, "ways", 2, unit="way"),
    *(row(f"orders · step · {name}", 0, "value", wait, unit="day", low=wait, high=wait) for name, wait in (("entry", 1.0), ("make", 3.0))),
    *(row(f"orders · step · {name}", 1, "censored", 2, unit="case") for name in ("entry", "make")),
    *(row(f"orders · step · {name}", 2, "returned", 0.1, low=0.0, high=0.2) for name in ("entry", "make")),
    row("orders · step · hide", 0, "value", None, n=0, reason="fewer_than_five"),
    row("orders · way · entry → make", 0, "value", 0.9, low=0.8, high=0.95),
    row("orders · way · entry → make", 1, "mean_finished", None, unit="day", reason="too_few_finished"),
    row("orders · move · entry → make", 0, "value", 90, unit="move"), row("orders · move · make → entry", 0, "value", 9, unit="move"),
]  # fmt: skip


def keep(chain: list[dict[str, Any]], process: list[dict[str, Any]]) -> None:
    from visavis.running.models import Document

    bodies = {
        "chain": {"measured": {"name": "chain", "figures": chain, "steps": [{"name": "held", "sql": "SELECT 1"}]}, "voices": {"Atelier": 7}},
        "process": {"name": "process", "figures": process, "steps": []},
    }  # fmt: skip
    for name, body in bodies.items():
        Document.objects.update_or_create(name=name, defaults={"run": "r1", "body": body})


def plain(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode().replace("\u202f", " ").replace("\xa0", " "))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_chain_tells_of_each_team_with_its_interval(home: Path, signed_in: Any, lang: str) -> None:
    from visavis.house.services import take_in

    keep(CHAIN, PROCESS)
    file = home / "teams.csv"
    file.write_text("equipe;sert;en\nAtelier;Expédition;remet\nExpédition;les clients;livre\n", encoding="utf-8")
    take_in(file)
    body = plain(signed_in(Role.EMPLOYEE, lang=lang).get("/mirror/chain"))
    assert "<b>Atelier" not in body
    assert {"fr": "&lt;b&gt;Atelier&lt;/b&gt; a consommé 60,0 % du retard", "en": "&lt;b&gt;Atelier&lt;/b&gt; consumed 60.0% of the delay"}[lang] in body  # fmt: skip
    assert {"fr": "60,0 % – 80,0 %", "en": "60.0% – 80.0%"}[lang] in body
    assert '<strong>700</strong> <span class="muted small">650 – 745</span>' in body
    between = {"fr": "<strong>100,0 %</strong> <span class=\"muted small\">64,6 % – 100,0 %</span> <span class=\"muted small\">sur 7</span>", "en": "<strong>100.0%</strong> <span class=\"muted small\">64.6% – 100.0%</span> <span class=\"muted small\">of 7</span>"}  # fmt: skip
    assert between[lang] in " ".join(body.split()).replace(" </", "</")
    assert {"fr": "Entre deux équipes", "en": "Between teams"}[lang] in body
    assert {"fr": "trop peu de cas terminés dont on connaît l’issue : 3", "en": "too few cases that ended"}[
        lang
    ] in body
    assert "SELECT 1" in body
    assert {"fr": "non mesurable : moins de cinq salariés derrière ce chiffre", "en": "not measurable: fewer than five employees stand behind this figure"}[lang] in body  # fmt: skip
    assert {"fr": "À 2 pas des clients", "en": "2 steps from the clients"}[lang] in body


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_journey_draws_its_steps_and_returns(home: Path, signed_in: Any, lang: str) -> None:
    keep(CHAIN, PROCESS)
    body = plain(signed_in(Role.EMPLOYEE, lang=lang).get("/mirror/journey"))
    assert {"fr": "La moitié des 90 cas aboutit en 4,0 jours (fourchette 3,5 à 4,5)", "en": "Half of the 90 cases come to their end within 4.0 days"}[lang] in body  # fmt: skip
    assert {"fr": "2,00 changements d’équipe par cas en moyenne (fourchette 1,90 à 2,15, sur 90 cas)", "en": "2.00 changes of team a case on average (interval 1.90 to 2.15, of 90 cases)"}[lang] in body  # fmt: skip
    assert {"fr": "3,0 jours ou plus pour la moitié de ses 90 passages (fourchette 3,0 à 3,0).", "en": "3.0 days or more for half of its 90 times (interval 3.0 to 3.0)."}[lang] in body  # fmt: skip
    assert body.index(">entry<") < body.index(">make<")
    assert 'stroke-dasharray="5 4"' in body
    assert {"fr": "trop peu de cas terminés pour une moyenne", "en": "too few cases that ended for a mean"}[
        lang
    ] in body


def test_nothing_published_and_nothing_noted(home: Path, signed_in: Any) -> None:
    employee = signed_in(Role.EMPLOYEE)
    assert "Aucun journal de vos fichiers" in plain(employee.get("/mirror/chain"))
    assert "Personne n’a encore dit qui sert qui" in plain(employee.get("/mirror/chain"))
    assert "Aucun journal de vos fichiers" in plain(employee.get("/mirror/journey"))
    keep([row(None, 0, "value", None, n=0, reason="no_team")], [row(None, 0, "value", None, n=0, reason="no_log")])
    assert "aucune équipe qui puisse être montrée" in plain(employee.get("/mirror/chain"))
    assert "aucun journal ne dit par quelles étapes" in plain(employee.get("/mirror/journey"))
