"""Writes a proposal as YAML that people like to read: short lines, and the evidence as comments."""

import json
import re
from typing import Any

from visavis.mistakes import Lang, Words
from visavis.sources.looking.proposal import Fact, Part, Proposal

_PLAIN = re.compile(r"[A-Za-zÀ-ÿ_][\wÀ-ÿ ./'’()+-]*(:[\wÀ-ÿ]+)*")
_SPECIAL = {"true", "false", "yes", "no", "on", "off", "null", "y", "n", "~", "nan", "inf"}
_WIDTH = 110


def write_yaml(proposal: Proposal, lang: Lang) -> str:
    """The YAML of one source, its comments in `lang`."""
    lines = [f"# {_title(proposal).say(lang)}"]
    lines += [f"# ! {note.say(lang)}" for note in proposal.notes]
    lines.append(f"name: {scalar(proposal.name)}")
    lines.append(f"files: {flow(list(proposal.files))}")
    if proposal.read:
        lines.append("read:")
        lines += [_line("  ", name, part, lang) for name, part in proposal.read.items()]
    if proposal.zone_matters:
        lines.append(f"  # {_ZONE.say(lang)}" if proposal.read else f"# read: {{{_ZONE.say(lang)}}}")
    lines.append(_line("", "delivery", proposal.delivery, lang))
    lines.append("facts:")
    for fact in proposal.facts:
        lines += _fact(fact, lang)
    return "\n".join(lines) + "\n"


_ZONE = Words(
    fr="zone: Europe/Paris   (fuseau des heures écrites sans décalage; sans cette ligne: UTC)",
    en="zone: Europe/Paris   (time zone of times written without an offset; without this line: UTC)",
)


def _title(proposal: Proposal) -> Words:
    rows = f"{proposal.rows:,}"
    spaced = rows.replace(",", "\u202f")
    return Words(
        fr=f"Proposé par « visavis source add » d’après {spaced} lignes. « ? » marque ce qui mérite un second regard.",
        en=f"Proposed by “visavis source add” from {rows} rows. “?” marks what deserves a second look.",
    )


def _fact(fact: Fact, lang: Lang) -> list[str]:
    lines = [f"  - table: {fact.table}", _line("    ", "key", fact.key, lang)]
    for name, part in (("where", fact.where), ("fold", fact.fold), ("version_by", fact.version_by)):
        if part is not None:
            lines.append(_line("    ", name, part, lang))
    lines.append("    fields:")
    lines += [_line("      ", name, part, lang) for name, part in fact.fields.items()]
    if fact.extra:
        lines.append("      extra:")
        lines += [_line("        ", name, part, lang) for name, part in fact.extra.items()]
    return lines


def _line(indent: str, name: str, part: Part, lang: Lang) -> str:
    text = f"{indent}{name}: {flow(part.value)}"
    comment = " ".join(filter(None, ["" if part.sure else "?", _one_line(part.why.say(lang)) if part.why else ""]))
    if not comment:
        return text
    if len(text) + len(comment) > _WIDTH:
        return f"{indent}# {comment}\n{text}"
    return f"{text}  # {comment}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def flow(value: Any) -> str:
    """A value in YAML's flow style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(str(key))}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else scalar(str(value))


def scalar(text: str) -> str:
    """A text as a plain scalar where that reads as text, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _SPECIAL and not text.endswith(" ") and ":" not in text:
        return text
    return (
        json.dumps(text, ensure_ascii=False)
        .replace("\x7f", "\\x7f")
        .replace("\x85", "\\N")
        .replace("\u2028", "\\L")
        .replace("\u2029", "\\P")
        .replace("\ufeff", "\\uFEFF")
    )
