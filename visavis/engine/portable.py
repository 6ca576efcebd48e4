"""The SQL constructs that mean the same on every engine, one function for each awkward one.

Each function takes SQL in DuckDB's dialect and gives SQL in DuckDB's dialect. What sqlglot would carry over wrongly,
`translate` renders for the other engine. Construct traps met on the way:

- a difference of DATEs is a number in DuckDB and an interval in Spark: `days_between`;
- `date_diff` on timestamps counts boundaries in DuckDB and whole units in Spark: `whole_units_between`;
- `timezone()` does not exist in Spark: `moment_in_zone`. The way back (local to UTC) is ambiguous when clocks go back and the
  engines choose differently, so there is no function for it: join a table of local midnights (engine/holding/calendars.py);
- Spark has no Jaro–Winkler, no Damerau–Levenshtein and no Hamming: sessions bring them (`visavis_…`, engine/spark.py);
- `sum` of integers is HUGEINT in DuckDB: `total`; `x / 0` is an error in Spark: `safe_divide`.
"""

from collections.abc import Callable, Mapping

from sqlglot import exp

MICROS = {
    "second": 1_000_000,
    "minute": 60_000_000,
    "hour": 3_600_000_000,
    "day": 86_400_000_000,
    "week": 604_800_000_000,
}
"""Microseconds in each unit of elapsed time."""


def epoch_us(moment: str) -> str:
    """Microseconds since 1970-01-01 00:00 UTC of a TIMESTAMP, as BIGINT."""
    return f"epoch_us({moment})"


def moment_of_us(micros: str) -> str:
    """The TIMESTAMP (UTC) that is `micros` (BIGINT) microseconds after 1970-01-01."""
    return f"CAST(make_timestamp({micros}) AS TIMESTAMP)"


def moment_in_zone(moment: str, zone: str) -> str:
    """The local TIMESTAMP in `zone` (an IANA name) of a UTC TIMESTAMP; null where either is null."""
    return f"timezone({zone}, timezone('UTC', {moment}))"


def day_in_zone(moment: str, zone: str) -> str:
    """The local DATE in `zone` of a UTC TIMESTAMP."""
    return f"CAST({moment_in_zone(moment, zone)} AS DATE)"


def days_between(first: str, last: str) -> str:
    """Days from DATE `first` to DATE `last`, as an integer."""
    return f"date_diff('day', {first}, {last})"


def plus_days(day: str, days: str) -> str:
    """DATE `day` moved by an integer number of days."""
    return f"{day} + CAST({days} AS INTEGER)"


def whole_units_between(unit: str, first: str, last: str) -> str:
    """Whole `unit`s (a key of MICROS) elapsed from TIMESTAMP `first` to `last`, rounded towards zero, as BIGINT."""
    return f"(epoch_us({last}) - epoch_us({first})) // {MICROS[unit]}"


def units_between(unit: str, first: str, last: str) -> str:
    """Elapsed time from TIMESTAMP `first` to `last` in `unit`s, as DOUBLE."""
    return f"CAST(epoch_us({last}) - epoch_us({first}) AS DOUBLE) / {MICROS[unit]}"


def safe_divide(dividend: str, divisor: str) -> str:
    """The quotient as DOUBLE; null where the divisor is zero."""
    return f"CAST({dividend} AS DOUBLE) / nullif({divisor}, 0)"


def total(number: str) -> str:
    """The sum of an integer column, as BIGINT."""
    return f"CAST(sum({number}) AS BIGINT)"


def month_of(day: str) -> str:
    """The first day of the month of a DATE."""
    return f"CAST(date_trunc('month', {day}) AS DATE)"


def year_of(day: str) -> str:
    """The first day of the year of a DATE."""
    return f"CAST(date_trunc('year', {day}) AS DATE)"


def translate(expression: exp.Expression, dialect: str) -> exp.Expression:
    """`expression` (DuckDB) with the constructs above rewritten, so that sqlglot writes them rightly for `dialect`."""
    if dialect == "duckdb":
        return expression
    render = {"spark": SPARK}[dialect]

    def rewritten(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.JarowinklerSimilarity | exp.ArrayOverlaps):
            name = "jaro_winkler_similarity" if isinstance(node, exp.JarowinklerSimilarity) else "list_has_any"
            return render[name]([end.transform(rewritten) for end in (node.this, node.expression)])
        if isinstance(node, exp.Anonymous) and (found := render.get(node.name.lower())):
            return found([argument.transform(rewritten) for argument in node.expressions])
        return node

    return expression.copy().transform(rewritten, copy=False)


def _instant(moment: exp.Expression) -> exp.Cast:
    return exp.cast(moment, exp.DataType.Type.TIMESTAMPLTZ)


def _spark_epoch_us(arguments: list[exp.Expression]) -> exp.Expression:
    return exp.Anonymous(this="UNIX_MICROS", expressions=[_instant(arguments[0])])


def _spark_timezone(arguments: list[exp.Expression]) -> exp.Expression:
    """`timezone('UTC', moment)` only marks the moment as UTC; `timezone(zone, …)` reads it in a zone."""
    zone, moment = arguments
    if isinstance(zone, exp.Literal) and zone.name == "UTC":
        return moment
    local = exp.Anonymous(this="FROM_UTC_TIMESTAMP", expressions=[_instant(moment), zone])
    return exp.cast(local, exp.DataType.Type.TIMESTAMPNTZ)


def _measured(name: str) -> Callable[[list[exp.Expression]], exp.Expression]:
    return lambda arguments: exp.Anonymous(this=f"visavis_{name}", expressions=arguments)


SPARK: Mapping[str, Callable[[list[exp.Expression]], exp.Expression]] = {
    "epoch_us": _spark_epoch_us,
    "timezone": _spark_timezone,
    "strlen": lambda arguments: exp.Anonymous(this="OCTET_LENGTH", expressions=arguments),
    "damerau_levenshtein": _measured("damerau_levenshtein"),
    "hamming": _measured("hamming"),
    "jaro_winkler_similarity": _measured("jaro_winkler_similarity"),
    "list_has_any": lambda arguments: exp.Anonymous(this="ARRAYS_OVERLAP", expressions=arguments),
}
"""How Spark says what sqlglot does not translate."""
