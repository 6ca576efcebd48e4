"""The story by Django's test client: files dropped, jobs done in this process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from visavis.vocabulary import Role
from visavis.work.claiming import claim
from visavis.work.leasing import Lease
from visavis.work.performing import perform


class Story:
    """A steward on the way from files to the mirror."""

    def __init__(self, client: Client, home: Path) -> None:
        self.client, self.home = client, home

    def drop(self, **files: bytes | str) -> Any:
        """Send files, by name (`__` stands for a point)."""
        return self.send([(name.replace("__", "."), content) for name, content in files.items()])

    def send(self, files: list[tuple[str, bytes | str]]) -> Any:
        """Send files by any name."""
        given = [SimpleUploadedFile(name, c.encode() if isinstance(c, str) else c) for name, c in files]
        return self.client.post("/start/files", {"files": given})

    def work(self, *, failing: bool = False) -> None:
        """Do all jobs that wait; unless `failing`, each must succeed."""
        while (job := claim("test")) is not None:
            perform(self.home, Lease(job.pk, job.fence))
            job.refresh_from_db()
            assert failing or job.succeeded, job.errors

    def look(self) -> Any:
        """Have the files looked at, and open the mapping."""
        self.client.post("/start/examination")
        self.work()
        return self.client.get("/start", follow=True)

    def agree(self, **changes: str) -> Any:
        """Accept the mapping as it is proposed, but for `changes` of the form ("" leaves a box unticked)."""
        from visavis.sources.models import ProposedSource

        form: dict[str, str] = {}
        for proposal in ProposedSource.objects.filter(drop__accepted_at=None):
            form[f"s{proposal.position}-taken"] = "1"
            form |= {f"s{proposal.position}-f{place}": "1" for place in range(len(proposal.shown["facts"]))}
        form |= {name.replace("__", "-"): value for name, value in changes.items()}
        return self.client.post("/start/mapping", {name: value for name, value in form.items() if value})


@pytest.fixture
def story(signed_in: Callable[..., Client], home: Path) -> Story:
    """A steward who reads French."""
    return Story(signed_in(Role.ANALYST), home)


@pytest.fixture
def english_story(signed_in: Callable[..., Client], home: Path) -> Story:
    """A steward who reads English."""
    return Story(signed_in(Role.ADMINISTRATOR, lang="en"), home)
