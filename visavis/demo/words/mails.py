"""What stands around the words of a mail: subjects, the mail that is answered, signatures of employees."""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts
from visavis.demo.days import DAY
from visavis.demo.words.book import book
from visavis.demo.words.composing import Plan, compose
from visavis.demo.words.due import date_said, day_said
from visavis.demo.words.hands import NUMBER
from visavis.demo.words.joining import PLACE, WAY
from visavis.demo.words.situations import SITUATIONS


def _marked(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _gmail(english: bool, when: int, sender: str, text: str) -> str:
    clock = _clock(when)
    if english:
        return f"On {day_said(when // DAY, True)[:3]}, {date_said(when // DAY, True)} at {clock}, {sender} wrote:\n\n{_marked(text)}"
    return f"Le {day_said(when // DAY, False)[:3]}. {date_said(when // DAY, False)} à {clock}, {sender} a écrit :\n\n{_marked(text)}"


def _thunderbird(english: bool, when: int, sender: str, text: str) -> str:
    date, clock = str(np.datetime64(when // DAY, "D")), _clock(when)
    if english:
        return f"On {date[8:]}/{date[5:7]}/{date[:4]} {clock}, {sender} wrote:\n{_marked(text)}"
    return f"Le {date[8:]}/{date[5:7]}/{date[:4]} à {clock}, {sender} a écrit :\n{_marked(text)}"


def _outlook(english: bool, when: int, sender: str, text: str) -> str:
    written = f"{day_said(when // DAY, english)} {str(np.datetime64(when // DAY, 'D'))[:4]} {_clock(when)}"
    names = ("From", "Sent", "To", "Subject") if english else ("De", "Envoyé", "À", "Objet")
    colon = ":" if english else " :"
    us = "customer service" if english else "service clients"
    asked = "your request" if english else "votre demande"
    heads = zip(names, (sender, written, us, asked), strict=True)
    return (
        "________________________________\n"
        + "\n".join(f"{name}{colon} {value}" for name, value in heads)
        + f"\n\n{text}"
    )


def _original(english: bool, when: int, sender: str, text: str) -> str:
    line = "-----Original Message-----" if english else "-----Message d'origine-----"
    return line + "\n" + _outlook(english, when, sender, text).partition("\n")[2]


def _clock(when: int) -> str:
    return f"{when % DAY // 60:02d}:{when % 60:02d}"


PROGRAMS: tuple[Callable[[bool, int, str, str], str], ...] = (
    _gmail,
    _gmail,
    _thunderbird,
    _outlook,
    _outlook,
    _original,
)


def quoted(rng: np.random.Generator, own: Texts, text: Texts, english: Flags, when: Numbers, sender: Texts) -> Texts:
    """Answers (`own`) with the mail they answer below, or now and then above, as mail programs put it.

    `when`: minutes as in days.py; `sender`: as in its header, `Sylvie Morel <sylvie@exemple.fr>`. A bare line of the
    own words never begins with `>`.
    """
    n = len(own)
    program, below = rng.integers(len(PROGRAMS), size=n).tolist(), (rng.random(n) < 0.9).tolist()
    said = np.empty(n, dtype=object)
    rows = zip(own, text, english.tolist(), when.tolist(), sender, program, below, strict=True)
    said[:] = [
        f"{mine}\n\n{PROGRAMS[way](foreign, moment, who, former)}"
        if last or way > 2
        else f"{PROGRAMS[way](foreign, moment, who, former)}\n\n{mine}"
        for mine, former, foreign, moment, who, way, last in rows
    ]
    return said


def subjects(
    rng: np.random.Generator,
    situation: Numbers,
    english: Flags,
    facts: Mapping[str, Texts],
    *,
    company: str = "operator",
) -> Texts:
    """A subject for each mail of a client; `facts` as for `say`."""
    return _lines(rng, situation, english, facts, company, "subject")


def _lines(
    rng: np.random.Generator, situation: Numbers, english: Flags, facts: Mapping[str, Texts], company: str, role: str
) -> Texts:
    """One line per row, of the role that a situation or its mood knows."""
    said = np.empty(len(situation), dtype=object)
    for foreign in (False, True):
        rows = np.flatnonzero(english == foreign)
        n = len(rows)
        hand = np.where(rng.random(n) < 0.85, NUMBER["straight"], NUMBER["bare"])
        plan = Plan(
            row=np.arange(n), pool=_pools(foreign, company, role)[situation[rows]], place=np.full(n, PLACE["phone"]),
            hand=hand, way=np.full(n, WAY["plain"]), woman=rng.random(n) < 0.5,
        )  # fmt: skip
        said[rows] = compose(rng, book(foreign), plan, {name: column[rows] for name, column in facts.items()})
    return said


@cache
def _pools(english: bool, company: str, role: str) -> Numbers:
    known = book(english).pool_at
    found = [
        next(
            known[company, name, role, "plain"]
            for name in (one.name, one.mood, "all")
            if (company, name, role, "plain") in known
        )
        for one in SITUATIONS
    ]
    return np.asarray(found, dtype=np.int64)


def signatures(
    rng: np.random.Generator, english: Flags, person: Texts, team: Texts, company_name: str, phone: Texts
) -> Texts:
    """Signatures of employees: `person` a full name, `team` as it is called, `phone` a number or ""."""
    luck = rng.integers(len(_SIGNED), size=len(person)).tolist()
    said = np.empty(len(person), dtype=object)
    rows = zip(luck, english.tolist(), person, team, phone, strict=True)
    said[:] = [_SIGNED[way](who, where, company_name, number, foreign) for way, foreign, who, where, number in rows]
    return said


def _tel(phone: str, english: bool) -> str:
    return f"\n{'Tel.' if english else 'Tél.'}{'' if english else ' :'} {phone}" if phone else ""


_SIGNED: tuple[Callable[[str, str, str, str, bool], str], ...] = (
    lambda who, team, company, phone, english: f"-- \n{who}\n{team} – {company}{_tel(phone, english)}",
    lambda who, team, company, phone, english: f"{who}\n{team}\n{company}{_tel(phone, english)}",
    lambda who, team, company, phone, english: f"-- \n{who} | {team} | {company}",
    lambda who, team, company, phone, english: f"{who}\n{company}{_tel(phone, english)}",
    lambda who, team, company, phone, english: (
        f"-- \n{who}\n{company}, {team}{_tel(phone, english)}\n\n"
        + (
            "This message is confidential and intended for its recipient only."
            if english
            else "Ce message est confidentiel et destiné à son seul destinataire."
        )
    ),
)
