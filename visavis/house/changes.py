"""Who changed what: roles and accounts of people, and the files that people write; noted with the change, and told beside it."""

from collections.abc import Iterable, Mapping

from visavis.house.models import Change, User


def note_file(user: User, file: str, version: str = "") -> None:
    """Note that `user` wrote or took away `file` (relative to the home), and which former version that left behind."""
    Change.objects.create(what=Change.What.FILE, user=user, file=file, version=version)


def note_account(what: Change.What, about: User, *, by: User, before: str = "", after: str = "") -> None:
    """Note that `by` changed what `about` may do; in the transaction of the change."""
    Change.objects.create(what=what, user=by, about=about, before=before, after=after)


def authors(place: str, versions: Iterable[str]) -> Mapping[str, str]:
    """By former version of files in the folder `place` of the home, the name of whoever replaced it; unknown ones left out."""
    found = Change.objects.filter(version__in=list(versions), file__startswith=f"{place}/").order_by("id")
    return dict(found.values_list("version", "user__name"))


def last_of_accounts() -> Mapping[int, Change]:
    """By person, what was changed of their account last."""
    changes = Change.objects.exclude(about=None).select_related("user").order_by("id")
    return {change.about_id: change for change in changes if change.about_id is not None}
