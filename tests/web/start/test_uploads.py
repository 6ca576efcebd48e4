"""Files on their way in: streamed, whole or not at all, under names that lead nowhere else."""

import errno
import hashlib
import io
import os
import resource
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from tests.web.start.conftest import Story
from visavis.house.models import User
from visavis.sources import dropping, landing
from visavis.sources.landing import Landing
from visavis.sources.models import Drop, DroppedFile
from visavis.vocabulary import Role

ORDERS = "order_id,customer,due_date,delivered_at\n" + "".join(
    f"O{n},C{n % 9},2024-03-{n:02},2024-03-{n:02}\n" for n in range(1, 29)
)


def on_disk(home: Path) -> list[str]:
    return sorted(file.relative_to(home).as_posix() for file in (home / "exports").rglob("*") if file.is_file())


def test_a_file_is_kept_as_it_is_beside_its_name(story: Story, home: Path) -> None:
    assert story.send([("Commandes été.csv", ORDERS)]).headers["Location"] == "/start/files"
    row = DroppedFile.objects.get()
    assert (row.name, Path(row.path).name, row.size) == ("Commandes été.csv", "Commandes_été.csv", len(ORDERS))
    assert (home / row.path).read_text() == ORDERS
    assert row.sha256 == hashlib.sha256(ORDERS.encode()).hexdigest()


def test_the_same_content_twice_is_kept_once(story: Story, home: Path) -> None:
    story.send([("a.csv", ORDERS), ("copie de a.csv", ORDERS)])
    story.send([("a.csv", ORDERS)])
    assert [row.name for row in DroppedFile.objects.all()] == ["a.csv"]
    assert len(on_disk(home)) == 1


def test_names_that_collide_are_numbered(story: Story, home: Path) -> None:
    story.send([("a.csv", "x,y\n1,2\n"), ("a.csv", "x,y\n3,4\n")])
    assert [Path(path).name for path in on_disk(home)] == ["a-2.csv", "a.csv"]


@pytest.mark.parametrize(
    "name", ["../../visavis.yaml", "..\\..\\visavis.yaml", "/etc/passwd", ".profile", "a\x00/../../b.csv"]
)
def test_no_name_leads_out_of_the_folder(story: Story, home: Path, name: str) -> None:
    before = (home / "visavis.yaml").read_text()
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        f"Content-Type: text/csv\r\n\r\nx,y\n1,2\n\r\n--{BOUNDARY}--\r\n"
    ).encode()
    story.client.generic("POST", "/start/files", body, MULTIPART_CONTENT)
    assert (home / "visavis.yaml").read_text() == before
    folder = home / dropping.EXPORTS
    kept = [file for file in home.rglob("*") if file.is_file() and file.read_bytes() == b"x,y\n1,2\n"]
    assert [file.parent.parent for file in kept] == [folder]
    assert not kept[0].name.startswith(".")


def test_an_upload_that_breaks_off_leaves_nothing(story: Story, home: Path) -> None:
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\n{'x,y' * 100_000}"
    ).encode()
    response = story.client.generic("POST", "/start/files", body, MULTIPART_CONTENT)
    assert response.status_code == 400
    assert "s’est interrompu" in response.content.decode()
    assert (on_disk(home), DroppedFile.objects.count()) == ([], 0)


def sent(body: io.IOBase, length: int) -> dict[str, Any]:
    """What makes a request read from `body`."""
    return {"wsgi.input": body, "CONTENT_LENGTH": str(length)}


class Cut(io.BytesIO):
    """A body whose connection breaks."""

    def read(self, size: int | None = -1, /) -> bytes:
        chunk = super().read(size)
        if self.tell() > 200_000:
            raise OSError(errno.ECONNRESET, "connection reset")
        return chunk


def test_a_connection_that_breaks_leaves_nothing_and_says_so(story: Story, home: Path) -> None:
    story.send([("first.csv", ORDERS)])
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n'.encode()
    body = Cut(head + b"x" * 3_000_000)
    response = story.client.generic("POST", "/start/files", b"x", MULTIPART_CONTENT, **sent(body, 3_000_100))
    assert response.status_code == 400
    assert "s’est interrompu" in response.content.decode()
    assert [Path(path).name for path in on_disk(home)] == ["first.csv"]


def test_a_full_disk_is_told_and_what_was_there_stays(
    story: Story, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.send([("first.csv", ORDERS)])

    def full(self: landing.Landing, chunk: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(landing.Landing, "write", full)
    response = story.send([("second.csv", ORDERS + "x")])
    assert response.status_code == 507
    assert "Le disque est plein" in response.content.decode()
    assert [Path(path).name for path in on_disk(home)] == ["first.csv"]


def test_what_would_fill_the_disk_is_refused_before_it_is_sent(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropping, "ROOM", 1 << 62)
    response = story.send([("a.csv", ORDERS)])
    assert (response.status_code, DroppedFile.objects.count()) == (507, 0)
    assert "pas assez de place" in response.content.decode()


def test_a_file_beyond_the_limit_is_refused_and_the_one_before_it_kept(
    story: Story, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visavis.web.start.uploading.LARGEST", 5_000)
    response = story.send([("small.csv", ORDERS), ("large.csv", "x" * 6_000)])
    assert "dépasse 2" in response.content.decode()
    assert [Path(path).name for path in on_disk(home)] == ["small.csv"]


class Endless(io.RawIOBase):
    """A body of so many bytes that is never in memory."""

    def __init__(self, size: int) -> None:
        self.head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="big.csv"\r\n\r\n'.encode()
        self.tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        self.left = size
        self.length = len(self.head) + size + len(self.tail)
        self.parts = self._parts()
        self.buffer = b""

    def _parts(self) -> Iterator[bytes]:
        yield self.head
        while self.left > 0:
            chunk = (b"0123456789,abcdef\n" * 4_000)[: self.left]
            self.left -= len(chunk)
            yield chunk
        yield self.tail

    def read(self, size: int = -1, /) -> bytes:
        while len(self.buffer) < (size if size >= 0 else 1 << 62):
            part = next(self.parts, b"")
            if not part:
                break
            self.buffer += part
        out, self.buffer = (
            self.buffer[: size if size >= 0 else None],
            self.buffer[size if size >= 0 else len(self.buffer) :],
        )
        return out


@pytest.mark.parametrize("either_database", ["sqlite"], indirect=True)
def test_a_large_file_passes_through_little_memory(story: Story, home: Path) -> None:
    size = 150_000_000
    body = Endless(size)
    tracemalloc.start()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        response = story.client.generic("POST", "/start/files", b"x", MULTIPART_CONTENT, **sent(body, body.length))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert response.status_code == 302
    assert DroppedFile.objects.get().size == size
    assert peak < 24_000_000
    assert (after - before) * 1024 < 80_000_000


def test_without_the_token_nothing_is_kept(home: Path, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.ANALYST, enforce_csrf_checks=True)
    client.get("/start/files")
    response = client.post("/start/files", {"files": SimpleUploadedFile("a.csv", ORDERS.encode())})
    assert response.status_code == 403
    assert (on_disk(home), Drop.objects.count()) == ([], 0)


def test_with_the_token_it_is(home: Path, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.ANALYST, enforce_csrf_checks=True)
    client.get("/start/files")
    token = client.cookies["csrftoken"].value
    response = client.post(
        "/start/files", {"csrfmiddlewaretoken": token, "files": SimpleUploadedFile("a.csv", ORDERS.encode())}
    )
    assert (response.status_code, len(on_disk(home))) == (302, 1)


@pytest.mark.parametrize("role", [None, Role.EMPLOYEE, Role.LEAD, Role.SPONSOR])
def test_only_stewards_bring_files(home: Path, signed_in: Callable[..., Client], role: Role | None) -> None:
    response = signed_in(role).post("/start/files", {"files": SimpleUploadedFile("a.csv", ORDERS.encode())})
    assert response.status_code in (302, 403)
    assert (on_disk(home), Drop.objects.count()) == ([], 0)


def test_a_file_of_somebody_else_can_not_be_withdrawn(
    story: Story, signed_in: Callable[..., Client], home: Path
) -> None:
    story.send([("a.csv", ORDERS)])
    number = DroppedFile.objects.get().pk
    other = User.objects.create_user("other@exemple.example", "O", Role.ANALYST)
    client = Client()
    client.force_login(other)
    assert client.post(f"/start/files/{number}/withdrawal").status_code == 404
    assert len(on_disk(home)) == 1
    assert story.client.post(f"/start/files/{number}/withdrawal").status_code == 302
    assert (on_disk(home), DroppedFile.objects.count()) == ([], 0)


def test_parts_that_a_killed_server_left_are_swept(story: Story, home: Path) -> None:
    part = home / landing.INCOMING / "tmpabc.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x")
    os.utime(part, (0, 0))
    story.send([("a.csv", ORDERS)])
    assert not part.exists()


def test_nothing_chosen_is_told(story: Story) -> None:
    response = story.client.post("/start/files", {})
    assert response.status_code == 400
    assert "Aucun fichier n’est arrivé" in response.content.decode()


def test_the_script_gets_the_mistake_alone(story: Story) -> None:
    response = story.client.post("/start/files", {}, headers={"X-Sent-By": "visavis"})
    assert response.headers["X-Mistake"] == "1"
    assert "<html" not in response.content.decode()


def test_files_that_several_windows_send_at_once_come_into_one_drop(home: Path) -> None:
    user = User.objects.create_user("deux@exemple.example", "Deux Fenêtres", Role.ANALYST, "x")
    landings = []
    for name in ("a.csv", "b.csv"):
        part = Landing.begin(home, name)
        part.write(name.encode())
        landings.append(part)
    ready = Barrier(len(landings))

    def send(part: Landing) -> None:
        ready.wait()
        try:
            dropping.receive(home, user.pk, [part])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(landings)) as windows:
        list(windows.map(send, landings))
    drop = Drop.objects.get()
    assert sorted(file.name for file in drop.files.all()) == ["a.csv", "b.csv"]
