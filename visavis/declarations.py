"""What people write: YAML 1.2 files, read with line numbers and checked against a model.

One file may hold one object, several documents (`---`) or a list of objects. Every mistake found is reported at once, with
file, line and remedy; `${VAR}` expands from the environment.
"""

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from visavis.mistakes import Mistake, Mistakes, Words

Location = tuple[str | int, ...]


class Written(BaseModel):
    """Base of every object that people write: unknown keys are mistakes, values do not change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Named(Protocol):
    """An object with a name, unique among its kind."""

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Declared[M]:
    """An object together with the place where it was written."""

    value: M
    file: Path
    line: int


def read_declarations[M: BaseModel](files: Iterable[Path], model: type[M]) -> list[Declared[M]]:
    """Read and check every object in `files`; raises Mistakes naming file, line and remedy for all that is wrong."""
    declared: list[Declared[M]] = []
    mistakes: list[Mistake] = []
    for file in files:
        try:
            declared += _read_file(file, model)
        except Mistakes as found:
            mistakes += found.mistakes
        except Mistake as found:
            mistakes.append(found)
    mistakes += _repeated_names(declared)
    if mistakes:
        raise Mistakes(mistakes)
    return declared


def read_folder[M: BaseModel](folder: Path, model: type[M]) -> list[Declared[M]]:
    """Read `*.yaml` and `*.yml` in `folder`, in order of name; an absent folder holds nothing."""
    files = sorted(path for path in folder.glob("*") if path.suffix in (".yaml", ".yml"))
    return read_declarations(files, model)


def _read_file[M: BaseModel](file: Path, model: type[M]) -> list[Declared[M]]:
    mistakes: list[Mistake] = []
    declared: list[Declared[M]] = []
    for node in _objects(file):
        lines: dict[Location, int] = {}
        plain = _plain(node, (), lines, file)
        try:
            declared.append(Declared(model.model_validate(plain), file, lines.get((), 1)))
        except ValidationError as errors:
            mistakes += [_mistake(error, model, file, lines) for error in _telling(errors.errors())]
    if mistakes:
        raise Mistakes(mistakes)
    return declared


def _objects(file: Path) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        text = file.read_text(encoding="utf-8-sig")
        documents = list(YAML(typ="rt", pure=True).load_all(text))
    except UnicodeDecodeError as error:
        raise Mistake(
            Words(fr="ce fichier n’est pas en UTF-8", en="this file is not UTF-8"),
            remedy=Words(fr="enregistrez-le en UTF-8", en="save it as UTF-8"),
            file=file,
            line=error.object[: error.start].count(b"\n") + 1,
        ) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Mistake(
            Words(fr=f"YAML illisible: {error.problem}", en=f"not readable as YAML: {error.problem}"),
            remedy=Words(fr="vérifiez retraits, guillemets et deux-points", en="check indents, quotes and colons"),
            file=file,
            line=mark.line + 1 if mark else None,
        ) from None
    except YAMLError as error:
        raise Mistake(Words(fr=f"YAML illisible: {error}", en=f"not readable as YAML: {error}"), file=file) from None
    for document in documents:
        if isinstance(document, list):
            yield from document
        elif document is not None:
            yield document


def _plain(node: Any, at: Location, lines: dict[Location, int], file: Path) -> Any:
    position = getattr(node, "lc", None)
    if position is not None and position.line is not None:
        lines.setdefault(at, position.line + 1)
    if isinstance(node, dict):
        plain: dict[str, Any] = {}
        for key, value in node.items():
            here = (*at, str(key))
            if position is not None and key in (position.data or {}):
                lines[here] = position.key(key)[0] + 1
            plain[str(key)] = _plain(value, here, lines, file)
        return plain
    if isinstance(node, list):
        for index in range(len(node)):
            if position is not None and index in (position.data or {}):
                lines[(*at, index)] = position.item(index)[0] + 1
        return [_plain(value, (*at, index), lines, file) for index, value in enumerate(node)]
    return _expanded(str(node), _line(at, lines), file) if isinstance(node, str) else node


def _expanded(text: str, line: int, file: Path) -> str:
    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in os.environ:
            raise Mistake(
                Words(
                    fr=f"la variable d’environnement {name} n’est pas définie",
                    en=f"the environment variable {name} is not set",
                ),
                remedy=Words(fr=f"définissez-la: export {name}=…", en=f"set it: export {name}=…"),
                file=file,
                line=line,
            )
        return os.environ[name]

    return re.sub(r"\$\{(\w+)\}", value, text)


def _line(at: Sequence[str | int], lines: dict[Location, int]) -> int:
    """The line of the nearest enclosing node whose line is known (pydantic adds names of union members to locations)."""
    known = tuple(at)
    while known:
        if known in lines:
            return lines[known]
        known = known[:-1]
    return lines.get((), 1)


def _telling(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Of the errors of a union, those of the member that was probably meant: the deepest ones."""
    by_top: dict[str | int | None, list[ErrorDetails]] = {}
    for error in errors:
        by_top.setdefault((error["loc"][0] if error["loc"] else None), []).append(error)
    telling = []
    for group in by_top.values():
        unknown = [error for error in group if error["type"] == "extra_forbidden"]
        telling += unknown or group[:3]
    return telling


def _mistake(error: ErrorDetails, model: type[BaseModel], file: Path, lines: dict[Location, int]) -> Mistake:
    place = ".".join(str(part) for part in error["loc"]) or model.__name__
    key, line = str(error["loc"][-1]) if error["loc"] else "", _line(_written(error["loc"], lines), lines)
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, sorted(known_keys(model)), n=1, cutoff=0.6)
        return Mistake(
            Words(fr=f"clé inconnue: {place}", en=f"unknown key: {place}"),
            remedy=Words(fr=f"vouliez-vous dire « {near[0]} » ?", en=f"did you mean “{near[0]}”?")
            if near
            else Words(fr="retirez-la, ou voyez docs/reference", en="remove it, or see docs/reference"),
            file=file,
            line=line,
        )
    if error["type"] == "missing":
        return Mistake(
            Words(fr=f"il manque la clé: {place}", en=f"a key is missing: {place}"),
            remedy=Words(fr=f"ajoutez « {key}: … »", en=f"add “{key}: …”"),
            file=file,
            line=line,
        )
    inner = error.get("ctx", {}).get("error")
    if isinstance(inner, SpokenError):
        return Mistake(Words(fr=f"{place}: {inner.words.fr}", en=f"{place}: {inner.words.en}"), file=file, line=line)
    message = error["msg"].removeprefix("Value error, ")
    return Mistake(
        Words(
            fr=f"{place}: valeur refusée ({message}); lu: {error['input']!r:.80}",
            en=f"{place}: {message}; read: {error['input']!r:.80}",
        ),
        file=file,
        line=line,
    )


class SpokenError(ValueError):
    """A ValueError for validators whose reason is said in both languages."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)


def _written(location: Location, lines: dict[Location, int]) -> Location:
    """The location without the names of union members that pydantic puts in between."""
    known: Location = ()
    for part in location:
        if (*known, part) in lines:
            known = (*known, part)
    return known


def known_keys(model: type[BaseModel]) -> set[str]:
    """Every key that `model` or an object inside it accepts."""
    schema = model.model_json_schema(by_alias=True)
    shapes = [schema, *schema.get("$defs", {}).values()]
    return {key for shape in shapes for key in shape.get("properties", {})}


def _repeated_names[M](declared: Sequence[Declared[M]]) -> list[Mistake]:
    first: dict[str, Declared[M]] = {}
    mistakes = []
    for one in declared:
        name = getattr(one.value, "name", None)
        if name is None:
            continue
        if name in first:
            other = first[name]
            mistakes.append(
                Mistake(
                    Words(
                        fr=f"le nom « {name} » est déjà pris ({other.file}:{other.line})",
                        en=f"the name “{name}” is taken already ({other.file}:{other.line})",
                    ),
                    remedy=Words(fr="donnez-lui un autre nom", en="give it another name"),
                    file=one.file,
                    line=one.line,
                )
            )
        first.setdefault(name, one)
    return mistakes
