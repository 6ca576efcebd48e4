"""Records as everybody may read of them: by source, name and town, never by address, number or birth date."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from visavis.clients.who import LinkedRecord
from visavis.mistakes import Words

ADDRESSES = {
    "email": Words("une adresse e-mail citée par des faits", "an e-mail address that facts name"),
    "phone": Words("un numéro de téléphone cité par des faits", "a phone number that facts name"),
}
"""Records that are but an address; the address itself is a personal detail."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as pages and programs name it: never by address, number or birth date."""

    source: str
    key: str
    name: str = ""
    place: str = ""
    gone: bool = False

    @property
    def token(self) -> str:
        """What stands for the record in forms and to programs, without telling its key."""
        return hashlib.md5(f"{self.source}/{self.key}".encode(), usedforsecurity=False).hexdigest()

    @property
    def address(self) -> Words | None:
        """What kind of address the record is, where it is nothing else."""
        return ADDRESSES.get(self.source)

    @property
    def known_as(self) -> str:
        """Its key, unless that is an e-mail address or a phone number."""
        dialled = sum(char.isdigit() for char in self.key) >= 9 and self.key.startswith(("+", "0"))
        return "" if "@" in self.key or dialled or self.address else self.key


def records_of(links: Iterable[LinkedRecord], said: list[dict[str, Any]]) -> dict[str, Record]:
    """Records by `source/key`: all that are linked, named by what sources say."""
    found = {
        f"{link.source}/{link.key}": Record(link.source, link.key, gone=link.vanished_run is not None) for link in links
    }
    for each in said:
        record = Record(each["source"], each["key"], named(each), each.get("city") or "", each["gone"])
        found[f"{record.source}/{record.key}"] = record
    return found


def named(said: Mapping[str, Any]) -> str:
    """The name that a record of the lake says; empty: none."""
    full = " ".join(part for part in (said.get("given_name"), said.get("family_name")) if part)
    return full or said.get("name") or said.get("company") or ""
