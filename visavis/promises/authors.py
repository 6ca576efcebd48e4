"""Which employee's words are whose: a user is behind a pseudonym where the source writes their own address, or where they
say so themselves and the name matches. Nobody can say it for somebody else (X6)."""

import re
import unicodedata

from django.db import IntegrityError, transaction
from django.utils import timezone

from visavis.house.models import User
from visavis.mistakes import Mistake, Words
from visavis.promises.models import StaffClaim
from visavis.sources.models import StaffPseudonym

_WORDS = re.compile(r"[a-z]+")


def pseudonyms_of(user: User) -> frozenset[str]:
    """The pseudonyms that `user` is behind; those that bear the user's own address are theirs without asking."""
    own = set(StaffPseudonym.objects.filter(name__iexact=user.email).values_list("pseudonym", flat=True))
    known = dict(StaffClaim.objects.filter(user=user).order_by("id").values_list("pseudonym", "withdrawn_at"))
    for pseudonym in sorted(own - known.keys()):
        try:
            with transaction.atomic():
                # An address is more than a name: who claimed it by name before gives way.
                StaffClaim.objects.filter(pseudonym=pseudonym, withdrawn_at=None).update(withdrawn_at=timezone.now())
                StaffClaim.objects.create(user=user, pseudonym=pseudonym, automatic=True)
        except IntegrityError:  # two pages at once
            continue
    return frozenset(StaffClaim.objects.filter(user=user, withdrawn_at=None).values_list("pseudonym", flat=True))


def claimable(user: User) -> dict[str, tuple[str, ...]]:
    """Pseudonyms whose written name is the user's own and that nobody else holds, each with the sources that write it."""
    found: dict[str, set[str]] = {}
    held = set(StaffClaim.objects.filter(withdrawn_at=None).exclude(user=user).values_list("pseudonym", flat=True))
    for pseudonym, source, name in StaffPseudonym.objects.values_list("pseudonym", "source", "name"):
        if pseudonym not in held and (bears(name, user)):  # fmt: skip
            found.setdefault(pseudonym, set()).add(source)
    return {pseudonym: tuple(sorted(sources)) for pseudonym, sources in sorted(found.items())}


def claim(user: User, pseudonym: str) -> None:
    """`user` says “this is me”. Raises Mistake where the name is not theirs, or somebody else holds the pseudonym."""
    if pseudonym not in claimable(user):
        raise Mistake(
            Words(fr="ce nom n’est pas le vôtre, ou quelqu’un d’autre l’a déjà reconnu", en="this name is not yours, or somebody else holds it"),
            remedy=Words(fr="demandez à un administrateur de corriger votre nom", en="ask an administrator to mend your name"),
        )  # fmt: skip
    try:
        with transaction.atomic():
            StaffClaim.objects.get_or_create(user=user, pseudonym=pseudonym, withdrawn_at=None)
    except IntegrityError:
        raise Mistake(
            Words(fr="quelqu’un d’autre vient de reconnaître ce nom", en="somebody else has just claimed this name"),
            remedy=Words(fr="parlez-en avec votre homonyme", en="speak with whoever bears it too"),
        ) from None


def unclaim(user: User, pseudonym: str) -> int:
    """`user` says “this is not me”; how many rows said so."""
    return StaffClaim.objects.filter(user=user, pseudonym=pseudonym, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )


def bears(written: str, user: User) -> bool:
    """Whether a name as a source writes it is that of `user`: given and family name in any order, the given name as its
    initial (`a.corlay`), or their address."""
    if written.casefold() == user.email.casefold():
        return True
    mine, theirs = _words(user.name), _words(written.partition("@")[0])
    if len(mine) < 2 or len(theirs) < 2:
        return False
    if sorted(mine) == sorted(theirs):
        return True
    initials = [each for each in theirs if len(each) == 1]
    rest = [each for each in theirs if len(each) > 1]
    return len(initials) == 1 and rest == mine[1:] and mine[0].startswith(initials[0])


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return _WORDS.findall("".join(each for each in plain if not unicodedata.combining(each)))
