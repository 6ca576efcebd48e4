from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.engine.measuring.lines import Quietly, show_rows
from visavis.engine.duckdb import DuckDB
from visavis.engine.measuring.acknowledging import acknowledges
from visavis.engine.measuring.selecting import Facts
from visavis.engine.measuring.talking import answer_steps, balance_steps, settled, settling_steps, turn_steps
from visavis.engine.settling import perform
from visavis.engine.steps import Runner, literal
from visavis.engine.tables import FACTS

COLUMNS = {name: {column.name: column.type for column in table.columns} for name, table in FACTS.items()}
START = datetime(2025, 3, 3, 9)


def said(direction: str, thread: str | None, minutes: int, **more: Any) -> dict[str, Any]:
    moment = START + timedelta(minutes=minutes)
    return {"source": "mails", "key": f"{thread}-{minutes}-{direction}", "thread": thread, "direction": direction, "channel": "mail",
            "team": "help", "occurred_at": moment, "occurred_on": moment.date(), "text": "…", "client_ref": f"email/{thread}@x.example"} | more  # fmt: skip


def talk(runner: Runner, folder: Path, rows: list[dict[str, Any]], **tables: list[dict[str, Any]]) -> None:
    show_rows(
        runner,
        folder,
        exchanges=rows,
        events=tables.get("events", []),
        ratings=tables.get("ratings", []),
        readings=tables.get("readings", []),
    )
    facts = Facts("exchanges", COLUMNS["exchanges"], COLUMNS["events"])
    steps = turn_steps("t", facts, {}, mass=3) + balance_steps("t") + answer_steps("t", readings=True)
    perform(runner, steps + settling_steps("t", readings=True), settled("t"), folder / "scratch")


def table(runner: Runner, view: str) -> list[dict[str, Any]]:
    return runner.rows(f"SELECT * FROM t_{view}")


MACHINE = "Ceci est une réponse automatique, merci de ne pas y répondre."


def test_turns_answers_machines_and_mass_mailings(tmp_path: Path) -> None:
    runner = DuckDB(tmp_path / "scratch")
    offer = [said("out", f"offer-{n}", 5, text="Our spring offer") for n in range(3)]
    rows = [
        said("in", "a", 0), said("in", "a", 1), said("out", "a", 2, text=MACHINE), said("out", "a", 61, reply_to="x"), said("in", "a", 90),
        said("in", "b", 0), said("out", "b", 3, text=MACHINE),
        said("in", "c", 0),
        said("out", "d", 0, text="how are you?"), said("in", "d", 9),
        *offer, said("in", "z", 3000),
    ]  # fmt: skip
    talk(runner, tmp_path, rows)
    (balance,) = table(runner, "balance")
    assert (balance["turns_in"], balance["turns_out"]) == (6, 2 + 3), "the mailing stands beside, too"
    assert [row["n"] for row in table(runner, "mailed")] == [3]
    assert [(row["n"], row["automatic"]) for row in table(runner, "sent")] == [(7, 2)]
    found = {(row["state"], row["minutes"]): row["n"] for row in table(runner, "answers")}
    assert found == {("ended", 61): 1, ("acknowledged", 3000): 1, ("waiting", 3000): 1, ("waiting", 0): 1}
    runner.close()


def test_settled_when_the_client_says_so(runner: Runner, tmp_path: Path) -> None:
    runner = Quietly(runner, *settled("t"), "t_mailed", "t_sent", "t_balance", "t_answers", "t_confirmations")
    rows = [
        said("in", "a", 0, about="t/1"), said("out", "a", 30), said("in", "a", 100),
        said("in", "b", 0, about="t/2"), said("out", "b", 30),
        said("in", "c", 0, about="t/3"), said("out", "c", 30), said("in", "c", 100),
    ]  # fmt: skip
    read = {"source": "mails", "table": "exchanges", "sentiment": "positive"}
    talk(
        runner, tmp_path, rows,
        events=[{"source": "t", "key": str(n), "done_at": START + timedelta(minutes=60)} for n in (1, 3)],
        ratings=[{"source": "r", "key": "1", "about": "t/2", "score": 4.0, "low": 1.0, "high": 5.0, "occurred_at": START + timedelta(minutes=50)}],
        readings=[read | {"key": "a-100-in", "marks": ["thanks"]}, read | {"key": "c-100-in", "marks": ["thanks", "anger"]}],
    )  # fmt: skip
    found = {(row["state"], row["minutes"]): row["n"] for row in table(runner, "confirmations")}
    assert found == {("ended", 100): 1, ("ended", 50): 1, ("waiting", 100): 1}
    assert {(row["state"], row["minutes"]): row["n"] for row in table(runner, "resolutions")} == {
        ("ended", 60): 2,
        ("waiting", 100): 1,
    }


def test_thanks_want_no_answer_and_days_are_no_hours(tmp_path: Path) -> None:
    runner = DuckDB(tmp_path / "scratch")
    rows = [
        said("in", "a", 0),
        said("in", "b", 0, occurred_at=None),
        said("out", "b", 3000, occurred_at=None),
        said("in", "z", 9000),
    ]
    read = {"source": "mails", "table": "exchanges", "key": "a-0-in", "sentiment": "positive", "marks": ["thanks"]}
    talk(runner, tmp_path, rows, readings=[read])
    assert {row["state"] for row in table(runner, "answers")} == {"thanks", "untimed", "waiting"}
    runner.close()


@pytest.mark.parametrize(
    ("text", "machine"),
    [
        (MACHINE, True),
        ("REPONSE AUTOMATIQUE : je suis absente jusqu’au 3 mars.", True),
        ("Bonjour, nous avons bien reçu votre demande et reviendrons vers vous dans les meilleurs délais.", True),
        ("Thank you. We have received your message and will get back to you shortly.", True),
        ("Nous avons bien reçu votre chèque, merci.", False),
        ("J’ai bien reçu votre mail : le technicien passe jeudi, je reviens vers vous sous peu.", False),
        ("Your parcel will be with you shortly.", False),
        (None, False),
    ],
)  # fmt: skip
def test_what_a_machine_acknowledges(tmp_path: Path, text: str | None, machine: bool) -> None:
    runner = DuckDB(tmp_path / "scratch")
    value = literal(text) if text is not None else "CAST(NULL AS VARCHAR)"
    assert runner.rows(f"SELECT {acknowledges(value)} AS it")[0]["it"] is machine
    runner.close()
