"""What people declare of a mailbox: whose addresses are the company's, and who chose that a personal one be read."""

import datetime
import re
from typing import Any

from pydantic import Field, field_validator

from visavis.declarations import SpokenError, Written
from visavis.mistakes import Words

_DOMAIN = re.compile(r"(?:[^@\s.]+\.)+[^@\s.]{2,}")
_ADDRESS = re.compile(rf"[^@\s]+@{_DOMAIN.pattern}")


class Holder(Written):
    """Who holds a personal mailbox, and chose that it be read."""

    address: str = Field(description="Address of the mailbox")
    chose_on: datetime.date = Field(description="The day on which the holder chose so")

    @field_validator("address")
    @classmethod
    def _is_address(cls, value: str) -> str:
        return _sound(value, _ADDRESS, Words(fr="ce n’est pas une adresse", en="this is no address"))


class Mailbox(Written):
    """Which addresses are the company's own, and whether the mailbox is shared or somebody's."""

    domains: list[str] = Field(
        min_length=1,
        description="Domains of the company (`company.fr`, those below it included), or single addresses of its own",
    )
    shared: list[str] = Field(
        default_factory=list, description="Addresses of shared mailboxes that look like a person's name"
    )
    holder: Holder | None = Field(
        None,
        description="For a personal mailbox: its holder, who chose that it be read; default: the mailbox is shared",
    )

    @field_validator("domains", "shared", mode="before")
    @classmethod
    def _as_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("domains")
    @classmethod
    def _are_domains(cls, value: list[str]) -> list[str]:
        words = Words(fr="ni un domaine ni une adresse", en="neither a domain nor an address")
        either = re.compile(f"{_ADDRESS.pattern}|{_DOMAIN.pattern}")
        return [_sound(each.removeprefix("@"), either, words) for each in value]

    @field_validator("shared")
    @classmethod
    def _are_addresses(cls, value: list[str]) -> list[str]:
        words = Words(fr="ce n’est pas une adresse", en="this is no address")
        return [_sound(each, _ADDRESS, words) for each in value]


def _sound(value: str, form: re.Pattern[str], wrong: Words) -> str:
    plain = value.strip().lower()
    if not form.fullmatch(plain):
        raise SpokenError(Words(fr=f"{value}: {wrong.fr}", en=f"{value}: {wrong.en}"))
    return plain


FACTS: list[dict[str, Any]] = [
    {
        "table": "exchanges",
        "key": "message",
        "where": {"automatic": None},
        "version_by": "date",
        "fields": {
            "thread": "thread",
            "occurred_at": "date",
            "direction": "direction",
            "channel": {"value": "mail"},
            "client_ref": {"email": "client"},
            "subject": "subject",
            "text": "text",
            "reply_to": "reply_to",
            "extra": {"attachments": "attachments"},
        },
    },
    {
        "table": "records",
        "key": "client",
        "where": {"client_name": {"not": None}, "automatic": None},
        "version_by": "date",
        "fields": {"name": "client_name", "emails": "client", "updated_at": "date"},
    },
    {
        "table": "events",
        "key": "message",
        "where": {"automatic": {"not": None}},
        "version_by": "date",
        "fields": {"type": "automatic", "occurred_at": "date"},
    },
]
"""What a mailbox says unless the declaration says otherwise: what people wrote; who wrote, as they sign; what machines wrote, without its
words and of no client. The latest copy of a message stands, so that copies in several folders, and one read anew, count once."""
