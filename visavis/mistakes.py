"""What went wrong in what a person wrote or delivered, in French and English, with file, line and remedy.

Standard library only, so that every layer may raise it; the edges alone print it (exit code 1, or a form error).
"""

import errno
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


_FULL = (errno.ENOSPC, errno.EDQUOT)
_FULL_SAID = ("No space left", "Could not write", "database or disk is full", "max_temp_directory_size")
"""What DuckDB, Arrow, SQLite and PostgreSQL say where a disk is full: their errors carry no number."""
_NO_MEMORY = "Out of Memory Error"
"""What DuckDB says where neither the memory that it may take nor the disk for the rest was enough."""


def of_the_machine(error: BaseException) -> Mistake | None:
    """What a full disk, the refusal to write on it, or too little memory means to a person; None for any other error."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.EROFS, errno.EACCES, errno.EPERM):
        what = Words(fr="écrire sur ce disque n’est pas permis", en="writing on this disk is not allowed")
        todo = Words(fr="donnez le droit d’écrire, puis relancez", en="grant write access, then run again")
    elif number in _FULL or any(each in str(error) for each in _FULL_SAID):
        what = Words(fr="le disque est plein", en="the disk is full")
        todo = Words(fr="libérez de la place, puis relancez", en="free some space, then run again")
    elif _NO_MEMORY in str(error):
        what = Words(fr="la mémoire permise n’a pas suffi", en="the memory allowed was not enough")
        todo = Words(
            fr="permettez-en plus, par exemple VISAVIS_MEMORY=4GB, puis relancez",
            en="allow more, for instance VISAVIS_MEMORY=4GB, then run again",
        )
    else:
        return None
    kept = Words(
        fr="; rien n’est perdu: ce qui était calculé reste lisible",
        en="; nothing is lost: what was computed stays readable",
    )
    return Mistake(what, remedy=Words(fr=todo.fr + kept.fr, en=todo.en + kept.en))
