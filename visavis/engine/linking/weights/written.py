"""A linking model as a YAML file that a person can read and change: one block a comparison, one line a number.

`as_yaml` and `from_yaml` are inverse. What is left out of a level or key has its usual value (engine/linking/weights/model.py).
"""

import io
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from visavis.engine.linking.scored.compiling import NotUnderstood
from visavis.engine.linking.weights.model import Comparison, Key, Level, Model
from visavis.engine.linking.weights.read_columns import unknown_columns
from visavis.mistakes import Mistake, Words

NUMBERS = ("prior", "threshold", "repels", "records")
_HEAD = """\
# A linking model of Visavis. m: share of pairs of one client at that level; u: share of pairs of two clients.
# The weight of a level is log2(m / u) bits; a level without m and u can't be compared and weighs nothing.
"""


def as_yaml(model: Model) -> str:
    """The model as YAML, in the order in which levels and keys are tried."""
    from ruamel.yaml import YAML

    plain = {
        **{name: getattr(model, name) for name in NUMBERS},
        "comparisons": [
            {"name": each.name, "levels": [_told(level) for level in each.levels]} for each in model.comparisons
        ],
        "keys": [_told(key) for key in model.keys],
    }
    written = YAML()
    written.width = 4096
    out = io.StringIO()
    written.dump(plain, out)
    return _HEAD + out.getvalue()


def _told(one: Level | Key) -> dict[str, Any]:
    return {each.name: value for each in fields(one) if (value := getattr(one, each.name)) != each.default}


def from_yaml(text: str, *, file: Path | None = None) -> Model:
    """The model that `as_yaml` wrote, or that somebody wrote likewise; raises Mistake with file and line for what can't be one."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    try:
        plain = YAML().load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise _wrong(Words(fr="ce YAML est illisible", en="this YAML can't be read"), file, line) from None
    reading = _Reading(file)
    root = reading.block(plain, {*NUMBERS, "comparisons", "keys"}, {*NUMBERS, "comparisons", "keys"})
    model = Model(
        comparisons=tuple(reading.comparison(each) for each in reading.many(root, "comparisons")),
        keys=tuple(reading.one(Key, each) for each in reading.many(root, "keys")),
        prior=reading.number(root, "prior"),
        threshold=reading.number(root, "threshold"),
        repels=reading.number(root, "repels"),
        records=int(reading.number(root, "records")),
    )
    reading.check(model, root)
    return model


class _Reading:
    """Reads blocks, and says in which line what is wrong stands."""

    def __init__(self, file: Path | None) -> None:
        self.file = file

    def wrong(self, what: Words, near: Any = None, name: str = "") -> Mistake:
        """The mistake, at the line of the field `name` of the block `near`."""
        place = getattr(near, "lc", None)
        line = None
        if place is not None:
            line = (place.data[name][0] if name and name in (place.data or {}) else place.line) + 1
        return _wrong(what, self.file, line)

    def block(self, found: Any, known: set[str], needed: set[str]) -> Mapping[str, Any]:
        """A mapping that has `needed` fields and none that is not `known`."""
        if not isinstance(found, Mapping):
            raise self.wrong(
                Words(fr="il faut ici des champs « nom: valeur »", en="fields “name: value” are needed here"), found
            )
        for name in found:
            if name not in known:
                raise self.wrong(Words(fr=f"champ inconnu: {name}", en=f"unknown field: {name}"), found, str(name))
        for name in sorted(needed - set(found)):
            raise self.wrong(Words(fr=f"il manque: {name}", en=f"missing: {name}"), found)
        return found

    def many(self, found: Mapping[str, Any], name: str) -> list[Any]:
        """The blocks listed under `name`, at least one."""
        listed = found[name]
        if not isinstance(listed, list) or not listed:
            raise self.wrong(Words(fr=f"« {name} » est une liste", en=f"“{name}” is a list"), found, name)
        return list(listed)

    def number(self, found: Mapping[str, Any], name: str) -> float:
        """A number."""
        value = found[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(Words(fr=f"« {name} » est un nombre", en=f"“{name}” is a number"), found, name)
        return float(value)

    def comparison(self, found: Any) -> Comparison:
        """A comparison with its levels."""
        block = self.block(found, {"name", "levels"}, {"name", "levels"})
        levels = tuple(self.one(Level, each) for each in self.many(block, "levels"))
        if levels[-1].condition != "ELSE":
            raise self.wrong(
                Words(fr="la condition du dernier niveau est ELSE", en="the condition of the last level is ELSE"),
                block,
                "levels",
            )
        return Comparison(str(block["name"]), levels)

    def one[T: (Level, Key)](self, of: type[T], found: Any) -> T:
        """A level or a key."""
        every = {each.name: each for each in fields(of)}
        block = self.block(found, set(every), {name for name, each in every.items() if each.default is MISSING})
        one = of(**{name: self._value(every[name], block, name) for name in block})
        self._check_columns(one, block)
        return one

    def _check_columns(self, one: Level | Key, block: Mapping[str, Any]) -> None:
        """Raise Mistake where what `one` reads is no column of records, or is no SQL."""
        from sqlglot.errors import SqlglotError

        try:
            unknown = unknown_columns(one)
        except SqlglotError:
            name = "condition" if isinstance(one, Level) else "value"
            raise self.wrong(
                Words(fr="ce n’est pas une condition SQL", en="this is no SQL condition"), block, name
            ) from None
        for name, columns in unknown.items():
            told = ", ".join(columns)
            raise self.wrong(
                Words(
                    fr=f"« {name} » lit une colonne inconnue: {told}", en=f"“{name}” reads an unknown column: {told}"
                ),
                block,
                name,
            )

    def _value(self, of: Field[Any], block: Mapping[str, Any], name: str) -> Any:
        if of.type in (float | None, int):
            number = self.number(block, name)
            if of.type is int:
                return int(number)
            if not 0 < number <= 1:
                raise self.wrong(
                    Words(fr=f"« {name} » est entre 0 et 1", en=f"“{name}” is between 0 and 1"), block, name
                )
            return number
        if of.type is bool:
            return bool(block[name])
        return str(block[name])

    def check(self, model: Model, root: Mapping[str, Any]) -> None:
        """Raise Mistake where a number is out of bounds or a condition can't be computed alike everywhere."""
        from visavis.engine.linking.scored.scoring import Keys, Scorer

        for name in ("prior", "threshold"):
            if not 0 < getattr(model, name) < 1:
                raise self.wrong(
                    Words(fr=f"« {name} » est entre 0 et 1", en=f"“{name}” is between 0 and 1"), root, name
                )
        try:
            Scorer(model, {})
            Keys(model)
        except (NotUnderstood, ValueError) as error:
            raise self.wrong(
                Words(
                    fr=f"condition impossible à calculer partout: {error}",
                    en=f"a condition that can't be computed everywhere: {error}",
                )
            ) from None


def _wrong(what: Words, file: Path | None, line: int | None) -> Mistake:
    return Mistake(
        what,
        file=file,
        line=line,
        remedy=Words(
            fr="partez du fichier de votre modèle: visavis link --report dit où il est",
            en="start from the file of your model: visavis link --report tells where it stands",
        ),
    )
