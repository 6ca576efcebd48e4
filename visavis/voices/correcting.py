"""What people correct of a reading: one gesture, undone likewise, above every run, and what the reader learns from."""

import uuid
from collections.abc import Iterable, Sequence
from hashlib import md5

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import MD5
from django.utils import timezone

from visavis.house.models import User
from visavis.mistakes import Mistake, Words
from visavis.vocabulary import JourneyStep, Mark, Sentiment, Theme
from visavis.voices.choosing import in_use
from visavis.voices.models import Correction, Voice

NOWHERE = "none"
"""The answer of a voice whose words name no step; told as no step."""

SINGLE: dict[str, tuple[str, ...]] = {
    "sentiment": tuple(map(str, Sentiment)),
    "theme": tuple(map(str, Theme)),
    "step": (*map(str, JourneyStep), NOWHERE),
}
"""Questions with one answer of many."""

YES, NO = "yes", "no"


def answers_to(question: str) -> tuple[str, ...]:
    """What may be answered: of a mark, yes or no. Raises Mistake for an unknown question."""
    if question in SINGLE:
        return SINGLE[question]
    if question in tuple(map(str, Mark)):
        return YES, NO
    raise Mistake(Words(fr=f"question inconnue : « {question} »", en=f"unknown question: “{question}”"))


def questions() -> tuple[str, ...]:
    """Everything that can be corrected."""
    return (*SINGLE, *map(str, Mark))


def correct(user: User, voice: uuid.UUID, question: str, answer: str, *, slice: str = "") -> Correction:
    """What `user` says that the voice says; a former correction of the same question gives way to it.

    Said again, the same answer changes nothing. Raises Mistake where the voice is gone, or the answer is none.
    """
    if answer not in answers_to(question):
        raise Mistake(
            Words(fr=f"« {answer} » ne répond pas à cette question", en=f"“{answer}” does not answer that question"),
            remedy=Words(fr="choisissez l’une des réponses proposées", en="choose one of the answers given"),
        )
    said = Voice.objects.filter(pk=voice, vanished_run=None).first()
    if said is None:
        raise _gone()
    digest = text_md5(said.text)
    try:
        with transaction.atomic():
            former = Correction.objects.select_for_update().filter(voice=voice, question=question, withdrawn_at=None)
            known = former.first()
            if known is not None and (known.answer, known.text_md5) == (answer, digest):
                return known
            former.update(withdrawn_at=timezone.now())
            return Correction.objects.create(
                voice=voice, text_md5=digest, question=question, answer=answer, was=read_of(said, question),
                model=in_use(question), slice=slice or (known.slice if known else ""), user=user,
            )  # fmt: skip
    except IntegrityError:
        # somebody else corrected the same thing in the same moment
        raise Mistake(
            Words(fr="quelqu’un vient de corriger la même lecture", en="somebody has just corrected the same reading"),
            remedy=Words(fr="regardez la correction, puis recommencez", en="look at the correction, then try again"),
        ) from None


def _gone() -> Mistake:
    return Mistake(
        Words(fr="ce message n’est plus là", en="this message is no longer there"),
        remedy=Words(fr="revenez à la liste des messages", en="go back to the list of messages"),
    )


def withdraw(voice: uuid.UUID, question: str) -> bool:
    """Takes a correction back: the voice says again what the reader read. Whether there was one."""
    standing = Correction.objects.filter(voice=voice, question=question, withdrawn_at=None)
    return standing.update(withdrawn_at=timezone.now()) > 0


def read_of(voice: Voice, question: str) -> str:
    """What the reader answered; empty where it abstained. Of a mark, yes or no."""
    if question in SINGLE:
        return str(getattr(voice, question))
    return YES if f",{question}," in voice.marks else NO


def text_md5(text: str) -> str:
    """What tells a text from another in corrections and labels."""
    return md5(text.encode("utf-8", "surrogatepass")).hexdigest()


def standing(voices: Iterable[Voice]) -> dict[uuid.UUID, dict[str, Correction]]:
    """Corrections that hold, by voice and question: those of the text as it stands now."""
    known = {voice.pk: text_md5(voice.text) for voice in voices}
    found: dict[uuid.UUID, dict[str, Correction]] = {}
    for one in Correction.objects.filter(voice__in=list(known), withdrawn_at=None).select_related("user"):
        if one.text_md5 == known[one.voice]:
            found.setdefault(one.voice, {})[one.question] = one
    return found


def corrected(voices: Sequence[Voice]) -> list[Voice]:
    """The voices as people corrected them: same objects, never saved. One query."""
    held = standing(voices)
    for voice in voices:
        for question, one in held.get(voice.pk, {}).items():
            _merge(voice, question, one.answer)
    return list(voices)


def _merge(voice: Voice, question: str, answer: str) -> None:
    if question in SINGLE:
        was = str(getattr(voice, question))
        setattr(voice, question, "" if answer == NOWHERE else answer)
        if question == "theme":
            others = [theme for theme in voice.themes.split(",") if theme and theme not in (was, answer)]
            voice.themes = f",{','.join([answer, *others])},"
        return
    marks = [mark for mark in voice.marks.split(",") if mark and mark != question]
    marks += [question] if answer == YES else []
    voice.marks = f",{','.join(marks)}," if marks else ""


def reads(question: str, answer: str) -> Q:
    """Voices that say so, corrections counted, for a filter: few rows are corrected, so those alone are looked up.

    For `marks`, `question` is the mark and `answer` yes or no.
    """
    as_read = (
        Q(**{question: "" if answer == NOWHERE else answer})
        if question in SINGLE
        else _marked(question, yes=answer == YES)
    )
    of_question = Correction.objects.filter(question=question, withdrawn_at=None).filter(
        Exists(
            Voice.objects.filter(pk=OuterRef("voice")).annotate(digest=MD5("text")).filter(digest=OuterRef("text_md5"))
        )
    )
    here = of_question.values("voice")
    return (as_read & ~Q(pk__in=here)) | Q(pk__in=of_question.filter(answer=answer).values("voice"))


def _marked(mark: str, *, yes: bool) -> Q:
    found = Q(marks__contains=f",{mark},")
    return found if yes else ~found


def forget(voices: Iterable[uuid.UUID]) -> int:
    """Erases all that was ever said of those voices, withdrawn or not; how many rows went."""
    return Correction.objects.filter(voice__in=list(voices)).delete()[0]
