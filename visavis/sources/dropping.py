"""Files that people drop in the browser: received whole or not at all, known by their content, kept under the home."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import read_sources
from visavis.sources.kinds.files.bytes import sha256_of
from visavis.sources.kinds.files.delivery import matches
from visavis.sources.landing import Landing
from visavis.sources.models import Drop, DroppedFile

EXPORTS = "exports"
LARGEST = 2 << 30
"""Bytes of one file: beyond, people do better with `visavis source add` on the server."""
ROOM = 200 << 20
"""Bytes that stay free on the disk for what reading needs."""


def drop_of(user_id: int) -> Drop | None:
    """The files that this person is bringing in, or brought in last."""
    return Drop.objects.filter(user_id=user_id, discarded_at=None).order_by("pk").last()


def locked(drop: Drop) -> Drop:
    """The drop as it stands, held until the transaction ends: files land, are looked at and agreed to one after the other."""
    return Drop.objects.select_for_update().get(pk=drop.pk)


def receive(home: Path, user_id: int, landings: Iterable[Landing]) -> list[DroppedFile]:
    """Keep what landed in this person's open drop, one row per file; content that is there already is not kept twice.

    What was proposed for the drop so far no longer holds; files that land once a drop was agreed to begin another one.
    Raises Mistake where something can't be kept, and then nothing of what landed is.
    """
    landed = list(landings)
    kept: list[DroppedFile] = []
    try:
        for landing in landed:
            landing.settle()  # before anything is locked
        with transaction.atomic():
            drop = _open_drop(user_id)
            for landing in landed:
                if not drop.files.filter(sha256=landing.sha256).exists():
                    kept.append(_kept(home, drop, landing))
            if kept:
                unlook(drop)
    except BaseException as error:
        for file in kept:
            (home / file.path).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise no_room(error) from None
        raise
    finally:
        for landing in landed:
            landing.forsake()
    return kept


def _open_drop(user_id: int) -> Drop:
    """The drop that takes files now, locked: one for this person, however many of their windows send at once."""
    # Others who only refer to this person (a job that they asked for) need not wait.
    get_user_model().objects.select_for_update(no_key=True).get(pk=user_id)
    last = drop_of(user_id)
    drop = None if last is None else locked(last)
    if drop is None or drop.accepted_at or drop.discarded_at:
        return Drop.objects.create(user_id=user_id)
    return drop


def _kept(home: Path, drop: Drop, landing: Landing) -> DroppedFile:
    folder = home / EXPORTS / f"{drop.dropped_at:%Y-%m-%d}-{drop.pk}"
    file = landing.keep(folder)
    path = file.relative_to(home).as_posix()
    try:
        return drop.files.create(name=landing.name[:255], path=path, size=landing.size, sha256=landing.sha256)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def unlook(drop: Drop) -> None:
    """Forget what was proposed, and what was refused: the files have changed. Call it on a locked drop."""
    drop.proposals.all().delete()
    drop.files.update(refused=None)
    drop.looking = drop.looked_at = None
    drop.save(update_fields=["looking", "looked_at"])


def withdraw(home: Path, file: DroppedFile) -> None:
    """Take one file of an open drop back: its row and its bytes are gone."""
    with transaction.atomic():
        drop = locked(file.drop)
        if drop.accepted_at:
            raise Mistake(
                Words(fr="ce fichier fait déjà partie d’une source", en="this file is part of a source already"),
                remedy=Words(
                    fr="retirez-le de la source, dans les réglages", en="take it out of the source, in the settings"
                ),
            )
        drop.files.filter(pk=file.pk).delete()
        unlook(drop)
    (home / file.path).unlink(missing_ok=True)


def discard(home: Path, drop: Drop) -> None:
    """Give up a drop that was not accepted: its files go, its row stays."""
    with transaction.atomic():
        drop = locked(drop)
        if drop.accepted_at or drop.discarded_at:
            return
        paths = list(drop.files.values_list("path", flat=True))
        drop.files.all().delete()
        drop.discarded_at = timezone.now()
        drop.save(update_fields=["discarded_at"])
    for path in paths:
        (home / path).unlink(missing_ok=True)


def must_have_room(home: Path, size: int) -> None:
    """Raise Mistake where `size` bytes more would fill the disk; told before they are sent."""
    free = shutil.disk_usage(home).free
    if size + ROOM > free:
        raise Mistake(
            Words(
                fr=f"il n’y a pas assez de place sur le disque: {_megabytes(size)} Mo à recevoir, {_megabytes(free)} Mo libres",
                en=f"there is not enough room on the disk: {_megabytes(size)} MB to receive, {_megabytes(free)} MB free",
            ),
            remedy=Words(
                fr="faites de la place sur le serveur, puis déposez ces fichiers à nouveau",
                en="make room on the server, then drop these files again",
            ),
        )


def _megabytes(size: int) -> int:
    return -(-size // 1_000_000)


def no_room(error: OSError) -> Mistake:
    """What an OSError while receiving means to a person."""
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Mistake(
            Words(
                fr="le disque est plein: ce dernier envoi n’a pas été gardé, tout le reste l’est",
                en="the disk is full: what was just sent was not kept, all the rest is",
            ),
            remedy=Words(
                fr="faites de la place sur le serveur, puis déposez ces fichiers à nouveau",
                en="make room on the server, then drop these files again",
            ),
        )
    return Mistake(
        Words(
            fr=f"impossible d’écrire ce fichier sur le serveur ({error.strerror})",
            en=f"this file can’t be written on the server ({error.strerror})",
        ),
        remedy=Words(fr="vérifiez les droits du dossier exports", en="check permissions of the folder exports"),
    )


def sources_holding(home: Path, files: Iterable[DroppedFile]) -> dict[str, str]:
    """By SHA-256, the declared source that has the same content as a dropped file already."""
    wanted = {file.size: file.sha256 for file in files}
    found: dict[str, str] = {}
    for declared in read_sources(home):
        for pattern in declared.value.patterns:
            for file in matches(home, pattern):
                if file.stat().st_size in wanted:
                    found.setdefault(sha256_of(file), declared.value.name)
    return found
