"""A correction is one gesture, undone likewise; it stands above every run and holds for the text that was corrected."""

from pathlib import Path

import pytest

from tests.voices.labelled import said, somebody
from visavis.mistakes import Mistake


def test_a_correction_holds_until_it_is_taken_back_and_the_former_one_is_remembered(home: Path) -> None:
    from visavis.voices.correcting import correct, corrected, withdraw
    from visavis.voices.models import Correction, Voice

    voice, user = said(1, "Bravo.", sentiment="positive", theme="other", themes=",other,price,"), somebody()
    correct(user, voice.pk, "sentiment", "negative")
    correct(user, voice.pk, "theme", "delivery")
    (seen,) = corrected([Voice.objects.get(pk=voice.pk)])
    assert (seen.sentiment, seen.theme, seen.themes) == ("negative", "delivery", ",delivery,price,")
    correct(user, voice.pk, "sentiment", "mixed")
    again = correct(user, voice.pk, "sentiment", "mixed")
    assert list(Correction.objects.filter(question="sentiment").order_by("id").values_list("answer", "was")) == [
        ("negative", "positive"),
        ("mixed", "positive"),
    ]
    assert again.withdrawn_at is None
    assert withdraw(voice.pk, "sentiment")
    assert not withdraw(voice.pk, "sentiment")
    (seen,) = corrected([Voice.objects.get(pk=voice.pk)])
    assert (seen.sentiment, seen.theme) == ("positive", "delivery")


def test_marks_are_there_or_not_and_no_step_is_an_answer(home: Path) -> None:
    from visavis.voices.correcting import correct, corrected
    from visavis.voices.models import Voice

    voice, user = said(1, "Je vais partir", marks=",anger,leaving,", step="leave"), somebody()
    for question, answer in (("anger", "no"), ("worry", "yes"), ("step", "none")):
        correct(user, voice.pk, question, answer)
    (seen,) = corrected([Voice.objects.get(pk=voice.pk)])
    assert (seen.marks, seen.step) == (",leaving,worry,", "")


def test_what_is_said_anew_is_a_new_question(home: Path) -> None:
    from visavis.voices.correcting import correct, corrected
    from visavis.voices.models import Voice

    voice, user = said(1, "Bravo.", sentiment="positive"), somebody()
    correct(user, voice.pk, "sentiment", "negative")
    Voice.objects.filter(pk=voice.pk).update(text="Bravo, vraiment !")
    (seen,) = corrected([Voice.objects.get(pk=voice.pk)])
    assert seen.sentiment == "positive"


def test_lists_are_narrowed_by_what_people_say(home: Path) -> None:
    from visavis.voices.correcting import correct, reads
    from visavis.voices.models import Voice

    user = somebody()
    first, second, third = (said(i, f"message {i}", theme="price", marks=",anger,") for i in (1, 2, 3))
    correct(user, first.pk, "theme", "delivery")
    correct(user, second.pk, "theme", "refund")
    Voice.objects.filter(pk=second.pk).update(text="tout autre chose")
    correct(user, third.pk, "anger", "no")

    def found(question: str, answer: str) -> set[int]:
        return {voice.pk.int // 2**100 for voice in Voice.objects.filter(reads(question, answer))}

    assert found("theme", "delivery") == {1}
    assert found("theme", "price") == {2, 3}
    assert found("theme", "refund") == set()
    assert found("anger", "yes") == {1, 2}
    assert found("anger", "no") == {3}


def test_what_can_not_be_answered_is_refused_and_what_is_gone_too(home: Path) -> None:
    from visavis.voices.correcting import correct, forget
    from visavis.voices.models import Correction, Voice

    voice, user = said(1, "Bravo."), somebody()
    for question, answer in (("sentiment", "delivery"), ("anger", "positive"), ("mood", "yes")):
        with pytest.raises(Mistake):
            correct(user, voice.pk, question, answer)
    correct(user, voice.pk, "theme", "price")
    assert forget([voice.pk]) == 1
    assert not Correction.objects.exists()
    Voice.objects.update(vanished_run="r2")
    with pytest.raises(Mistake) as mistake:
        correct(user, voice.pk, "theme", "price")
    assert mistake.value.what.en == "this message is no longer there"
