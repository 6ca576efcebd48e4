"""What part of the mirror an address asks for, the choices that the filter bar offers, and the addresses that keep both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from visavis.mirror.guard.cut import Part
from visavis.mirror.guard.faced import months_of, values_of
from visavis.mirror.reflection import Reflected
from visavis.mirror.tell.narrowed import segment, step_words
from visavis.mirror.tell.wording import month as month_told
from visavis.mistakes import Words
from visavis.vocabulary import JourneyStep
from visavis.web.mirror.periods import month_of
from visavis.web.speaking import spoken

KEYS = ("promise", "step", "of", "from", "to")
"""What an address may say, in this order."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the bar offers: values with their words. Months are `2024-03`; groups are `team:…` and `segment:…`."""

    promises: tuple[tuple[str, Words], ...]
    steps: tuple[tuple[str, Words], ...]
    teams: tuple[tuple[str, str], ...]
    segments: tuple[tuple[str, Words], ...]
    months: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """The filter bar of a page: where it leads, what it offers, what is chosen (as the address says it)."""

    action: str
    choices: Choices
    part: Part
    chosen: dict[str, str]
    by_day: bool
    unknown: bool

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.chosen)

    @property
    def address(self) -> str:
        """What is chosen, for a link to the same part: `promise=…&of=team:…`."""
        return urlencode(self.chosen, safe=":")

    def of_cases(self, *, days: bool = True) -> str:
        """The same for the cases of one promise: its group, and its days or months."""
        keys = ("of", "from", "to") if days else ("of",)
        return urlencode({key: self.chosen[key] for key in keys if key in self.chosen}, safe=":")


def choices(document: dict[str, Any] | None, promises: Sequence[Reflected]) -> Choices:
    """What the slices of a publication and its promises can be asked for."""
    values = values_of(document or {})
    there = {one.step for one in promises}
    return Choices(
        tuple((one.name, one.says) for one in promises),
        tuple((str(step), step_words(step)) for step in JourneyStep if str(step) in there),
        tuple((f"team:{each}", each) for each in values["team"]),
        tuple((f"segment:{each}", segment(each)) for each in values["segment"]),
        tuple((each[:7], month_told(date.fromisoformat(each), spoken())) for each in months_of(document or {})),
    )


def bar(given: QueryDict, offered: Choices, action: str, *, days: bool = False) -> Bar:
    """What `given` asks for. A group of which nothing may be told is `unknown`, and what means nothing else is passed over.

    With `days`, a page takes days too: where some are asked for, or where no month is known, the bar asks for days.
    """
    of = given.get("of", "")
    side, _, value = of.partition(":")
    known = of in dict((*offered.teams, *offered.segments))
    part = Part(
        promise=_one_of(given.get("promise", ""), offered.promises),
        step=_one_of(given.get("step", ""), offered.steps),
        side=side if known else "",
        value=value if known else "",
    )
    ends = {end: text for end in ("from", "to") if (text := given.get(end, "").strip())}
    by_day = days and (not offered.months or any(_one_of(each, offered.months) == "" for each in ends.values()))
    if not by_day:
        months = {end: month.isoformat()[:7] for end, text in ends.items() if (month := month_of(text))}
        ends = {end: month for end, month in months.items() if days or _one_of(month, offered.months)}
        if len(ends) == 2 and ends["from"] > ends["to"] and not days:
            ends = {"from": ends["to"], "to": ends["from"]}
    named = {"promise": part.promise, "step": part.step, "of": of if known else ""} | ends
    chosen = {key: named[key] for key in KEYS if named.get(key)}
    return Bar(action, offered, part, chosen, by_day, bool(of) and not known)


def _one_of(text: str, offered: Sequence[tuple[str, object]]) -> str:
    return text if any(text == value for value, _ in offered) else ""
