"""What is planted in words agrees with mails, messages and lists: answers, commitments, voices, thanks, uses, themes."""

import csv
import datetime
from pathlib import Path

import pytest

from tests.demo.recounting import (
    boxes,
    by_day,
    planted,
    table,
    truth,
    working,
)
from visavis.demo.generate import generate


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("orvane")
    generate(folder, clients=600, seed=5)
    return folder


def test_mails_hang_together_and_every_planted_voice_stands_in_one(home: Path) -> None:
    messages = {key: each for box in boxes(home).values() for key, each in box.messages.items()}
    for message in messages.values():
        if message["In-Reply-To"]:
            parent = messages[str(message["In-Reply-To"]).strip("<>")]
            references = str(message["References"]).split()
            assert references[-1] == str(parent["Message-ID"])
            assert references[0].strip("<>").split(".")[1].startswith("0@")
            assert str(message["From"]) != str(parent["From"])
    voices = planted(home, "voices.csv")
    assert set(voices[voices.source == "courriels"].key) <= set(messages)
    kinds = {(each.get_content_type(), str(each["Content-Transfer-Encoding"])) for each in messages.values()}
    assert {
        ("text/plain", "8bit"),
        ("text/plain", "quoted-printable"),
        ("text/plain", "base64"),
        ("text/html", "8bit"),
    } < kinds
    assert "multipart/alternative" in {kind for kind, _ in kinds}


def test_answers_by_channel(home: Path) -> None:
    counted = truth(home, "answers.json")
    site = table(home, "messages_site.csv", sep=",")
    asked, answered = (set(site[site.message.str.endswith(end)].ticket) for end in ("-1", "-2"))
    assert counted["web"] == {"asked": len(asked), "answered": len(asked & answered)}
    keys = {key for box in boxes(home).values() for key in box.messages if key.startswith("T")}
    asked, answered = (
        {key.split(".")[0] for key in keys if key.split(".")[1].startswith(turn)} for turn in ("0@", "1@")
    )
    assert counted["mail"] == {"asked": len(asked), "answered": len(asked & answered)}
    rate = {name: one["answered"] / one["asked"] for name, one in counted.items()}
    assert rate["held_accounts"] < rate["mail"]
    assert rate["web"] < rate["mail"]


def test_commitments_stand_in_messages_and_what_was_held_in_the_follow_up(home: Path) -> None:
    made = planted(home, "commitments.csv")
    site = set(table(home, "messages_site.csv", sep=",").message)
    mails = {key for box in boxes(home).values() for key in box.messages}
    for row in made.itertuples():
        assert row.key in (mails if row.source == "courriels" else site)
        assert bool(row.due_on) == (row.kind == "firm") == bool(row.outcome)
    firm = made[made.kind == "firm"]
    for row in firm.itertuples():
        held = datetime.date.fromisoformat(row.held_on) if row.held_on else None
        assert row.outcome == by_day(datetime.date.fromisoformat(row.due_on), held)
        assert working(datetime.date.fromisoformat(row.due_on))
    assert {"firm", "vague", "conditional", "soft"} == set(made.kind)
    assert (firm.noted == "yes").sum() == len(table(home, "engagements.csv"))
    done = table(home, "suivi_clients.csv")
    assert len(done) >= (firm.held_on != "").sum()


def test_voices_thanks_and_uses(home: Path) -> None:
    voices = planted(home, "voices.csv").set_index(["source", "key"])
    written = {
        **{("avis", row.id_avis): row.commentaire for row in table(home, "avis.csv", sep=",").itertuples()},
        **{("enquetes", row.reponse): row.verbatim for row in table(home, "enquetes.csv", sep=",").itertuples()},
        **{
            ("messages-site", row.message): row.texte
            for row in table(home, "messages_site.csv", sep=",").itertuples()
            if row.sens == "entrant"
        },
    }
    assert {key for key, text in written.items() if text} == {key for key in voices.index if key[0] != "courriels"}
    for name in ("thanks.csv", "uses.csv"):
        rows = planted(home, name)
        situations = [voices.situation[row.source, row.key] for row in rows.itertuples()]
        assert {one.partition("-")[0] for one in situations} == {
            name.removesuffix("s.csv").replace("use", "surprise").replace("thank", "thanks")
        }
    thanks = planted(home, "thanks.csv")
    assert set(thanks.heard) == {"front", "back-office"}
    with (home / "exports" / "equipes.csv").open(encoding="utf-8", newline="") as lines:
        serving = list(csv.DictReader(lines, delimiter=";"))
    assert set(thanks.to) <= {row["equipe"] for row in serving}
    assert len({row["equipe"] for row in serving}) == 12


def test_the_theme_that_rises(home: Path) -> None:
    themes = truth(home, "themes.json")
    months = themes["by_month"]
    since = themes["rising"]["since"][:7]
    share = {}
    for side, chosen in (("before", lambda month: month < since), ("after", lambda month: month >= since)):
        of = [one for month, one in months.items() if chosen(month)]
        share[side] = sum(one["website"] for one in of) / sum(one["voices"] for one in of)
    assert share["after"] > 1.8 * share["before"]
