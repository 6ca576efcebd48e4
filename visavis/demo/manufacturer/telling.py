"""What happened, in the words in which people tell it: days, amounts, products, in French or in English."""

from collections.abc import Mapping

import numpy as np

from visavis.demo import names
from visavis.demo.chance import Flags, Numbers, Texts, texts
from visavis.demo.manufacturer.companies import Companies, Establishments
from visavis.demo.manufacturer.contacts import Contacts
from visavis.demo.manufacturer.plan import PARTS_STORE, QUALITY, SHIPPING, WHAT, WHAT_EN
from visavis.demo.words.due import days_said

THANKED = (QUALITY, PARTS_STORE, SHIPPING)
TEAM_SAID = ("le contrôle qualité", "le magasin pièces", "l’expédition")
TEAM_SAID_EN = ("the quality inspectors", "the parts store", "the shipping team")


def said_amount(amounts: Numbers, english: Flags) -> Texts:
    """`12 400 €`, `€12,400`."""
    pairs = zip(amounts.tolist(), english.tolist(), strict=True)
    return texts([f"€{one:,}" if foreign else f"{one:,} €".replace(",", " ") for one, foreign in pairs])


def told(
    companies: Companies, places: Establishments, contacts: Contacts, *, company: Numbers, contact: Numbers,
    days: Numbers, line: Numbers, moment_day: Numbers, number: Texts, amount: Numbers, team: Numbers,
) -> Mapping[str, Texts]:  # fmt: skip
    """The facts of one text per row; `days` how long it took (0: not known), `team` a position in THANKED (-1: none)."""
    english = contacts.english[contact]
    city = names.places().cities[places.city[companies.place_first[company]]]
    team_said = np.where(english, texts([*TEAM_SAID_EN, ""])[team], texts([*TEAM_SAID, ""])[team])
    return {
        "days": texts([str(one) if one > 0 else "" for one in days.tolist()]),
        "what": np.where(english, texts(WHAT_EN)[line], texts(WHAT)[line]).astype(object),
        "city": city,
        "when": days_said(english, moment_day),
        "amount": np.where(amount > 0, said_amount(amount, english), "").astype(object),
        "number": number,
        "name": contacts.given[contact],
        "team": team_said.astype(object),
    }


def luck_of(contacts: Contacts, contact: Numbers) -> Numbers:
    """A number that stays a person's own, so that they write alike each time."""
    keys = contacts.key[contact]
    different, where = np.unique(keys.astype(str), return_inverse=True)
    return np.asarray([_luck(one) for one in different], dtype=np.int64)[where] if len(keys) else where


def _luck(key: str) -> int:
    company, place = key[1:].split("-")
    return ((int(company) * 8 + int(place)) * 2_862_933_555_777_941 + 3_037_000_493) % (1 << 48)
