"""Keys of the HTTP API: made and withdrawn by the person for whom they act, shown once, kept as a digest alone."""

from django.db.models import QuerySet
from django.utils import timezone

from visavis.house.inviting import digest
from visavis.house.models import ApiKey, User, new_token
from visavis.mistakes import Mistake, Words

MARK = "vv_"
"""How every key begins, so that one that leaks is known for what it is."""
MOST = 20
LONGEST_NAME = 100


def make_key(user: User, name: str) -> tuple[ApiKey, str]:
    """A key for programs that act as `user`, named after what it is for; its row, and the key itself, which nothing keeps.

    Raises Mistake without a name, or where somebody has MOST of them already.
    """
    name = " ".join(name.replace("\0", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise Mistake(
            Words(fr="il manque un nom à cette clé", en="this key lacks a name")
            if not name
            else Words(fr="ce nom est trop long", en="this name is too long"),
            remedy=Words(fr="dites à quoi elle servira", en="say what it is for"),
        )
    if keys_of(user).count() >= MOST:
        raise Mistake(
            Words(fr=f"vous avez déjà {MOST} clés", en=f"you have {MOST} keys already"),
            remedy=Words(fr="retirez celles qui ne servent plus", en="withdraw those that serve no more"),
        )
    token = MARK + new_token()
    return ApiKey.objects.create(user=user, digest=digest(token), name=name), token


def keys_of(user: User) -> QuerySet[ApiKey]:
    """The keys of a person that are not withdrawn, the latest first."""
    return ApiKey.objects.filter(user=user, withdrawn_at=None).order_by("-id")


def withdraw_key(user: User, number: int) -> bool:
    """Withdraw a key of one's own; whether there was such a key."""
    return ApiKey.objects.filter(pk=number, user=user, withdrawn_at=None).update(withdrawn_at=timezone.now()) > 0


def holder_of(token: str) -> ApiKey | None:
    """The key that `token` is, if it is not withdrawn and its person may still sign in. Notes the day of use, once a day."""
    if not token.startswith(MARK) or len(token) > 200:
        return None
    key = ApiKey.objects.filter(digest=digest(token), withdrawn_at=None).select_related("user").first()
    if key is None or not key.user.is_active:
        return None
    today = timezone.now().date()
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
    return key
