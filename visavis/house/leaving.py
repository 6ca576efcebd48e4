"""Changing what a person may do, or closing their account; the house always keeps an administrator."""

from django.db import transaction
from django.utils import timezone

from visavis.house.changes import note_account
from visavis.house.models import Change, User
from visavis.mistakes import Mistake, Words
from visavis.vocabulary import Role


def close_account(user: User, *, by: User) -> None:
    """Close an account: whoever holds it is signed out at once. Raises Mistake for one's own and the last administrator's."""
    if user == by:
        raise Mistake(
            Words(fr="vous ne pouvez pas fermer votre propre compte", en="you can’t close your own account"),
            remedy=Words(fr="demandez-le à un autre administrateur", en="ask another administrator"),
        )
    with transaction.atomic():
        _keep_an_administrator(user)
        if User.objects.filter(pk=user.pk, left_at=None).update(left_at=timezone.now()):
            note_account(Change.What.CLOSED, user, by=by)


def reopen_account(user: User, *, by: User) -> None:
    """Let a person in again, with their old password."""
    with transaction.atomic():
        if User.objects.filter(pk=user.pk).exclude(left_at=None).update(left_at=None):
            note_account(Change.What.REOPENED, user, by=by)


def change_role(user: User, role: Role, *, by: User) -> None:
    """Give a person another role, from their next page on. Raises Mistake for the last administrator."""
    with transaction.atomic():
        if role is not Role.ADMINISTRATOR:
            _keep_an_administrator(user)
        before = User.objects.select_for_update(no_key=True).values_list("role", flat=True).get(pk=user.pk)
        if before != str(role):
            User.objects.filter(pk=user.pk).update(role=str(role))
            note_account(Change.What.ROLE, user, by=by, before=before, after=str(role))


def _keep_an_administrator(leaving: User) -> None:
    """Raise a Mistake if nobody else administers; on PostgreSQL the rows are locked, so that two can't leave at once."""
    administrators = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, left_at=None).order_by("pk")
    remaining = [user for user in administrators if user.pk != leaving.pk]
    if leaving.role == Role.ADMINISTRATOR and not remaining:
        raise Mistake(
            Words(
                fr="il ne resterait personne pour administrer Visavis", en="nobody would be left to administer Visavis"
            ),
            remedy=Words(
                fr="donnez d’abord la fonction d’administrateur à quelqu’un d’autre",
                en="first make somebody else an administrator",
            ),
        )
