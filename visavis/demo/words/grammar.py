"""Reads a fragment as it is written in the word lists: `{slot}`, `[one|another]` drawn, `<he|she>` by who writes."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """A fact of the writer's, filled in for each text."""

    name: str


Plain = tuple[str | Slot, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Ways to say it, as a man says them and, in the same order, as a woman does."""

    men: tuple[Plain, ...]
    women: tuple[Plain, ...]


Part = str | Slot | Choice

_MARK = re.compile(r"[\[\]<>|{}]")
_CLOSING = {"[": "]", "<": ">"}


def read_fragment(written: str) -> tuple[Part, ...]:
    """The parts of a fragment in order. Choices within choices are multiplied out.

    Raises:
        ValueError: a bracket that is not closed or not opened, a slot without a name, `<…>` without two sides.
    """
    parts, rest = _sequence(written, "")
    if rest:
        raise ValueError(f"{rest!r} is too much in {written!r}")
    while isinstance(parts[0], Choice) and not all((*parts[0].men, *parts[0].women)) and len(parts) > 1:
        parts = (_together(parts[0], parts[1]), *parts[2:])
    return parts


def _together(first: Choice, then: Part) -> Choice:
    """A choice that may say nothing, and what follows, as one choice that says something."""
    pair = [(first, then)]
    return Choice(_ways(pair, woman=False), _ways(pair, woman=True))


def _sequence(text: str, closing: str) -> tuple[tuple[Part, ...], str]:
    """Parts up to `|` or the closing bracket, and the text from there on."""
    parts: list[Part] = []
    while (found := _MARK.search(text)) is not None:
        if found.start():
            parts.append(text[: found.start()])
        mark, rest = found[0], text[found.end() :]
        if closing and mark in ("|", closing):
            return tuple(parts), text[found.start() :]
        if mark == "{":
            name, closed, text = rest.partition("}")
            if not closed or not name:
                raise ValueError(f"a slot is not closed in {text!r}")
            parts.append(Slot(name))
        elif mark in _CLOSING:
            choice, text = _choice(rest, _CLOSING[mark])
            parts.append(choice)
        else:
            raise ValueError(f"{mark} is not opened before {rest!r}")
    if closing:
        raise ValueError(f"{closing} is missing")
    return (*parts, text) if text else tuple(parts), ""


def _choice(text: str, closing: str) -> tuple[Choice, str]:
    sides: list[tuple[Part, ...]] = []
    while True:
        parts, text = _sequence(text, closing)
        sides.append(parts)
        if text.startswith(closing):
            break
        text = text[1:]
    if closing == "]":
        return Choice(_ways(sides, woman=False), _ways(sides, woman=True)), text[1:]
    if len(sides) != 2:
        raise ValueError(f"<he|she> has {len(sides)} sides")
    he, she = _ways(sides[:1], woman=False), _ways(sides[1:], woman=True)
    if len(he) != len(she):
        raise ValueError("<he|she> has more ways on one side")
    return Choice(he, she), text[1:]


def _ways(sides: Sequence[tuple[Part, ...]], *, woman: bool) -> tuple[Plain, ...]:
    found: list[Plain] = []
    for parts in sides:
        options = [((part.women if woman else part.men) if isinstance(part, Choice) else ((part,),)) for part in parts]
        found += [tuple(itertools.chain.from_iterable(way)) for way in itertools.product(*options)]
    return tuple(found)
