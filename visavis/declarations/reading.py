"""What people write: YAML 1.2 files, read with line numbers and checked against a model.

One file may hold one object, several documents (`---`) or a list of objects. Every mistake found is reported at once, with
file, line and remedy; `${VAR}` expands from the environment.
"""

import functools
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from visavis.declarations.telling import Location, line_of, mistakes_of
from visavis.mistakes import Mistake, Mistakes, Words


class Written(BaseModel):
    """Base of every object that people write: unknown keys are mistakes, values do not change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


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


def _read_file[M: BaseModel](file: Path, model: type[M]) -> Sequence[Declared[M]]:
    text = _text(file)
    # Pages read the same declarations again and again, and YAML is slow; what `${VAR}` means may change, though.
    return _declared(file, text, model) if "${" in text else _kept(file, text, model)


@functools.lru_cache(maxsize=256)
def _kept(file: Path, text: str, model: type[Any]) -> Sequence[Declared[Any]]:
    return _declared(file, text, model)


def _declared[M: BaseModel](file: Path, text: str, model: type[M]) -> Sequence[Declared[M]]:
    mistakes: list[Mistake] = []
    declared: list[Declared[M]] = []
    for node in _objects(file, text):
        lines: dict[Location, int] = {}
        plain = _plain(node, (), lines, file)
        try:
            declared.append(Declared(model.model_validate(plain), file, lines.get((), 1)))
        except ValidationError as errors:
            mistakes += mistakes_of(errors.errors(), model, file, lines)
    if mistakes:
        raise Mistakes(mistakes)
    return tuple(declared)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Mistake(
            Words(
                fr=f"ce fichier ne s’ouvre pas ({error.strerror})", en=f"this file can’t be opened ({error.strerror})"
            ),
            remedy=Words(fr="vérifiez son chemin et vos droits", en="check its path and your rights"),
            file=file,
        ) from None
    except UnicodeDecodeError as error:
        raise Mistake(
            Words(fr="ce fichier n’est pas en UTF-8", en="this file is not UTF-8"),
            remedy=Words(fr="enregistrez-le en UTF-8", en="save it as UTF-8"),
            file=file,
            line=error.object[: error.start].count(b"\n") + 1,
        ) from None


def _objects(file: Path, text: str) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        documents = list(YAML(typ="rt", pure=True).load_all(text))
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
    return _expanded(str(node), line_of(at, lines), file) if isinstance(node, str) else node


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
