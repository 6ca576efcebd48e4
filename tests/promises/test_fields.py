"""The form says what the YAML says: there and back changes nothing; what it can't say is left to the text."""

from pathlib import Path

import pytest

from visavis.engine.holding.promise import Promise
from visavis.promises.fields import EMPTY, fields_of, name_of, sayable, written
from visavis.promises.ledger import read_promises
from visavis.promises.plainly import told

SAYABLE = {
    "due": "due: due_at",
    "other moment": "due: extra.limit\n  done: extra.end\n  by: timestamp",
    "hours": "due: {after: occurred_at, within: 8 heures ouvrées, calendar: FR-57, hours: 'Lun-Ven 9h-12h30, 13h30-18h'}\n  by: timestamp",
    "pauses": "due: {after: {event: {type: opened}}, within: 30 minutes, pauses: {status: [waiting, held]}}\n  done: {event: {type: closed}}",
    "where": "where: {status: {not: [a, b]}, extra.region: [N, S], type: [x, y]}\n  due: due_at\n  partial: {field: value, below: 1}",
    "holds": "holds: {field: extra.sla, equals: false, as: late}",
    "text": "holds: {field: status, equals: 'oui'}",
    "score": "at_least: {score: 8.5}\n  where: {instrument: nps}",
    "tally": "over: tallies\n  tally: {population: n, missed: ko, as: late}",
    "felt": "due: due_at\n  felt_by: {table: ratings, join: about, unit: case, where: {instrument: csat}, kept_when: {at_least: 4}}",
}
TOO_MUCH = {
    "select": 'select: "SELECT 1 AS one"',
    "event with conditions": "due: {after: occurred_at, within: 2 days}\n  done: {event: {type: a, status: b}}",
    "type that is not": "where: {type: {not: [a]}}\n  due: due_at",
}


def read(tmp_path: Path, test: str) -> tuple[str, Promise]:
    """A file with comments and one promise tested so."""
    text = f'# Une promesse\nname: p\nsays: {{fr: "P"}}  # ses mots\ntest:\n  {test}\n'
    (tmp_path / "p.yaml").write_text(text)
    return text, read_promises(tmp_path / "p.yaml")[0].value


@pytest.mark.parametrize("test", SAYABLE.values(), ids=SAYABLE.keys())
def test_there_and_back_changes_nothing_but_what_is_said_in_full(tmp_path: Path, test: str) -> None:
    text, promise = read(tmp_path, test)
    assert sayable(text, promise)
    assert written(text, "p", fields_of(promise)) == text + "audience: public\n"


@pytest.mark.parametrize("test", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_what_the_form_cannot_say(tmp_path: Path, test: str) -> None:
    text, promise = read(tmp_path, test)
    assert not sayable(text, promise)


def test_another_kind_of_test_leaves_nothing_of_the_former_one(tmp_path: Path) -> None:
    text, promise = read(tmp_path, "due: due_at\n  by: day\n  done: done_at")
    changed = written(text, "p", fields_of(promise) | {"kind": "at_least", "score": "4,5"})
    assert "test:\n  at_least: {score: 4.5}\n" in changed
    assert "due" not in changed


@pytest.mark.parametrize(("said", "name"), [("Rappelé sous 48 h !", "rappele-sous-48-h"), ("…", ""), ("<b>", "b")])
def test_a_name_out_of_what_is_said(said: str, name: str) -> None:
    assert name_of(EMPTY | {"says_fr": said}) == name


def test_business_time_in_words(tmp_path: Path) -> None:
    _, promise = read(tmp_path, SAYABLE["hours"])
    assert [sentence.fr for sentence in told(promise)] == [
        "Un cas par évènement.",
        "Due 8 heures ouvrées après le début (occurred_at) au plus tard.",
        "Temps ouvré : lun.–ven. 09:00–12:30, 13:30–18:00, jours fériés (FR-57) exclus.",
        "Tenue si la date de fin (done_at) ne dépasse pas l’heure de l’échéance ; en retard après ; non tenue si rien n’est fait.",
    ]
    _, paused = read(tmp_path, SAYABLE["pauses"])
    assert [sentence.en for sentence in told(paused)] == [
        "One case for each event.",
        "Due within 30 minutes of the first event where type is “opened”.",
        "The clock stops while status is “waiting” or “held”.",
        "Kept where the first event where type is “closed” is no later than the due moment; late after it; broken where nothing was done.",
    ]


@pytest.mark.parametrize("test", SAYABLE.values(), ids=SAYABLE.keys())
def test_every_test_has_words_in_both_languages(tmp_path: Path, test: str) -> None:
    sentences = told(read(tmp_path, test)[1])
    assert len(sentences) >= 2
    assert all(each.fr.endswith(".") and each.en.endswith(".") and each.fr != each.en for each in sentences)
