"""Promises, their mirror and their cases, made by hand: what publish leaves in the database."""

import datetime
import re
import uuid
from collections.abc import Iterable
from html import unescape
from pathlib import Path

from django.http.response import HttpResponseBase

from visavis.engine.measuring.intervals import wilson
from visavis.mirror.keeping import as_document
from visavis.mirror.reflection import Felt, Mean, Mirror, Month, Rate, Reflected, Step, Voice
from visavis.mistakes import Words
from visavis.vocabulary import Outcome

AS_OF = datetime.date(2025, 6, 30)

YAML = """# Ce que nous disons
name: {name}
says: {{fr: "{fr}", en: "{en}"}}
audience: {audience}
carrier: Logistique
test:
  over: events
  where: {{type: delivery}}
  due: due_at
  done: done_at
"""


def declare(
    home: Path, name: str, fr: str = "Livré à temps", en: str = "Delivered on time", audience: str = "public"
) -> Path:
    """A promise in a file of its own."""
    file = home / "promises" / f"{name}.yaml"
    file.write_text(YAML.format(name=name, fr=fr, en=en, audience=audience), encoding="utf-8")
    return file


def rate(kept: int, n: int) -> Rate:
    """A rate with its interval."""
    return Rate(kept, n, kept / n, wilson(kept, n)) if n else Rate(kept, n)


def reflected(
    name: str,
    fr: str = "Livré à temps",
    en: str = "Delivered on time",
    *,
    kept: int = 8,
    late: int = 2,
    words: str = "",
) -> Reflected:
    """A promise as a run saw it, with one voice on the side of the missed."""
    outcomes = {str(outcome): 0 for outcome in Outcome} | {"kept": kept, "late": late}
    return Reflected(
        name=name,
        says=Words(fr=fr, en=en),
        audience="public",
        carrier="Logistique",
        outcomes=outcomes,
        rate=rate(kept, kept + late),
        reason=None,
        untestable={},
        unfiltered=None,
        felt=Felt("rating", Mean(4, 4.5), Mean(1, 2.0)),
        trend=[Month(datetime.date(2025, month, 1), rate(kept, kept + late)) for month in (5, 6)],
        voices={"kept": [], "missed": [Voice(words, AS_OF, 2.0)] if words else []},
        steps=[Step("cases_1", "SELECT 1 AS one")],
    )


def publish(*promises: Reflected) -> None:
    """The mirror of a run, as publish leaves it."""
    from visavis.running.models import Document

    mirror = Mirror("20250701T000000-test", AS_OF, None, None, list(promises))
    Document.objects.update_or_create(name="mirror", defaults={"run": mirror.run, "body": as_document(mirror)})


def add_cases(
    promise: str, days: Iterable[datetime.date | None], outcome: str = "late", client: int | None = 1
) -> None:
    """A case for each day; its id and key are numbered in order."""
    from visavis.promises.models import Case

    before = Case.objects.count()
    Case.objects.bulk_create(
        Case(
            id=uuid.UUID(int=before + n + 1),
            promise=promise,
            client=client,
            item=uuid.UUID(int=10_000 + before + n + 1),
            source="commandes",
            key=f"C-{before + n + 1:04}",
            on_day=day,
            due_on=day,
            done_on=day + datetime.timedelta(days=1) if day else None,
            outcome=outcome,
        )
        for n, day in enumerate(days)
    )


def text_of(response: HttpResponseBase) -> str:
    """What a reader sees of the page's main part, on one line, ordinary spaces."""
    body = bytes(getattr(response, "content", b"")).decode()
    main = body[body.index("<main") :] if "<main" in body else body
    plain = unescape(re.sub(r"<[^>]+>", " ", main))
    return " ".join(plain.replace("\u202f", " ").replace("\xa0", " ").split())
