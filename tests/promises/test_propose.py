import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.engine.holding.facts_at_hand import event, when, write_lake
from visavis.cli import home as home_of_command
from visavis.cli.promise import app
from visavis.mistakes import Mistake
from visavis.promises.ledger import read_ledger
from visavis.promises.propose import propose, write_proposals
from visavis.promises.trial import try_file


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Orders with a due date, tickets with a first answer, a flag, scores and tallies."""
    orders = [
        event(
            f"o{i:02}",
            type="Commande livrée",
            occurred="2024-03-01 09:00",
            due="2024-03-10",
            status="annulée" if i < 2 else "ok",
        )
        | (when("done", "2024-03-11" if i < 5 else "2024-03-09") if i > 1 else {})
        for i in range(30)
    ]
    tickets = [
        event(f"t{i:02}", type="ticket", occurred="2024-03-01 09:00", extra_sla_breached=i % 4 == 0) for i in range(40)
    ]
    answers = [
        event(
            f"a{i:02}",
            type="answer",
            about=f"s/t{i:02}",
            occurred=f"2024-03-01 {10 + i % 9}:30" if i < 37 else "2024-03-20 09:00",
        )
        for i in range(40)
    ]
    ratings = [
        {
            "source": "r",
            "key": str(i),
            "instrument": "nps",
            "about": f"s/o{i:02}",
            "score": float(i % 11),
            "low": 0.0,
            "high": 10.0,
        }
        for i in range(25)
    ]
    tallies = [{"source": "c", "key": str(i), "type": "retards", "population": 10, "missed": 1} for i in range(20)]
    lake, manifest = write_lake(
        tmp_path / "lake",
        {"extra_sla_breached": "boolean"},
        events=[*orders, *tickets, *answers],
        ratings=ratings,
        tallies=tallies,
    )
    lake.publish(manifest)
    (tmp_path / "promises").mkdir()
    (tmp_path / "sources").mkdir()
    return tmp_path


def test_what_the_facts_can_test_is_proposed_with_its_effect(home: Path) -> None:
    proposals = {proposal.promise.name: proposal for proposal in propose(home)}
    assert set(proposals) == {
        "commande-livree-on-the-day",
        "ticket-sla-breached",
        "ticket-answer-within-12-hours",
        "nps-at-least-8",
        "retards-tally",
    }
    orders = proposals["commande-livree-on-the-day"]
    assert {name: n for name, n in orders.trial.outcomes.items() if n} == {"kept": 25, "late": 3}
    assert orders.trial.dropped["called_off"] == 2
    assert orders.trial.felt["missed"]["n"] == 3
    assert proposals["ticket-sla-breached"].trial.outcomes["broken"] == 10
    assert proposals["ticket-answer-within-12-hours"].trial.rate.kept == 37
    assert proposals["retards-tally"].trial.outcomes["late"] == 20
    assert "dépasse" not in orders.yaml("fr")
    assert orders.yaml("fr").startswith("# Proposée d’après la source s: 28 faits")


def test_proposals_are_written_once_and_read_back(home: Path) -> None:
    proposals = propose(home)
    written = write_proposals(home, proposals, "fr")
    assert len(written) == 5
    assert [each.value for each in read_ledger(home)] == sorted(
        (p.promise for p in proposals), key=lambda promise: promise.name
    )
    assert write_proposals(home, proposals, "fr") == []


def test_the_command_line_tells_it_and_leaves_the_lake_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_of_command, "_given", home)
    before = sorted(str(file) for file in (home / "lake").rglob("*"))
    said = CliRunner().invoke(app, ["propose", "--write"], catch_exceptions=False)
    assert "commande-livree-on-the-day" in said.output
    file = home / "promises" / "commande-livree-on-the-day.yaml"
    answer = CliRunner().invoke(app, ["try", str(file), "--json"], catch_exceptions=False)
    told = json.loads(answer.output)[0]
    assert (told["cases"], told["kept"], told["late"], told["missed"]) == (28, 25, 3, 3)
    assert told["dropped_by_filter"]["cases"] == 2
    assert len(told["sample"]) == 6
    shown = CliRunner().invoke(app, ["try", str(file)], catch_exceptions=False)
    assert "commande-livree-on-the-day" in shown.output
    assert sorted(str(found) for found in (home / "lake").rglob("*")) == before


def test_mistakes_name_file_and_line(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "name: x\nsays: {fr: Oui}\ntest: {over: events, where: {staff: p1}, due: due_at}\n", encoding="utf-8"
    )
    with pytest.raises(Mistake) as found:
        try_file(home, file)
    assert found.value.say("fr").startswith(f"{file}:3:")
    assert "équipe" in found.value.say("fr")
    file.write_text(
        "name: x\nsays: {fr: Oui}\ntest: {over: events, due: due_at, holds: {field: status, equals: 1}}\n",
        encoding="utf-8",
    )
    with pytest.raises(Mistake, match="exactly one of these keys"):
        try_file(home, file)
    file.write_text("", encoding="utf-8")
    with pytest.raises(Mistake, match="no promise"):
        try_file(home, file)
