"""Who asks the API, in which language, from where, and how often they may."""

import threading
import time
from collections import deque
from typing import Any

from babel.core import parse_locale
from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from visavis.house.keys import holder_of
from visavis.house.models import ApiKey, User
from visavis.house.slowing import check_pace, note_failure
from visavis.mistakes import Lang, Mistake, Words
from visavis.vocabulary import Role

FREE_PER_NETWORK = 50
"""Wrong keys from one network address before it is slowed down."""
PACE, WINDOW = 300, 60.0
"""Calls that one key may make in so many seconds, in each process that serves."""


class WrongKey(Mistake):
    """No key, or one that opens nothing: unknown, withdrawn, or of somebody who left."""

    def __init__(self) -> None:
        super().__init__(
            Words(fr="il manque une clé valable", en="a valid key is missing"),
            remedy=Words(
                fr="envoyez l’en-tête Authorization: Bearer vv_… ; une clé se crée dans Préférences",
                en="send the header Authorization: Bearer vv_…; keys are made in Preferences",
            ),
        )


class Forbidden(Mistake):
    """The person for whom the program acts may not do that."""

    def __init__(self) -> None:
        super().__init__(
            Words(fr="votre rôle ne permet pas cela", en="your role does not allow that"),
            remedy=Words(fr="demandez à un administrateur", en="ask an administrator"),
        )


class TooOften(Mistake):
    """A key asked more often than it may."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            Words(fr=f"plus de {PACE} appels en une minute", en=f"more than {PACE} calls within a minute"),
            remedy=Words(fr=f"réessayez dans {seconds} s", en=f"try again in {seconds} s"),
        )


class Pace:
    """Counts the calls of each key over the last minute, in this process."""

    def __init__(self, most: int = PACE, window: float = WINDOW) -> None:
        self.most, self.window = most, window
        self._calls: dict[int, deque[float]] = {}
        self._lock = threading.Lock()

    def note(self, key: int, now: float | None = None) -> None:
        """One more call of `key`; raises TooOften where it is one too many."""
        now = time.monotonic() if now is None else now
        with self._lock:
            calls = self._calls.setdefault(key, deque())
            while calls and calls[0] <= now - self.window:
                calls.popleft()
            if len(calls) >= self.most:
                raise TooOften(max(1, round(calls[0] + self.window - now)))
            calls.append(now)

    def forget(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._calls.clear()


pace = Pace()


class Key(HttpBearer):
    """The key of a person, in the header `Authorization: Bearer vv_…`; no cookie opens the API."""

    openapi_description = "A key made in Preferences; programs act as the person who made it."

    def __init__(self, *roles: Role) -> None:
        """The key of a person with one of `roles`; of anybody where none is named."""
        super().__init__()
        self._roles = roles

    def __call__(self, request: HttpRequest) -> Any:
        """The key, also where the header is missing or of another kind: then it is a wrong one."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        return self.authenticate(request, token.strip() if kind.lower() == "bearer" else "")

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:
        """The key that `token` is, before what they sent is read. Raises WrongKey, TooOften, TooManyTries where too many were
        wrong, and Forbidden where the person has another role."""
        network = f"key-from:{network_of(request)}"
        key = holder_of(token) if token else None
        if key is None:
            check_pace({network: FREE_PER_NETWORK})
            if token:
                note_failure(network)
            raise WrongKey
        pace.note(key.pk)
        if self._roles and key.user.role not in self._roles:
            raise Forbidden
        return key


def holder(request: HttpRequest) -> User:
    """The person for whom the program acts."""
    key = request.auth  # type: ignore[attr-defined]  # by ninja
    assert isinstance(key, ApiKey)
    return key.user


def network_of(request: HttpRequest) -> str:
    """The address that the request comes from: behind a proxy of ours, the last one that it added."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def language_of(request: HttpRequest) -> Lang:
    """French or English, whichever `Accept-Language` prefers; without either, the home's."""
    wanted: list[tuple[float, int, Lang]] = []
    for place, part in enumerate(request.headers.get("Accept-Language", "").split(",")[:20]):
        name, _, quality = part.strip().partition(";")
        try:
            language = parse_locale(name.strip().replace("-", "_"))[0]
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if language in ("fr", "en") and weight > 0:
            wanted.append((-weight, place, "fr" if language == "fr" else "en"))
    return min(wanted)[2] if wanted else _of_home()


def _of_home() -> Lang:
    from visavis.running.home import settings_of

    try:
        return settings_of(settings.HOME).language
    except Mistake:
        return "fr"
