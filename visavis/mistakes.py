"""What went wrong in what a person wrote or delivered, in French and English, with file, line and remedy.

Standard library only, so that every layer may raise it; the edges alone print it (exit code 1, or a form error).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Lang = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages of the product."""

    fr: str
    en: str

    def say(self, lang: Lang) -> str:
        """The sentence in `lang`."""
        return self.fr if lang == "fr" else self.en


class Mistake(Exception):
    """The data or the request is wrong: what, where, and what to do about it."""

    def __init__(
        self, what: Words, *, remedy: Words | None = None, file: Path | str | None = None, line: int | None = None
    ) -> None:
        self.what, self.remedy, self.file, self.line = what, remedy, file, line
        super().__init__(self.say("en"))

    def say(self, lang: Lang) -> str:
        """`file:line: what. Remedy.` in `lang`, the parts that are known."""
        place = "" if self.file is None else f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        remedy = f"\n  → {self.remedy.say(lang)}" if self.remedy else ""
        return f"{place}{self.what.say(lang)}{remedy}"


class Mistakes(Mistake):
    """Several mistakes found at once, all to be shown."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        super().__init__(mistakes[0].what, remedy=mistakes[0].remedy, file=mistakes[0].file, line=mistakes[0].line)

    def say(self, lang: Lang) -> str:
        """Every mistake, one after the other."""
        return "\n".join(mistake.say(lang) for mistake in self.mistakes)
