"""Forecasts of what clients will answer: written as a draft, changed or taken back, then sealed before the wave begins."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction
from django.utils import timezone

from visavis.house.models import User
from visavis.house.teams import teams_of
from visavis.mistakes import Mistake, Words
from visavis.questions.models import AnswerForecast
from visavis.questions.waves import FEWEST_NEEDS, Waves, known_waves

NEEDS = "needs"
SCORE = "score:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """What somebody writes down. Levels are shares from 0 to 1, net promoter scores from −1 to 1; see AnswerForecast."""

    question: str
    wave: date
    about_team: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    ranking: tuple[str, ...] = ()
    rating: float | None = None


def questions(waves: Waves) -> list[str]:
    """What may be forecast here: the level of each question that clients answered, and their needs."""
    return [*(f"{SCORE}{name}" for name in sorted(waves.levels)), *([NEEDS] if waves.asked_needs() else [])]


def lowest(waves: Waves, question: str) -> float:
    """The lowest level that a question may have: −1 for a net promoter score, else 0."""
    of = waves.levels.get(question.removeprefix(SCORE))
    return -1.0 if of and of["how"] == "nps" else 0.0


def draft(user: User, told: Foretold) -> AnswerForecast:
    """Keep a draft of `told`, in the place of an earlier draft of the same. Raises Mistake for what could not be scored, for a
    wave that has begun, and where the same was sealed already."""
    waves = known_waves()
    _check(told, waves)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        same = AnswerForecast.objects.filter(
            person=_person(user), question=told.question, about_team=told.about_team, wave=told.wave
        )
        if same.exclude(sealed_at=None).exists():
            raise _sealed_already()
        same.delete()
        return AnswerForecast.objects.create(
            user=user,
            person=_person(user),
            team=next(iter(teams_of(user)), ""),
            question=told.question,
            about_team=told.about_team,
            wave=told.wave,
            value=told.value,
            low=told.low,
            high=told.high,
            ranking=list(told.ranking),
            rating=told.rating,
            written_at=timezone.now(),
        )


def take_back(user: User, number: int) -> None:
    """Drop a draft. Raises Mistake where it was sealed, or is no draft of this person."""
    with transaction.atomic():
        found = _own(user, number)
        if found.sealed_at is not None:
            raise _sealed_already()
        found.delete()


def seal(user: User, number: int) -> AnswerForecast:
    """Seal a draft, for good. Raises Mistake where its wave has begun meanwhile, or it is no draft of this person."""
    with transaction.atomic():
        found = _own(user, number)
        if found.sealed_at is not None:
            raise _sealed_already()
        waves = known_waves()
        if found.wave not in _open_to_forecast(waves):
            raise _begun()
        found.known_until = waves.as_of
        return sealed(found, timezone.now())


def sealed(forecast: AnswerForecast, at: datetime) -> AnswerForecast:
    """`forecast`, sealed as of the moment `at`; nothing is checked."""
    forecast.nonce, forecast.sealed_at = secrets.token_hex(16), at.astimezone(UTC)
    forecast.seal = seal_of(forecast)
    forecast.save()
    return forecast


def seal_of(forecast: AnswerForecast) -> str:
    """The SHA-256 of who, what, when and a nonce: another one than `forecast.seal` tells of tampering."""
    assert forecast.sealed_at is not None
    told = [
        forecast.person, forecast.team, forecast.question, forecast.about_team, forecast.wave.isoformat(), forecast.value,
        forecast.low, forecast.high, forecast.ranking, forecast.rating, forecast.sealed_at.astimezone(UTC).isoformat(),
        forecast.known_until and forecast.known_until.isoformat(), forecast.nonce,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def forecasts_of(user: User) -> list[AnswerForecast]:
    """This person's forecasts, drafts first, then the latest wave first."""
    mine = AnswerForecast.objects.filter(person=_person(user))
    return sorted(mine, key=lambda each: (each.sealed_at is not None, -each.wave.toordinal(), each.question))


def _own(user: User, number: int) -> AnswerForecast:
    found = AnswerForecast.objects.select_for_update().filter(pk=number, person=_person(user)).first()
    if found is None:
        raise Mistake(
            Words(fr="ce pronostic n’est pas, ou plus, le vôtre", en="this forecast is not, or no longer, yours"),
            remedy=Words(fr="voyez la liste de vos pronostics", en="see the list of your forecasts"),
        )
    return found


def _person(user: User) -> str:
    return f"user {user.pk}"


def _open_to_forecast(waves: Waves) -> list[date]:
    return waves.ahead(timezone.now().date())


def _check(told: Foretold, waves: Waves) -> None:
    if told.question not in questions(waves):
        raise Mistake(
            Words(
                fr=f"aucune réponse n’est connue à « {told.question} »", en=f"no answer is known to “{told.question}”"
            ),
            remedy=Words(
                fr=f"choisissez parmi : {', '.join(questions(waves)) or '–'}",
                en=f"choose among: {', '.join(questions(waves)) or '–'}",
            ),
        )
    if told.about_team and (told.about_team not in waves.teams() or told.question == NEEDS):
        raise Mistake(
            Words(
                fr=f"rien n’est dit des clients de « {told.about_team} »",
                en=f"nothing is told of the clients of “{told.about_team}”",
            ),
            remedy=Words(fr="pronostiquez l’ensemble des clients", en="forecast all clients"),
        )
    if told.wave not in _open_to_forecast(waves):
        raise _begun()
    if told.rating is not None and not 0 <= told.rating <= 1:
        raise _between("votre note d’écoute", "your rating of listening", 0)
    if told.question == NEEDS:
        _check_ranking(told, waves)
    else:
        _check_level(told, lowest(waves, told.question))


def _check_level(told: Foretold, least: float) -> None:
    if told.value is None or not least <= told.value <= 1:
        raise _between("un pronostic", "a forecast", round(100 * least))
    if (told.low is None) != (told.high is None):
        raise _range()
    if told.low is not None and told.high is not None and not least <= told.low <= told.value <= told.high <= 1:
        raise _range()


def _check_ranking(told: Foretold, waves: Waves) -> None:
    needs = waves.asked_needs()
    if len(needs) < FEWEST_NEEDS or sorted(told.ranking) != sorted(needs):
        raise Mistake(
            Words(fr="chaque besoin a sa place, une seule", en="each need has its place, one alone"),
            remedy=Words(
                fr=f"rangez : {', '.join(needs)}",
                en=f"put in order: {', '.join(needs)}",
            ),
        )


def _between(fr: str, en: str, least: int) -> Mistake:
    return Mistake(
        Words(fr=f"{fr} va de {least} à 100", en=f"{en} goes from {least} to 100"),
        remedy=Words(fr="écrivez un nombre", en="write a number"),
    )


def _range() -> Mistake:
    return Mistake(
        Words(fr="la fourchette doit entourer le pronostic", en="the range must hold the forecast"),
        remedy=Words(
            fr="donnez ses deux bouts, du plus bas au plus haut, ou aucun",
            en="give both of its ends, the lower one first, or none",
        ),
    )


def _begun() -> Mistake:
    return Mistake(
        Words(
            fr="cette vague a commencé, ou n’est pas ouverte au pronostic",
            en="this wave has begun, or is not open to forecasts",
        ),
        remedy=Words(fr="pronostiquez un trimestre à venir", en="forecast a quarter that is still to come"),
    )


def _sealed_already() -> Mistake:
    return Mistake(
        Words(
            fr="ce pronostic est déjà scellé : il ne change plus",
            en="this forecast is sealed already: it does not change",
        ),
        remedy=Words(fr="attendez les réponses des clients", en="wait for the answers of clients"),
    )
