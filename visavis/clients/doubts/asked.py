"""Who has which doubtful pair before them, and who left one for later."""

import datetime
import re

from django.db import models
from django.utils import timezone

from visavis.house.models import User

LEASE = datetime.timedelta(minutes=2)
"""Nobody else is asked about a pair that somebody was shown so recently."""

_PAIR = re.compile("[0-9a-f]{32}")
"""What names a pair in forms; anything else names none."""


class DoubtHeld(models.Model):
    """Somebody has a pair before them, up to a moment."""

    pair = models.CharField(primary_key=True, max_length=32, help_text="digest of the sources and keys of both records")
    user = models.ForeignKey("visavis.User", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        app_label = "visavis"


class DoubtPassed(models.Model):
    """Somebody left a pair for later: it comes last."""

    pair = models.CharField(max_length=32, db_index=True)
    user = models.ForeignKey("visavis.User", on_delete=models.CASCADE, related_name="+")
    passed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "visavis"


def hold(user: User, pair: str) -> bool:
    """Let `user` have the pair, and no other, unless somebody else has it now."""
    if not _PAIR.fullmatch(pair):
        return False
    now = timezone.now()
    DoubtHeld.objects.filter(pair=pair, until__lt=now).exclude(user=user).delete()
    held, _ = DoubtHeld.objects.get_or_create(pair=pair, defaults={"user": user, "until": now + LEASE})
    if held.user_id != user.pk:
        return False
    DoubtHeld.objects.filter(pair=pair, user=user).update(until=now + LEASE)
    DoubtHeld.objects.filter(user=user).exclude(pair=pair).delete()
    return True


def held_by(user: User) -> str:
    """The pair that `user` was shown last and has still; empty: none."""
    rows = DoubtHeld.objects.filter(user=user, until__gte=timezone.now()).order_by("-until", "pair")
    return rows.values_list("pair", flat=True).first() or ""


def let_go(user: User, pair: str) -> None:
    """The pair is before nobody any more."""
    DoubtHeld.objects.filter(user=user, pair=pair).delete()


def pass_over(user: User, pair: str) -> None:
    """Leave the pair for later."""
    if _PAIR.fullmatch(pair):
        DoubtPassed.objects.create(user=user, pair=pair)
        let_go(user, pair)


def take_up(user: User, pair: str) -> None:
    """The pair comes in its turn again, to `user` first: they did not mean to leave it."""
    last = DoubtPassed.objects.filter(user=user, pair=pair).order_by("-id").first()
    if last:
        last.delete()
    hold(user, pair)


def times_passed() -> dict[str, int]:
    """Pair → how often it was left for later."""
    return dict(DoubtPassed.objects.values_list("pair").annotate(n=models.Count("id")))
