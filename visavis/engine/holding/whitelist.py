"""What a SELECT in a promise may be made of: a short list of constructs and functions; all else is refused.

What runs is the text written anew from the checked tree, never the text that a person wrote.
"""

from collections.abc import Iterable
from typing import cast

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from visavis.mistakes import Mistake, Words

CONSTRUCTS: tuple[type[exp.Expression], ...] = (
    *(exp.Select, exp.Subquery, exp.With, exp.CTE, exp.From, exp.Join, exp.Table, exp.TableAlias, exp.Where, exp.Group),
    *(exp.Having, exp.Order, exp.Ordered, exp.Limit, exp.Offset, exp.Distinct, exp.Qualify, exp.Union, exp.Except),
    *(
        exp.Intersect,
        exp.Window,
        exp.WindowSpec,
        exp.Filter,
        exp.Star,
        exp.Column,
        exp.Identifier,
        exp.Alias,
        exp.Paren,
    ),
    *(exp.Literal, exp.Boolean, exp.Null, exp.Tuple, exp.Interval, exp.Var, exp.DataType, exp.Cast, exp.TryCast),
    *(
        exp.Case,
        exp.If,
        exp.In,
        exp.Between,
        exp.Exists,
        exp.Is,
        exp.Like,
        exp.ILike,
        exp.Not,
        exp.Neg,
        exp.And,
        exp.Or,
    ),
    *(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Add, exp.Sub, exp.Mul),
    *(exp.Div, exp.IntDiv, exp.Mod, exp.DPipe),
)
FUNCTIONS: tuple[type[exp.Expression], ...] = (
    *(exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least, exp.Abs, exp.Round, exp.Floor, exp.Ceil, exp.Lower, exp.Upper),
    *(
        exp.Trim,
        exp.Length,
        exp.Substring,
        exp.Left,
        exp.Right,
        exp.Replace,
        exp.StartsWith,
        exp.EndsWith,
        exp.Contains,
    ),
    *(exp.StrPosition, exp.RegexpLike, exp.Concat, exp.ConcatWs, exp.DateDiff, exp.DateAdd, exp.DateSub, exp.DateTrunc),
    *(exp.TimestampTrunc, exp.Extract, exp.Year, exp.Month, exp.Day, exp.DayOfWeek, exp.DayOfWeekIso, exp.TimeToUnix),
    *(
        exp.AtTimeZone,
        exp.Date,
        exp.TsOrDsToDate,
        exp.Count,
        exp.Sum,
        exp.Avg,
        exp.Min,
        exp.Max,
        exp.Median,
        exp.ArgMin,
    ),
    *(
        exp.ArgMax,
        exp.First,
        exp.Last,
        exp.AnyValue,
        exp.LogicalAnd,
        exp.LogicalOr,
        exp.RowNumber,
        exp.Rank,
        exp.DenseRank,
    ),
    *(exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.GroupConcat),
)
NAMED = {"epoch_us", "epoch_ms", "timezone", "date_sub", "prefix", "suffix", "contains"}
"""Functions that sqlglot does not know by class."""


def checked_select(text: str, tables: Iterable[str]) -> exp.Query:
    """The query in `text` if it is one SELECT over `tables` (fact views) within the whitelist; raises Mistake if not."""
    try:
        statements = [each for each in sqlglot.parse(text, dialect="duckdb") if each is not None]
    except (SqlglotError, RecursionError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise Mistake(
            Words(fr=f"le SELECT ne se lit pas: {reason}", en=f"the SELECT can't be read: {reason}")
        ) from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Select | exp.SetOperation):
        raise Mistake(Words(fr="un seul SELECT, et rien d’autre", en="one SELECT and nothing else"))
    query = cast(exp.Query, statements[0])
    known = set(tables) | {cte.alias_or_name.lower() for cte in query.find_all(exp.CTE)}
    for node in query.walk():
        _check(node, known)
    return query


def names_in(query: exp.Query) -> set[str]:
    """Every name that the query says, lower-case: columns, aliases, and what USING joins on."""
    return {identifier.name.lower() for identifier in query.find_all(exp.Identifier)}


def _check(node: exp.Expression, known: set[str]) -> None:
    if isinstance(node, exp.Anonymous):
        if node.name.lower() not in NAMED:
            raise _refused(f"{node.name}()", function=True)
    elif type(node) not in CONSTRUCTS and type(node) not in FUNCTIONS:
        function = isinstance(node, exp.Func)
        raise _refused(node.sql_name().lower() + "()" if function else type(node).__name__.upper(), function=function)
    if isinstance(node, exp.Table):
        if not isinstance(node.this, exp.Identifier) or node.args.get("db") or node.name.lower() not in known:
            raise Mistake(
                Words(fr=f"on ne lit pas ici « {node.sql()[:80]} »", en=f"“{node.sql()[:80]}” can't be read here"),
                remedy=Words(
                    fr=f"tables permises: {', '.join(sorted(known))}", en=f"tables allowed: {', '.join(sorted(known))}"
                ),
            )
    elif isinstance(node, exp.With) and node.args.get("recursive"):
        raise _refused("WITH RECURSIVE")


def _refused(what: str, *, function: bool = False) -> Mistake:
    kind = ("la fonction", "the function") if function else ("la construction", "the construct")
    return Mistake(
        Words(
            fr=f"{kind[0]} {what} n’est pas permise dans un SELECT de promesse",
            en=f"{kind[1]} {what} is not allowed in a promise’s SELECT",
        ),
        remedy=Words(
            fr="gardez SELECT, JOIN, WHERE, GROUP BY, CASE, dates, textes et agrégats courants",
            en="keep to SELECT, JOIN, WHERE, GROUP BY, CASE and common functions of dates, texts and aggregates",
        ),
    )
