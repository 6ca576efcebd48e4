"""No job keeps a key of the client who is erased, and keys of others stay."""

from pathlib import Path

from visavis import database
from visavis.clients.marks import EVENT, FACT, RECORD
from visavis.running.erasing.database_rows import erase_rows
from visavis.running.erasing.noted_keys import without_keys
from visavis.running.erasing.person import Person

MARC = Person(
    numbers=(2,),
    records=(("crm", "2"), ("shop", "md")),
    marks=frozenset(
        {(RECORD, "crm/2"), (EVENT, "orders/O-3"), (FACT, "events/orders/O-3"), (FACT, "exchanges/mails/m3")}
    ),
)
KEYS = {"crm/2", "shop/md", "orders/O-3", "mails/m3"}


def test_no_job_keeps_a_key_of_an_erased_client(tmp_path: Path, either_database: str) -> None:
    database.use(tmp_path)
    from visavis.models import Job

    case = {"outcome": "late", "source": "orders", "key": "O-3", "done_on": "2025-03-08"}
    other = {"outcome": "late", "source": "orders", "key": "O-31", "done_on": None}
    tried = Job.objects.create(task="try", result=[{"name": "on-time", "late": 2, "sample": [case, other]}])
    failed = Job.objects.create(
        task="link",
        kwargs={"records": [["crm", "2"], ["crm", "21"]]},
        errors=[{"what": {"fr": "la fiche crm/2 n’est plus là", "en": "crm/2 and crm/21: gone"}, "remedy": None}],
        doing_fr="Lecture de mails/m3, 12 lignes",
        doing_en="Reading mails/m3, 12 rows",
    )
    untouched = Job.objects.create(task="run", result={"run": "r2", "lines": [{"fr": "crm/21", "en": "crm/21"}]})
    assert erase_rows(MARC)["jobs"] == 2
    for each in (tried, failed, untouched):
        each.refresh_from_db()
    assert tried.result == [{"name": "on-time", "late": 2, "sample": [case | {"key": "…"}, other]}]
    assert failed.kwargs == {"records": [["crm", "…"], ["crm", "21"]]}
    assert failed.errors[0]["what"] == {"fr": "la fiche crm/… n’est plus là", "en": "crm/… and crm/21: gone"}
    assert (failed.doing_fr, failed.doing_en) == ("Lecture de mails/…, 12 lignes", "Reading mails/…, 12 rows")
    assert untouched.result == {"run": "r2", "lines": [{"fr": "crm/21", "en": "crm/21"}]}


def test_only_whole_keys_are_hidden() -> None:
    kept = "crm/21 crm/2-b crm/2/3 old-crm/2 2 md O-3 crm/2.5 https://shop/mda"
    assert without_keys(kept, KEYS) == kept
    assert without_keys("record/crm/2, crm/2. (shop/md) orders/O-3", KEYS) == "record/crm/…, crm/…. (shop/…) orders/…"
    row = {"source_l": "crm", "key_l": "2", "source_r": "crm", "key_r": "3", "n": 2, "crm/2": [1, None, True]}
    assert without_keys(row, KEYS) == {
        "source_l": "crm", "key_l": "…", "source_r": "crm", "key_r": "3", "n": 2, "crm/…": [1, None, True],
    }  # fmt: skip
    assert without_keys([["mails", "m3", {"source": "crm", "key": 2}]], KEYS) == [
        ["mails", "…", {"source": "crm", "key": "…"}]
    ]
