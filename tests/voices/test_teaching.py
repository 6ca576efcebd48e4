"""What labels teach: measured on labels held out, adopted unless worse, rolled back, and answering at the next run in seconds."""

from pathlib import Path
from typing import Any

import pytest

from tests.engine.reading.learning.small_model import write_small_model
from tests.voices.labelled import lake_of, said, sayings, somebody
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.reading.reader import Reader
from visavis.mistakes import Mistake


@pytest.fixture(autouse=True)
def words_alone(monkeypatch: pytest.MonkeyPatch, words_reader: Reader) -> None:
    """Nothing is encoded, whatever this machine has built."""
    from visavis.voices import own, teaching

    for module in (own, teaching):
        monkeypatch.setattr(module, "load_reader", lambda: words_reader)
        monkeypatch.setattr(module, "shipped_encoding", lambda: None)


def labelled(size: int, slices: tuple[str, ...] = ("spread", "audit"), turned: bool = False) -> list[tuple[str, str]]:
    """Voices that somebody answered the question of feeling for; `turned`: this company calls good what others call bad."""
    from visavis.voices.correcting import correct

    user, pairs = somebody(), sayings(size)
    other = {"positive": "negative", "negative": "positive"}
    for number, (text, answer) in enumerate(pairs, start=1):
        voice = said(number, text, sentiment="neutral")
        correct(user, voice.pk, "sentiment", other[answer] if turned else answer, slice=slices[number % len(slices)])
    return pairs


def test_a_head_better_than_the_shipped_one_is_adopted_and_answers_at_the_next_run(home: Path) -> None:
    from visavis.voices.choosing import in_use, roll_back
    from visavis.voices.models import LearntHead
    from visavis.voices.own import answer_anew
    from visavis.voices.teaching import learn

    pairs = labelled(60, turned=True)
    lesson = learn(home, "sentiment", user=somebody())
    assert (lesson.adopted, lesson.labels, in_use("sentiment")) == (True, 60, lesson.version)
    figures = LearntHead.objects.get().figures
    assert figures["new"]["macro"] > 0.9 > figures["former"]["macro"]
    assert figures["difference"]["low"] > 0
    assert (figures["measured_on"], figures["audit"]["n"]) == ({"n": 60, "queue": True}, 30)
    assert {each["label"]: each["n"] for each in figures["new"]["labels"]} == {"negative": 30, "positive": 30}

    manifest = lake_of(home, [text for text, _ in pairs], "reader-9-words")
    found = answered(home, manifest)
    assert [row["sentiment"] for row in found] == [
        {"positive": "negative", "negative": "positive"}[answer] for _, answer in pairs
    ]
    assert {row["model"] for row in found} == {f"reader-9-words+sentiment:{lesson.version}"}
    # what its head did not answer stays as it was read, and words that carried another answer are not shown for this one
    assert {(row["theme"], row["evidence"]) for row in found} == {("other", '{"anger": ["nul"]}')}

    runner, lake = DuckDB(), Lake(home / "lake")
    once, _ = answer_anew(home, runner, lake, manifest, "r2")
    assert answer_anew(home, runner, lake, once, "r3")[0] is once
    assert roll_back("sentiment", user=None) == ""
    back, _ = answer_anew(home, runner, lake, once, "r4")
    assert {row["model"] for row in rows(runner, lake, back)} == {"reader-9-words"}
    assert [row["sentiment"] for row in rows(runner, lake, back)] != [row["sentiment"] for row in found]
    runner.close()


def answered(home: Path, manifest: Any) -> list[dict[str, Any]]:
    from visavis.voices.own import answer_anew

    runner, lake = DuckDB(), Lake(home / "lake")
    after, lost = answer_anew(home, runner, lake, manifest, "r2")
    assert lost == []
    found = rows(runner, lake, after)
    runner.close()
    return found


def rows(runner: DuckDB, lake: Lake, manifest: Any) -> list[dict[str, Any]]:
    lake.show(runner, manifest, ("readings",))
    return runner.rows("SELECT * FROM readings ORDER BY CAST(key AS INTEGER)")


def test_a_head_worse_than_the_one_in_use_is_kept_aside_and_can_still_be_taken(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from visavis.voices import teaching
    from visavis.voices.choosing import in_use, roll_back
    from visavis.voices.teaching import learn

    labelled(60, turned=True)
    first = learn(home, "sentiment")
    spoilt = teaching.held_out

    def worse(*given: Any, **more: Any) -> Any:
        return spoilt(*given, **more)[:, ::-1]

    monkeypatch.setattr(teaching, "held_out", worse)
    from visavis.voices.models import Correction

    Correction.objects.filter(pk=Correction.objects.order_by("id").first().pk).update(answer="positive")  # type: ignore[union-attr]
    second = learn(home, "sentiment")
    assert not second.adopted
    assert second.figures["difference"]["mean"] < 0
    assert in_use("sentiment") == first.version
    assert roll_back("sentiment", user=None, version=second.version) == second.version
    assert roll_back("sentiment", user=None) == first.version
    assert roll_back("sentiment", user=None) == ""
    with pytest.raises(Mistake):
        roll_back("sentiment", user=None)
    with pytest.raises(Mistake):
        roll_back("sentiment", user=None, version="0123456789")


def test_labels_of_voices_that_are_gone_teach_nothing(home: Path) -> None:
    from visavis.voices.models import Voice
    from visavis.voices.teaching import labels_of, learn

    labelled(24)
    assert len(labels_of("sentiment")) == 24
    Voice.objects.filter(text__contains="commande 1").update(vanished_run="r2")
    with pytest.raises(Mistake) as mistake:
        learn(home, "sentiment")
    left = len(labels_of("sentiment"))
    assert mistake.value.what.en == f"at least 20 answers are needed to learn; there are {left}"
    assert left == 13


def test_corrections_made_where_the_reader_erred_are_told_to_flatter(home: Path) -> None:
    from visavis.voices.teaching import learn

    labelled(40, slices=("",))
    assert learn(home, "sentiment").figures["measured_on"] == {"n": 40, "queue": False}


def test_a_larger_model_is_read_with_only_where_it_wins(home: Path, tmp_path: Path) -> None:
    """Words that say nothing to whoever knows their letters only; the model knows which mean alike."""
    from visavis.engine.reading.learning.keeping import kept
    from visavis.voices.correcting import correct
    from visavis.voices.teaching import learn

    user = somebody()
    for number in range(1, 61):
        good, first = number % 2, number % 4 < 2
        word = ("bravo" if first else "merci") if good else ("nul" if first else "perdu")
        text = f"{word} {chr(97 + number % 26)}{chr(97 + number % 7)}x"
        correct(user, said(number, text).pk, "sentiment", "positive" if good else "negative", slice="spread")
    folder = write_small_model(tmp_path / "larger")
    lesson = learn(home, "sentiment", model=folder)
    other = lesson.figures["other_model"]
    found = kept(home, "sentiment", lesson.version)
    assert found is not None
    assert (found.encoder != "") == other["wins"]
    assert (found.model == str(folder)) == other["wins"]
    assert other["macro"] >= 0.9
