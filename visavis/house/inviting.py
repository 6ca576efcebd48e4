"""Inviting: a one-time link makes whoever opens it first a user. Only the digest of its token is kept."""

import datetime
import hashlib

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from visavis.house.models import Invitation, User, new_token
from visavis.house.passwords import check_choice
from visavis.mistakes import Mistake, Words
from visavis.vocabulary import Role

HOURS = 72


def invite(role: Role, *, made_by: User | None = None, email: str = "", hours: int = HOURS) -> str:
    """Make an invitation and return its token, which is shown once and kept nowhere.

    With `email`, only that address may accept it. Raises Mistake where the address is none or has an account.
    """
    address = _address(email) if email.strip() else ""
    if address and User.objects.filter(email=address).exists():
        raise _taken(address)
    token = new_token()
    Invitation.objects.create(
        digest=digest(token),
        role=str(role),
        email=address,
        made_by=made_by,
        expires_at=timezone.now() + datetime.timedelta(hours=hours),
    )
    return token


def digest(token: str) -> str:
    """What is kept of a token: SHA-256 suffices for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitation(token: str) -> Invitation | None:
    """The invitation of this token, if it may still be accepted."""
    return Invitation.objects.filter(digest=digest(token), used_at=None, expires_at__gt=timezone.now()).first()


def renew(user: User, *, made_by: User, hours: int = HOURS) -> str:
    """Make a link by which `user` chooses another password; returns its token. Raises Mistake for a closed account."""
    if user.left_at is not None:
        raise Mistake(
            Words(fr="ce compte est fermé", en="this account is closed"),
            remedy=Words(fr="rouvrez-le d’abord", en="open it again first"),
        )
    token = new_token()
    Invitation.objects.create(
        digest=digest(token),
        role=user.role,
        email=user.email,
        made_by=made_by,
        expires_at=timezone.now() + datetime.timedelta(hours=hours),
    )
    return token


def holder_of(invitation: Invitation) -> User | None:
    """The person who has an account at the invitation's address already: the link then renews their password."""
    return User.objects.filter(email=invitation.email).first() if invitation.email else None


def accept(token: str, *, email: str, name: str, password: str, language: str = "") -> User:
    """Turn an open invitation into a user, or renew its holder's password; of two people who race, one wins.

    Raises Mistake, and then nothing changed.
    """
    invitation = open_invitation(token)
    if invitation is None:
        raise _lapsed()
    holder = holder_of(invitation)
    user = holder or _newcomer(invitation, email, name, language)
    if user.left_at is not None:
        raise _lapsed()
    check_choice(user, password)
    user.set_password(password)  # slow, so before the transaction that holds SQLite's only writer
    try:
        with transaction.atomic():
            now = timezone.now()
            open_still = Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=now)
            if not open_still.update(used_at=now):
                raise _lapsed()
            if holder:
                user.save(update_fields=["password"])
            else:
                user.save(force_insert=True)
            Invitation.objects.filter(pk=invitation.pk).update(used_by=user)
    except IntegrityError:
        raise _taken(user.email) from None
    return user


def _newcomer(invitation: Invitation, email: str, name: str, language: str) -> User:
    user = User(email=_address(email), name=_name(name), role=invitation.role, language=language)
    if invitation.email and invitation.email != user.email:
        raise Mistake(
            Words(fr="ce lien est pour une autre adresse", en="this link is for another address"),
            remedy=Words(fr=f"prenez {invitation.email}", en=f"use {invitation.email}"),
        )
    return user


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Mistake(
            Words(fr="cette adresse e-mail n’en est pas une", en="this is not an e-mail address"),
            remedy=Words(fr="écrivez-la comme prenom.nom@entreprise.fr", en="write it like first.last@company.com"),
        ) from None
    return address


def _name(name: str) -> str:
    found = " ".join(name.replace("\0", " ").split())
    if not found or len(found) > 200:
        raise Mistake(
            Words(fr="le nom est vide ou trop long", en="the name is empty or too long"),
            remedy=Words(fr="écrivez votre prénom et votre nom", en="write your first and last name"),
        )
    return found


def _taken(address: str) -> Mistake:
    return Mistake(
        Words(fr=f"{address} a déjà un compte", en=f"{address} has an account already"),
        remedy=Words(fr="connectez-vous, ou prenez une autre adresse", en="sign in, or use another address"),
    )


def _lapsed() -> Mistake:
    return Mistake(
        Words(fr="ce lien a déjà servi ou n’est plus valable", en="this link was used already or is no longer valid"),
        remedy=Words(
            fr="demandez-en un nouveau à une personne qui administre Visavis",
            en="ask an administrator of Visavis for a new one",
        ),
    )
