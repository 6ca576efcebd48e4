"""What each column of a file holds: a sample suggests the kind, the whole column confirms it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from visavis.engine.progress import Progress, silent
from visavis.engine.steps import literal, quoted
from visavis.mistakes import Words
from visavis.sources.looking.dates import DateColumn, read_dates
from visavis.sources.looking.kinds import PATTERNS, Kind, kind_of, kind_of_column
from visavis.sources.looking.loading import Loaded, Scratch
from visavis.sources.looking.missing import bare_stem, known_marks, odd_mark
from visavis.sources.looking.names import Idea, ideas_of

_SAMPLE, _FEW = 3000, 300
_CHECKED = (Kind.INTEGER, Kind.DECIMAL, Kind.DATE, Kind.MONTH, Kind.BOOLEAN)


@dataclass(frozen=True, slots=True)
class Column:
    """The profile of one column; counts are over all rows, missing marks left out of `filled`."""

    name: str
    place: int
    kind: Kind
    rows: int
    filled: int
    distinct: int
    length: float = 0.0
    marks: Mapping[str, int] = field(default_factory=dict)
    odd: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    values: Mapping[str, int] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    dates: DateColumn | None = None
    unique: bool = False
    commas: int = 0
    points: int = 0
    thousands: int = 0

    @property
    def ideas(self) -> frozenset[Idea]:
        """What its name says."""
        return ideas_of(self.name)

    @property
    def is_moment(self) -> bool:
        """Whether it holds dates, with or without a time."""
        return self.kind in (Kind.DATE, Kind.MONTH)

    @property
    def is_number(self) -> bool:
        """Whether it holds integers or decimals (0 and 1 alone are a boolean)."""
        return self.kind in (Kind.INTEGER, Kind.DECIMAL)

    @property
    def is_category(self) -> bool:
        """Whether few texts come back again and again."""
        return self.kind is Kind.TEXT and 1 < self.distinct <= max(2, min(_FEW, self.filled // 2)) and self.length <= 80

    @property
    def is_free_text(self) -> bool:
        """Whether people wrote sentences here."""
        return self.kind is Kind.TEXT and self.length >= 20 and self.distinct > 0.3 * self.filled and self._has_blanks

    @property
    def _has_blanks(self) -> bool:
        return sum(" " in example.strip() for example in self.examples) >= max(1, len(self.examples) // 2)

    @property
    def is_constant(self) -> bool:
        """Whether it says the same, or nothing, in every row."""
        return self.distinct <= 1

    @property
    def is_id_like(self) -> bool:
        """Whether its values could name things: not amounts, dates or sentences."""
        return (
            self.kind in (Kind.TEXT, Kind.INTEGER, Kind.PHONE, Kind.EMAIL)
            and self.length <= 64
            and not self.is_free_text
        )


def profile(loaded: Loaded, session: Scratch, progress: Progress = silent) -> list[Column]:
    """Look at every column of `loaded`, the whole of it, one aggregate after the other."""
    names = tuple(name for name in loaded.columns if name)
    counts = _counts(loaded, session, names)
    marks = known_marks(loaded, session, names)
    samples = _samples(loaded, session, names)
    columns = []
    for place, name in enumerate(names):
        progress(Words(fr=f"{loaded.file.name}: {name}", en=f"{loaded.file.name}: {name}"), place / len(names))
        filled, distinct, length = counts[name]
        column = Column(name, place, Kind.TEXT, loaded.rows, filled, distinct, length, marks=marks.get(name, {}))
        columns.append(_look(column, samples[name], loaded, session))
    return columns


def _counts(loaded: Loaded, session: Scratch, names: Sequence[str]) -> dict[str, tuple[int, int, float]]:
    parts = ", ".join(
        f"count(nullif(trim({quoted(name)}), '')), approx_count_distinct({quoted(name)}), coalesce(avg(length({quoted(name)})), 0)"
        for name in names
    )
    flat = session.one(f"SELECT {parts} FROM {loaded.table}")
    return {name: (flat[3 * place], flat[3 * place + 1], flat[3 * place + 2]) for place, name in enumerate(names)}


def _samples(loaded: Loaded, session: Scratch, names: Sequence[str]) -> dict[str, list[str]]:
    step = max(1, loaded.rows // _SAMPLE)
    listed = ", ".join(quoted(name) for name in names)
    rows = session.ask(f"SELECT {listed} FROM {loaded.table} WHERE rowid < 500 OR rowid % {step} = 0")
    return {name: [row[place] for row in rows if row[place] is not None] for place, name in enumerate(names)}


def _look(column: Column, sample: list[str], loaded: Loaded, session: Scratch) -> Column:
    told = [value for value in sample if value.strip() and value not in column.marks]
    kind, _ = kind_of_column(Counter(kind_of(value) for value in told))
    column = replace(column, kind=kind, examples=_examples(told), filled=column.filled - sum(column.marks.values()))
    if column.distinct <= _FEW:
        column = _with_values(column, loaded, session)
    if kind is Kind.EMPTY or column.filled == 0:
        return replace(column, kind=Kind.EMPTY)
    if kind in _CHECKED:
        column = _checked(column, loaded, session)
    if column.is_number:
        column = _with_range(column, loaded, session)
    if column.kind is Kind.DATE:
        column = replace(column, dates=read_dates(loaded, session, column.name))
    return _with_uniqueness(column, loaded, session)


def _examples(told: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(told))[:8]


def _with_values(column: Column, loaded: Loaded, session: Scratch) -> Column:
    name = quoted(column.name)
    values = dict(
        session.ask(
            f"SELECT {name}, count(*) FROM {loaded.table} WHERE trim({name}) <> '' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 400"
        )
    )
    marks = dict(column.marks)
    if (stem := bare_stem(values)) is not None:
        marks[stem] = values[stem]
    values = {value: count for value, count in values.items() if value not in marks}
    filled = sum(values.values())
    return replace(column, values=values, marks=marks, filled=filled, distinct=len(values))


def _checked(column: Column, loaded: Loaded, session: Scratch) -> Column:
    """Confirm the kind over the whole column: what departs from it is odd, a missing mark, or undoes the kind."""
    words = known_marks(loaded, session, (column.name,), typed=True).get(column.name, {})
    marks = {**column.marks, **words}
    shape = literal(_whole(column.kind))
    text = f"trim({quoted(column.name)})"
    excluded = f"AND {quoted(column.name)} NOT IN ({', '.join(map(literal, marks))})" if marks else ""
    odd = dict(
        session.ask(
            f"SELECT {quoted(column.name)}, count(*) FROM {loaded.table} WHERE {text} <> '' {excluded} "
            f"AND NOT regexp_full_match({text}, {shape}, 'i') GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20"
        )
    )
    filled = column.filled - sum(count for mark, count in words.items() if mark not in column.marks)
    if sum(odd.values()) > 0.1 * filled and odd_mark(odd, filled) is None:
        return _unchecked(column)
    if (mark := odd_mark(odd, filled)) is not None:
        marks[mark] = odd.pop(mark)
        filled -= marks[mark]
    values = {value: count for value, count in column.values.items() if value not in marks}
    examples = tuple(value for value in column.examples if value not in marks and value not in odd)
    return replace(column, marks=marks, odd=odd, filled=filled, values=values, examples=examples)


def _unchecked(column: Column) -> Column:
    return replace(column, kind=Kind.TEXT)


def _whole(kind: Kind) -> str:
    numbers = f"{PATTERNS[Kind.INTEGER]}|{PATTERNS[Kind.BOOLEAN]}"
    if kind is Kind.INTEGER:
        return numbers
    return f"{PATTERNS[Kind.DECIMAL]}|{numbers}" if kind is Kind.DECIMAL else PATTERNS[kind]


def number_sql(name: str) -> str:
    """SQL that reads a column of texts as numbers, decimal comma or point, blanks between thousands."""
    return f"TRY_CAST(replace(regexp_replace({quoted(name)}, '[\\s\\x{{00A0}}\\x{{202F}}€%]', '', 'g'), ',', '.') AS DOUBLE)"


def _with_range(column: Column, loaded: Loaded, session: Scratch) -> Column:
    number = number_sql(column.name)
    text = quoted(column.name)
    low, high, fractions, commas, points, thousands = session.one(
        f"SELECT min({number}), max({number}), count(*) FILTER ({number} <> floor({number})), "
        f"count(*) FILTER (regexp_matches({text}, ',(\\d{{1,2}}|\\d{{4,}})\\s*[€%]?$|^[+-]?0?,\\d')), "
        f"count(*) FILTER (regexp_matches({text}, '\\.(\\d{{1,2}}|\\d{{4,}})\\s*[€%]?$|^[+-]?0?\\.\\d')), "
        f"count(*) FILTER (regexp_full_match({text}, '[+-]?[1-9]\\d{{0,2}},\\d{{3}}')) FROM {loaded.table}"
    )
    kind = Kind.INTEGER if column.kind is Kind.DECIMAL and not fractions and _is_whole(column) else column.kind
    return replace(column, low=low, high=high, kind=kind, commas=commas, points=points, thousands=thousands)


def _is_whole(column: Column) -> bool:
    """Whether decimals such as `192625.0` are whole numbers that a tool wrote with a point."""
    return all(example.rstrip("0").endswith((".", ",")) or example.isdigit() for example in column.examples)


def _with_uniqueness(column: Column, loaded: Loaded, session: Scratch) -> Column:
    if column.filled < loaded.rows or column.distinct < 0.9 * loaded.rows or loaded.rows < 2:
        return column
    (distinct,) = session.one(f"SELECT count(DISTINCT {quoted(column.name)}) FROM {loaded.table}")
    return replace(column, distinct=distinct, unique=distinct == loaded.rows)
