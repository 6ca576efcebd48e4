"""Forecasts: what somebody expects of a promise, sealed before the result is shown, scored beside it (MEASURES §5)."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from visavis.clients.reading import ask
from visavis.house.models import User
from visavis.mistakes import Mistake, Words
from visavis.questions.models import Forecast, Reveal


def seal(user: User, promise: str, value: float | None, *, test: str = "") -> Forecast:
    """Keep what `user` expects the kept rate of `promise` to be, 0 to 1 (None: chose not to say), for good.

    `test` is the mark of its test (`visavis.promises.alike`), whose result may have been shown under another name.
    Raises Mistake for a value out of range, a second forecast, and one after the result was shown: it would not count.
    """
    if value is not None and not 0 <= value <= 1:
        raise Mistake(
            Words(fr="un pronostic va de 0 à 100", en="a forecast goes from 0 to 100"),
            remedy=Words(fr="sur 100 cas, combien sont tenus ?", en="of 100 cases, how many are kept?"),
        )
    try:
        with transaction.atomic():
            _take_turns(user)
            if _has_seen(user, promise, test):
                raise _seen()
            return _sealed(user, promise, value)
    except IntegrityError:
        raise _sealed_already() from None


def _sealed(user: User, promise: str, value: float | None) -> Forecast:
    forecast = Forecast(user=user, promise=promise, value=value, nonce=secrets.token_hex(16), sealed_at=timezone.now())
    forecast.seal = seal_of(forecast)
    forecast.save(force_insert=True)
    return forecast


def seal_of(forecast: Forecast) -> str:
    """The SHA-256 that who, promise, value, moment and nonce give: another one than `forecast.seal` tells of tampering."""
    told = [forecast.user_id, forecast.promise, forecast.value, forecast.sealed_at.isoformat(), forecast.nonce]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def forecasts_of(user: User) -> dict[str, Forecast]:
    """By promise, what this person forecast before seeing the result; those who chose not to say are left out."""
    return {forecast.promise: forecast for forecast in Forecast.objects.filter(user=user).exclude(value=None)}


def may_forecast(user: User, promise: str, *, test: str = "") -> bool:
    """Whether a forecast would still count; `test` as for `seal`."""
    return not (Forecast.objects.filter(user=user, promise=promise).exists() or _has_seen(user, promise, test))


def reveal(user: User, promises: Iterable[str], tests: Mapping[str, str]) -> None:
    """Note that `user` is shown the results of these promises: what they forecast later does not count.

    `tests` has marks by name: whoever saw the result of a test has seen it under every name that it may get.
    """
    shown = dict.fromkeys(each for name in promises for each in (name, tests.get(name)) if each)
    if _new(user, shown):
        with transaction.atomic():
            _take_turns(user)
            Reveal.objects.bulk_create([Reveal(user=user, promise=each) for each in _new(user, shown)])


def _new(user: User, shown: Iterable[str]) -> list[str]:
    seen = {promise for (promise,) in ask("SELECT promise FROM visavis_reveal WHERE user_id = %s", user.pk)}
    return [each for each in shown if each not in seen]


def _has_seen(user: User, promise: str, test: str) -> bool:
    return Reveal.objects.filter(user=user, promise__in=[promise, test]).exists()


def _take_turns(user: User) -> None:
    """Wait for other transactions of this kind: none seals what another one is about to show."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


@dataclass(frozen=True, slots=True)
class Score:
    """How near a forecast came: `points` is the forecast minus the rate, in points; `inside`, whether the interval holds it."""

    points: float
    inside: bool


def score(forecast: Forecast, rate: float | None, interval: tuple[float, float] | None) -> Score | None:
    """The score against a kept rate (0 to 1) and its interval; None where there is nothing to compare."""
    if forecast.value is None or rate is None or interval is None:
        return None
    low, high = interval
    return Score(points=100 * (forecast.value - rate), inside=low <= forecast.value <= high)


def _seen() -> Mistake:
    return Mistake(
        Words(
            fr="vous avez déjà vu ce résultat: un pronostic ne compterait plus",
            en="you have seen this result already: a forecast would no longer count",
        ),
        remedy=Words(
            fr="pronostiquez une promesse que vous n’avez pas encore ouverte",
            en="forecast a promise that you have not opened yet",
        ),
    )


def _sealed_already() -> Mistake:
    return Mistake(
        Words(
            fr="votre pronostic est déjà scellé: il ne change plus",
            en="your forecast is sealed already: it does not change",
        ),
        remedy=Words(fr="regardez le résultat", en="look at the result"),
    )
