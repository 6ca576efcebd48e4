"""The rows of one file while a fact is read from them: cleaned columns, conditions, and what was refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from visavis.engine.steps import literal
from visavis.sources.declaration import Read
from visavis.sources.forms import Condition, Not, Scalar, Where, text_of
from visavis.sources.kinds.rows import NEWLINE, REASON_OF_MARK
from visavis.sources.mapping.layers import Layers
from visavis.sources.mapping.moments import Hint

PSEUDONYM, PHONE = "visavis_pseudonym", "visavis_phone"
"""Functions that the session must know: name of an employee → pseudonym; phone number as written → E.164, or digits."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must not be: `reason` is SQL that gives a code, or null where all is well.

    `tentative` names the extra field whose type was not declared, but told from a sample.
    """

    reason: str
    column: str | None
    value: str | None
    tentative: str | None = None


@dataclass(slots=True)
class RowReader:
    """Builds the SQL that reads one fact out of a relation with columns `c0`, `c1` …, named by `columns`."""

    source: str
    read: Read
    columns: tuple[str, ...]
    hints: Mapping[str, Hint] = field(default_factory=dict)
    marked: bool = False
    joined: bool = False
    layers: Layers = field(default_factory=Layers)
    checks: list[Check] = field(default_factory=list)
    tentative: str | None = None

    def raw(self, column: str) -> str:
        """The column as written, null where it is missing."""
        place = f"c{self.columns.index(column)}"
        if self.joined:
            place = self.layers.let(f"replace({place}, {literal(NEWLINE)}, chr(10))")
        marks = [mark for mark in dict.fromkeys(m.strip() for m in self.read.missing) if mark]
        bare = f"CASE WHEN trim({place}) = '' THEN NULL ELSE {place} END"
        plain = f"{place} >= '!'"
        if marks:
            among = f"IN ({', '.join(map(literal, marks))})"
            bare = f"CASE WHEN trim({place}) = '' OR trim({place}) {among} THEN NULL ELSE {place} END"
            plain = f"{place} >= '!' AND NOT ({place} {among}) AND NOT suffix({place}, ' ')"
        return self.layers.let(f"CASE WHEN {plain} THEN {place} ELSE {bare} END")

    def key(self, columns: list[str]) -> str:
        """The columns as one key; null where all of them are missing."""
        raws = [self.raw(column) for column in columns]
        if len(raws) == 1:
            return raws[0]
        parts = [f"replace(replace(coalesce({raw}, ''), '\\', '\\\\'), '|', '\\|')" for raw in raws]
        known = " OR ".join(f"{raw} IS NOT NULL" for raw in raws)
        return self.layers.let(f"CASE WHEN {known} THEN {" || '|' || ".join(parts)} END")

    def condition(self, where: Where | None) -> str | None:
        """SQL that is true where all conditions hold, never null; None where there are none."""
        if not where:
            return None
        return self.layers.let(" AND ".join(f"({self._holds(column, each)})" for column, each in where.items()))

    def chosen(self, where: Where | None) -> str | None:
        """SQL that is true for the rows of a fact; rows that could not be decoded are among them, to be refused."""
        condition = self.condition(where)
        if not self.marked:
            return condition
        columns = ", ".join(f"c{place}" for place in range(len(self.columns)))
        whole = self.layers.let(f"concat_ws(' ', {columns})")
        cases = [f"WHEN contains({whole}, {literal(mark)}) THEN '{why}'" for mark, why in REASON_OF_MARK.items()]
        marked = self.layers.let(f"CASE {' '.join(cases)} END")
        self.refuse(marked)
        return None if condition is None else self.layers.let(f"{condition} OR {marked} IS NOT NULL")

    def _holds(self, column: str, condition: Condition) -> str:
        if isinstance(condition, Not):
            return f"NOT ({self._among(column, condition.excluded)})"
        return self._among(column, condition)

    def _among(self, column: str, wanted: "Scalar | list[Scalar]") -> str:
        raw = self.raw(column)
        texts = [text_of(each) for each in (wanted if isinstance(wanted, list) else [wanted])]
        known = ", ".join(literal(text.strip()) for text in texts if text is not None)
        parts = [f"coalesce(trim({raw}) IN ({known}), false)"] if known else []
        if None in texts:
            parts.append(f"{raw} IS NULL")
        return " OR ".join(parts) or "false"

    def refuse(self, reason: str, column: str | None = None, *, where: str | None = None, shown: bool = True) -> None:
        """Reject rows for which SQL `reason` is not null (among those where `where` holds)."""
        sql = f"CASE WHEN {where} THEN {reason} END" if where else reason
        value = self.raw(column) if column in self.columns and column is not None and shown else None
        self.checks.append(Check(self.layers.let(sql), column, value, self.tentative))

    def rejection(self) -> str:
        """`<number of the check>:<reason>:<value>` of the first check that a row fails, else null."""
        if not self.checks:
            return "CAST(NULL AS VARCHAR)"
        cases = [
            f"WHEN {check.reason} IS NOT NULL THEN '{number}:' || {check.reason} || ':'"
            + (f" || coalesce(left({check.value}, 500), '')" if check.value else "")
            for number, check in enumerate(self.checks)
        ]
        return "CASE " + " ".join(cases) + " END"
