"""The second look at unsure sentences: what it learns, when it is asked, what happens without the encoder."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from scipy.sparse import csr_array

from visavis.engine.reading.committing import finding, judges
from visavis.engine.reading.committing.head import LABELS, Floats
from visavis.engine.reading.committing.judging import Judge, Seen, around, train_judge, unsure
from visavis.engine.reading.committing.signatures import unsigned

SENT = datetime(2025, 3, 5, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))


def small(seed: int = 3) -> tuple[dict[str, Any], dict[str, Seen], dict[str, list[str]]]:
    """Forty sentences a language: the label shows in the first numbers of the vectors, the features tell nothing."""
    draw = np.random.default_rng(seed)
    found, seen, labels = {}, {}, {}
    for language in ("fr", "en"):
        of = draw.integers(0, len(LABELS), 40)
        vectors = draw.normal(0, 0.1, (40, 8)).astype(np.float32)
        vectors[np.arange(40), of] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        found[language] = csr_array(draw.random((40, 6)).astype(np.float32))
        seen[language] = Seen(vectors, vectors)
        labels[language] = [LABELS[each] for each in of]
    return found, seen, labels


def told(judge: Judge, language: str, material: Any) -> list[str]:
    found, seen, _ = material
    return [LABELS[row] for row in judge.chances(found[language], seen[language], language).argmax(axis=1)]


def test_what_it_learnt_it_tells_of_sentences_it_has_not_seen() -> None:
    judge = train_judge(*small())
    other = small(seed=4)
    for language in ("fr", "en"):
        right = [a == b for a, b in zip(told(judge, language, other), other[2][language], strict=True)]
        assert sum(right) >= 38


def test_a_judge_is_kept_and_read_again_alike(tmp_path: Path) -> None:
    material = small()
    judge = train_judge(*material)
    judges.save(judge, tmp_path / "judge.npz")
    again = judges.load(tmp_path / "judge.npz")
    assert again is not None
    assert told(again, "fr", material) == told(judge, "fr", material)
    (tmp_path / "judge.npz").write_bytes(b"PK")
    assert judges.load(tmp_path / "judge.npz") is None


def test_only_what_is_unsure_is_looked_at_again() -> None:
    chances = np.array([[0.99, 0, 0, 0, 0.01], [0.3, 0.1, 0, 0.1, 0.5], [0.01, 0.01, 0, 0.08, 0.9]], np.float32)
    assert unsure(chances).tolist() == [False, True, False]


class Says:
    """A judge that always says the same, and tells what it was asked."""

    def __init__(self, chances: Sequence[float]) -> None:
        self.asked: list[str] = []
        self.judge = self
        self._chances = chances

    def seen(self, sentences: Sequence[str], language: str) -> Seen:
        self.asked += sentences
        nothing = np.zeros((len(sentences), 8), np.float32)
        return Seen(nothing, nothing)

    def chances(self, found: Any, seen: Seen, language: str) -> Floats:
        return np.tile(np.array(self._chances, np.float32), (len(seen.whole), 1))

    kind = Judge.kind


def test_the_judge_decides_where_the_head_is_unsure_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    head = finding.head_of("en", finding.VERSION)
    assert head is not None
    said = ["We will refund the fee on Friday.", "Parking is free."]
    for chances, kinds in (((0.9, 0, 0, 0, 0.1), ["firm", None]), ((0, 0, 0, 0, 1.0), [None, None])):
        judge = Says(chances)
        monkeypatch.setattr(finding, "judging_of", lambda *_, judge=judge: judge)
        monkeypatch.setattr(finding, "unsure", lambda chances: chances[:, :3].sum(axis=1) > 0.5)
        found = [finding.promised_by(each, SENT, "GB", "en") for each in said]
        assert [each and str(each.kind) for each in found] == kinds
        assert judge.asked == said[:1]
    assert finding.promised_by(said[0], SENT, "GB", "en", judged=False) is not None


def test_without_the_encoder_the_head_reads_alone_and_the_version_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = finding.version()
    monkeypatch.setattr(finding, "judged_with", lambda: judges.judged_with(tmp_path))
    assert judges.judged_with(tmp_path) == ""
    assert before.startswith(finding.version())
    monkeypatch.setattr(judges, "head_of", lambda language, *_: finding.head_of(language, finding.VERSION))
    assert judges.judging_of("without", tmp_path) is None


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("We'll call you today. ^JB", "We'll call you today."),
        ("We'll call you today. -Anna", "We'll call you today."),
        ("Can you DM us? /MK", "Can you DM us?"),
        ("On vous rappelle –Sam", "On vous rappelle"),
        ("I'll get it fixed! Cheers, Mo 😊", "I'll get it fixed!"),
        ("Delivery. - Monday", "Delivery. - Monday"),
        ("open Tuesday -Friday", "open Tuesday -Friday"),
        ("^JB", "^JB"),
        ("", ""),
    ],
)
def test_what_signs_a_short_reply_is_no_part_of_its_sentence(sentence: str, left: str) -> None:
    assert unsigned(sentence) == left


def test_a_question_that_is_signed_is_a_question() -> None:
    assert finding.promised_by("Shall we send it on Friday? ^JB", SENT, "GB", "en") is None


def test_the_word_that_may_promise_is_found_in_both_languages() -> None:
    assert around("Sorry, we'll call you", "en") == (9, 37)
    assert around("Demain je vous rappelle", "fr") == (7, 34)
    assert around("Merci", "fr") == (0, 0)
