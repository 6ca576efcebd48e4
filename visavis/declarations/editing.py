"""Text that somebody typed in the browser, checked before it becomes a declaration."""

import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel
from ruamel.yaml import YAML

from visavis.declarations.reading import Declared, read_declarations
from visavis.declarations.versions import text_of
from visavis.mistakes import Mistake, Mistakes, Words

VARIABLE = re.compile(r"\$\{(\w+)\}")


def typed(text: str) -> str:
    """The text as files hold it: what browsers send has other line ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain if not plain or plain.endswith("\n") else plain + "\n"


def check_text[M: BaseModel](
    file: Path, text: str, model: type[M], further: Callable[[Declared[M]], object] | None = None
) -> list[Declared[M]]:
    """The declarations in `text`, that would stand in `file`; raises Mistakes (lines of `text`, name of `file`).

    `further` looks closer at each. Names that other files of the folder hold are taken. Variables of the environment are
    refused unless they stand in the file already: they may hold secrets, and what is typed here is shown again.
    """
    new = set(VARIABLE.findall(text)) - set(VARIABLE.findall(text_of(file)))
    if new:
        line = next(n for n, each in enumerate(text.splitlines(), 1) if new & set(VARIABLE.findall(each)))
        raise Mistakes([_no_variables(file, line)])
    with tempfile.TemporaryDirectory(prefix="visavis-typed-") as folder:
        draft = Path(folder) / file.name
        draft.write_text(text, encoding="utf-8")
        try:
            declared = read_declarations([draft], model)
            for each in declared:
                if further is not None:
                    further(each)
        except Mistakes as found:
            raise Mistakes([_renamed(mistake, draft, file) for mistake in found.mistakes]) from None
        except Mistake as found:
            raise Mistakes([_renamed(found, draft, file)]) from None
    if not declared:
        raise Mistakes([_nothing(file)])
    _names_must_be_free(file, declared, model)
    return declared


def without(text: str, name: str) -> str | None:
    """The text without the declaration `name`, comments kept; None where nothing would be left."""
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes, yaml.width = True, 4096
    left = []
    for document in yaml.load_all(text):
        if isinstance(document, list):
            for place in reversed([n for n, each in enumerate(document) if _name(each) == name]):
                del document[place]
        if document and _name(document) != name:
            left.append(document)
    if not left:
        return None
    out = io.StringIO()
    yaml.indent(**_indents(text))
    yaml.dump_all(left, out)
    return out.getvalue()


def _name(node: object) -> object:
    return node.get("name") if isinstance(node, dict) else None


def _indents(text: str) -> dict[str, int]:
    """How far the lists of `text` are indented, so that a rewritten file looks like the former one."""
    return (
        {"mapping": 2, "sequence": 4, "offset": 2}
        if re.search(r"^ +- ", text, re.MULTILINE) and not re.search(r"^- ", text, re.MULTILINE)
        else {"mapping": 2, "sequence": 2, "offset": 0}
    )


def _renamed(mistake: Mistake, draft: Path, file: Path) -> Mistake:
    if mistake.file is not None and Path(mistake.file).name == draft.name:
        mistake.file = file.name
    return mistake


def readable[M: BaseModel](folder: Path, model: type[M]) -> tuple[list[Declared[M]], list[Mistake]]:
    """What can be read in `folder`, file by file, and all that is wrong in the other files."""
    declared: list[Declared[M]] = []
    mistakes: list[Mistake] = []
    taken: set[object] = set()
    for file in sorted(path for path in folder.glob("*") if path.suffix in (".yaml", ".yml")):
        try:
            own = read_declarations([file], model)
        except Mistakes as found:
            mistakes += found.mistakes
            continue
        except Mistake as found:
            mistakes.append(found)
            continue
        for each in own:
            name = getattr(each.value, "name", None)
            if name in taken:
                mistakes.append(_taken(str(name), each.file, each.line))
                continue
            taken.add(name)
            declared.append(each)
    return declared, mistakes


def _names_must_be_free[M: BaseModel](file: Path, declared: list[Declared[M]], model: type[M]) -> None:
    others, _ = readable(file.parent, model)
    taken = {getattr(each.value, "name", None) for each in others if each.file.name != file.name}
    mistakes = [
        _taken(str(getattr(each.value, "name", "")), Path(file.name), each.line)
        for each in declared
        if getattr(each.value, "name", None) in taken
    ]
    if mistakes:
        raise Mistakes(mistakes)


def _taken(name: str, file: Path, line: int) -> Mistake:
    return Mistake(
        Words(fr=f"le nom « {name} » est déjà pris", en=f"the name “{name}” is taken already"),
        remedy=Words(fr="donnez-lui un autre nom", en="give it another name"),
        file=file,
        line=line,
    )


def _nothing(file: Path) -> Mistake:
    return Mistake(
        Words(fr="ce texte ne déclare rien", en="this text declares nothing"),
        remedy=Words(fr="écrivez au moins name: …", en="write at least name: …"),
        file=file.name,
        line=1,
    )


def _no_variables(file: Path, line: int) -> Mistake:
    return Mistake(
        Words(
            fr="une variable d’environnement ne s’ajoute pas dans le navigateur",
            en="a variable of the environment can’t be added in the browser",
        ),
        remedy=Words(fr="écrivez-la dans le fichier, sur le serveur", en="write it to the file, on the server"),
        file=file.name,
        line=line,
    )
