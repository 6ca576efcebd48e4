"""Who is whom in the demonstration companies, beyond pairs of records: families, arrivals, employers."""

import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.finding import Ask, Line, rows_of, state_of
from benchmarks.truths import visavis

Record = tuple[str, str]

LEAST_APART = 0.98
"""Of persons who live with others, those whose client is nobody else of their home, at least."""

LEAST_PRECISION = 0.95
LEAST_RECALL = {"homes": 0.4, "employers": 0.9}
"""Of two who live together, many a time no file says it of both. Who works where is on most records."""

LEAST_MOVED = 0.75
"""Of those who stand in the CRM under two employers, who are told as one person: names alone must do."""

ARRIVALS = 200
LEAST_AT_ONCE, MOST_WRONG = 0.9, 0.01


def families(home: Path, ask: Ask) -> Line:
    """Persons of one household are clients of their own, and are told as one home."""
    persons = {(row["source"], row["key"]): row for row in rows_of(home, "identities.csv") if row["kind"] == "person"}
    of_client = defaultdict(list)
    for record, client in _links(ask).items():
        if record in persons:
            of_client[client].append(persons[record])
    homes = defaultdict(set)
    for row in persons.values():
        homes[row["household"]].add(row["client"])
    shared = {
        row["client"]
        for rows in of_client.values()
        for row in rows
        if any(row["household"] == other["household"] and row["client"] != other["client"] for other in rows)
    }
    housed = {client for members in homes.values() if len(members) > 1 for client in members}
    together = {pair for members in homes.values() for pair in combinations(sorted(members), 2)}
    told = {
        tuple(sorted((persons[left]["client"], persons[right]["client"])))
        for left, right in _related(ask, "household")
        if left in persons and right in persons and persons[left]["client"] != persons[right]["client"]
    }
    precision, recall = (len(told & together) / max(1, len(of)) for of in (told, together))
    apart = len(housed) - len(shared)
    found = apart >= LEAST_APART * len(housed) and precision >= LEAST_PRECISION and recall >= LEAST_RECALL["homes"]
    figures = (
        f"{apart} of {len(housed)} persons who live with others have a client of their own; homes told: precision {precision:.2f}, "
        f"recall {recall:.2f} of {len(together)} pairs of persons"
    )
    return Line("families told apart, and told as homes", state_of(bool(housed) and found), figures)


def at_once(home: Path, ask: Ask) -> Line:
    """Records that arrive between two runs, written otherwise, have their client at once: in a copy of the home."""
    persons = {(row["source"], row["key"]) for row in rows_of(home, "identities.csv") if row["kind"] == "person"}
    links = _links(ask)
    rows = ask("SELECT * FROM records WHERE len(emails) > 0 OR len(phones) > 0 ORDER BY md5(source || '/' || key)")
    known = [row for row in rows if (row["source"], row["key"]) in persons & links.keys()][:ARRIVALS]
    with tempfile.TemporaryDirectory() as folder:
        copy, file = Path(folder) / "home", Path(folder) / "arrivals.jsonl"
        shutil.copytree(home, copy)
        file.write_text("\n".join(json.dumps(_written_otherwise(row, n)) for n, row in enumerate(known)), "utf-8")
        given = [json.loads(line)["client"] for line in visavis(copy, "link", "record", str(file)).splitlines()]
    meant = [links[row["source"], row["key"]] for row in known]
    others = set(links.values())
    right = sum(one == other for one, other in zip(given, meant, strict=True))
    wrong = sum(one != other and one in others for one, other in zip(given, meant, strict=True))
    found = right >= LEAST_AT_ONCE * len(known) and wrong <= MOST_WRONG * len(known)
    figures = f"{right} of {len(known)} arrivals attached to their client, {wrong} to another"
    return Line("identities at once", state_of(bool(known) and found), figures)


def _written_otherwise(row: dict[str, Any], number: int) -> dict[str, Any]:
    """The record as its client would type it into a form: without a street, all in capitals, one mailbox or number."""
    family = row["family_name"] and row["family_name"].upper()
    told = {"given_name": row["given_name"], "family_name": family, "name": row["name"], "postcode": row["postcode"]}
    emails, phones = ([each.upper() for each in row[name] or ()][:1] for name in ("emails", "phones"))
    return {"source": "formulaire", "key": str(number), "emails": emails, "phones": phones} | {
        name: value for name, value in told.items() if value
    }


def employers(home: Path, ask: Ask) -> Line:
    """Who works for which company; and who changed employer and stands at both in the CRM is one person, told of both."""
    identities = {(row["source"], row["key"]): row for row in rows_of(home, "identities.csv")}
    roles = {row["person"]: row for row in rows_of(home, "roles.csv")}
    planted = {
        (person, row[name]) for person, row in roles.items() for name in ("company", "next_company") if row[name]
    }
    recorded = {(row["client"], row["company"]) for row in identities.values() if row["kind"] == "person"} & planted
    told = {
        (identities[left]["client"], identities[right]["client"])
        for left, right in _related(ask, "works_for")
        if left in identities and right in identities
    }
    precision, recall = len(told & planted) / max(1, len(told)), len(told & recorded) / max(1, len(recorded))
    links = _links(ask)
    contacts = defaultdict(list)
    for record, row in identities.items():
        if record[0] == "crm-contacts" and record in links and roles.get(row["client"], {}).get("next_company"):
            contacts[row["client"]].append(links[record])
    twice = {person: clients for person, clients in contacts.items() if len(clients) > 1}
    one = [
        person
        for person, clients in twice.items()
        if len(set(clients)) == 1 and {(person, roles[person][name]) for name in ("company", "next_company")} <= told
    ]
    found = (
        precision >= LEAST_PRECISION and recall >= LEAST_RECALL["employers"] and len(one) >= LEAST_MOVED * len(twice)
    )
    figures = (
        f"employers told: precision {precision:.2f}, recall {recall:.2f} of {len(recorded)}; of {len(twice)} who changed and stand "
        f"at both in the CRM {len(one)} are one person with both"
    )
    return Line("who works for whom, and who changed employer", state_of(bool(twice) and found), figures)


def _links(ask: Ask) -> dict[Record, str]:
    return {(row["source"], row["key"]): row["client_id"] for row in ask("SELECT source, key, client_id FROM links")}


def _related(ask: Ask, kind: str) -> Iterable[tuple[Record, Record]]:
    rows = ask(f"SELECT source_l, key_l, source_r, key_r FROM relations WHERE kind = '{kind}'")
    return (((row["source_l"], row["key_l"]), (row["source_r"], row["key_r"])) for row in rows)
