"""The lists of words that are watched, changed by people: a list that Visavis brings along is copied into the home first."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ruamel.yaml import YAML

from visavis.declarations import Declared, versions
from visavis.declarations.editing import check_text, readable
from visavis.declarations.versions import Version
from visavis.engine.reading.wording.lists import FOLDER, WordList, shipped_lists, together, tokens_of_phrase
from visavis.mistakes import Mistake, Words

Language = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A list as it stands: the file that holds it, or would hold it; `own` where the home says so itself."""

    value: WordList
    file: Path
    own: bool

    @property
    def seen(self) -> str:
        """What tells this text of the file from any other one."""
        return versions.seen(self.file)

    @property
    def text(self) -> str:
        """The text of the file; of a list that came along, the text that would stand there."""
        return versions.text_of(self.file) if self.own else text_of(self.value)


def standing(home: Path) -> tuple[list[Standing], list[Mistake]]:
    """Every list that is watched, and what is wrong in files of the home."""
    declared, wrong = readable(home / FOLDER, WordList)
    mine = {each.value.name: each for each in declared}
    return [_standing(home, each, mine) for each in together([each.value for each in declared])], wrong


def find(home: Path, name: str) -> Standing | None:
    """The list `name`."""
    return next((each for each in standing(home)[0] if each.value.name == name), None)


def _standing(home: Path, value: WordList, mine: dict[str, Declared[WordList]]) -> Standing:
    own = mine.get(value.name)
    return Standing(value, own.file if own else home / FOLDER / f"{value.name}.yaml", own is not None)


def text_of(value: WordList) -> str:
    """A list as people write it."""
    plain = value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return _dumped([plain])


def adopt(file: Path, text: str, *, if_seen: str) -> tuple[list[Declared[WordList]], Version | None]:
    """Write `text` to `file`; the lists in it and the version that it replaces. Raises Mistake for what is wrong in it."""
    found = check_text(file, text, WordList)
    return found, versions.change(file, text, if_seen=if_seen)


def add_word(home: Path, name: str, language: Language, word: str, *, if_seen: str) -> tuple[Path, Version | None]:
    """Watch `word` too, in texts of `language`; the file, and the version that it replaces.

    Raises Mistake for an unknown list, for what is no word, for a word that is there already, and where the file changed.
    """
    phrase = " ".join(word.split())
    same = tokens_of_phrase(phrase)

    def added(node: dict[str, Any]) -> None:
        if any(tokens_of_phrase(str(each)) == same for each in node.get(language) or ()):
            raise Mistake(
                Words(fr=f"« {phrase} » est déjà dans cette liste", en=f"“{phrase}” is in this list already"),
                remedy=Words(fr="capitales et accents ne comptent pas", en="capitals and accents do not matter"),
            )
        node.setdefault(language, []).append(phrase)

    return _changed(home, name, added, if_seen)


def remove_word(home: Path, name: str, language: Language, word: str, *, if_seen: str) -> tuple[Path, Version | None]:
    """Watch `word` no more; the file, and the version that it replaces. Raises Mistake as `add_word` does."""

    def removed(node: dict[str, Any]) -> None:
        phrases = node.get(language) or []
        place = next((n for n, each in enumerate(phrases) if str(each) == word), None)
        if place is None:
            raise Mistake(
                Words(fr=f"« {word} » n’est pas dans cette liste", en=f"“{word}” is not in this list"),
                remedy=Words(fr="rechargez la page", en="load the page again"),
            )
        del phrases[place]

    return _changed(home, name, removed, if_seen)


def take_back(home: Path, name: str, version: str) -> tuple[Path, Version | None]:
    """Put a former version back; an empty one takes the home's own list away, so that the one that came along counts again."""
    found = find(home, name)
    if found is None:
        raise _unknown(name)
    if version:
        back, former = versions.restore(home / FOLDER, version)
        return home / FOLDER / back.name, former
    if not any(each.name == name for each in shipped_lists()):
        raise Mistake(
            Words(fr="cette liste n’a pas de version d’origine", en="this list did not come along with Visavis"),
            remedy=Words(fr="retirez ses mots, ou sa déclaration", en="remove its words, or its declaration"),
        )
    from visavis.declarations.editing import without

    left = without(versions.text_of(found.file), name)
    if left is None:
        return found.file, versions.withdraw(found.file, if_seen=found.seen)
    return found.file, versions.change(found.file, left, if_seen=found.seen)


def _changed(
    home: Path, name: str, edit: Callable[[dict[str, Any]], None], if_seen: str
) -> tuple[Path, Version | None]:
    found = find(home, name)
    if found is None:
        raise _unknown(name)
    documents = list(_yaml().load_all(found.text))
    nodes = [node for each in documents for node in (each if isinstance(each, list) else [each])]
    edit(next(node for node in nodes if isinstance(node, dict) and node.get("name") == name))
    text = _dumped(documents)
    return found.file, adopt(found.file, text, if_seen=if_seen)[1]


def _unknown(name: str) -> Mistake:
    return Mistake(
        Words(fr=f"il n’y a pas de liste « {name} »", en=f"there is no list “{name}”"),
        remedy=Words(fr="retournez aux listes de mots", en="go back to the lists of words"),
    )


def _yaml() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes, yaml.width, yaml.allow_unicode = True, 120, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(documents: list[Any]) -> str:
    out = io.StringIO()
    _yaml().dump_all(documents, out)
    return out.getvalue()
