"""Rows that were counted elsewhere: a period, a scope, how many there were, how many missed."""

from visavis.engine.steps import quoted
from visavis.mistakes import Words
from visavis.sources.looking.columns import Column, number_sql
from visavis.sources.looking.keys import is_unique_together
from visavis.sources.looking.kinds import Kind
from visavis.sources.looking.names import Idea, words_of
from visavis.sources.looking.proposal import Fact, Look, Part


def propose_tallies(look: Look) -> Fact | None:
    """A tally per row, if the rows have a period, counts of a whole and of what missed, and no person or text of their own."""
    if any(column.unique and column.ideas & {Idea.ID, Idea.CASE} for column in look.columns):
        return None
    period = _period(look)
    missed = _missed(look)
    if period is None or missed is None or missed.kind is Kind.BOOLEAN:
        return None
    population = _population(look, missed)
    if population is None:
        return None
    scope = _dimensions(look, period)
    key = [period.name, *(column.name for column in scope)]
    alone = is_unique_together(look, key)
    cancelled = _cancelled(look)
    base = population.name
    fields: dict[str, Part] = {
        "type": _type(look, missed),
        "period": _period_part(period),
    }
    places = _places(scope)
    if scope:
        fields["scope"] = Part(
            {"join": [column.name for column in places], "with": " → "} if len(places) > 1 else places[0].name
        )
    fields["population"] = _population_part(base, cancelled)
    fields["missed"] = Part(missed.name, _within(look, missed, population))
    rows = look.loaded.rows
    why = Words(fr=f"uniques ensemble sur {rows} lignes", en=f"unique together over {rows} rows")
    return Fact("tallies", Part(key if len(key) > 1 else key[0], why) if alone else _no_key(), fields)


def _no_key() -> Part:
    return Part(
        "none", Words(fr="rien n’est unique: chaque ligne compte", en="nothing is unique: each row counts"), sure=False
    )


def _period(look: Look) -> Column | None:
    candidates = [
        column
        for column in look.columns
        if (column.is_moment or (Idea.PERIOD in column.ideas and column.is_number))
        and column.filled == column.rows
        and column.distinct < 0.9 * column.rows
        and column.kind is not Kind.INTEGER
    ]
    return max(
        candidates,
        key=lambda column: (column.is_moment, bool(column.ideas & {Idea.PERIOD, Idea.DATE}), -column.place),
        default=None,
    )


def _counts(look: Look) -> list[Column]:
    return [
        column
        for column in look.columns
        if column.kind in (Kind.INTEGER, Kind.BOOLEAN)
        and (column.low or 0) >= 0
        and not column.ideas & {Idea.MEAN, Idea.SHARE, Idea.ID}
    ]


def _missed(look: Look) -> Column | None:
    """What missed: late, on arrival rather than on departure, all of it rather than beyond some limit."""
    candidates = [
        column for column in _counts(look) if Idea.LATE in column.ideas and Idea.CANCELLED not in column.ideas
    ]
    return max(
        candidates,
        key=lambda column: (
            not _has_limit(column),
            Idea.ARRIVAL in column.ideas,
            Idea.DEPARTURE not in column.ideas,
            column.high or 0,
            -column.place,
        ),
        default=None,
    )


def _has_limit(column: Column) -> bool:
    words = words_of(column.name)
    return any(any(letter.isdigit() for letter in word) for word in words) or bool(
        {"sup", "plus", "over", "above"} & set(words)
    )


def _population(look: Look, missed: Column) -> Column | None:
    candidates = [
        column
        for column in _counts(look)
        if column is not missed
        and Idea.LATE not in column.ideas
        and Idea.CANCELLED not in column.ideas
        and (column.high or 0) >= (missed.high or 0)
    ]
    candidates = [column for column in candidates if _holds(look, missed, column) >= 0.9]
    return max(candidates, key=lambda column: (_whole_likeness(column), column.high or 0, -column.place), default=None)


def _whole_likeness(column: Column) -> int:
    return 2 * (Idea.PLANNED in column.ideas) + (Idea.COUNT in column.ideas)


def _holds(look: Look, missed: Column, population: Column) -> float:
    (share,) = look.session.one(
        f"SELECT avg(({number_sql(missed.name)} <= {number_sql(population.name)})::INT) FROM {look.table} WHERE {quoted(missed.name)} IS NOT NULL"
    )
    return float(share or 0.0)


def _within(look: Look, missed: Column, population: Column) -> Words:
    share = _holds(look, missed, population)
    return Words(
        fr=f"≤ {population.name} dans {share:.1%} des lignes", en=f"≤ {population.name} in {share:.1%} of the rows"
    )


def _cancelled(look: Look) -> Column | None:
    return next((column for column in _counts(look) if Idea.CANCELLED in column.ideas), None)


def _population_part(base: str, cancelled: Column | None) -> Part:
    if cancelled is None:
        return Part(base)
    return Part(
        {"minus": [base, cancelled.name]},
        Words(fr="ce qui est annulé n’a pas eu lieu", en="what was cancelled did not take place"),
    )


def _dimensions(look: Look, period: Column) -> list[Column]:
    return [
        column
        for column in look.columns
        if column is not period and column.is_category and column.filled == column.rows
    ]


def _places(scope: list[Column]) -> list[Column]:
    """From where to where, if the columns say so; else all dimensions."""
    origin = [column for column in scope if Idea.DEPARTURE in column.ideas]
    end = [column for column in scope if Idea.ARRIVAL in column.ideas]
    return [origin[0], end[0]] if origin and end else scope


def _period_part(period: Column) -> Part:
    dates = period.dates
    if period.kind is Kind.MONTH:
        return Part({"column": period.name, "as": "month"})
    days = {key[:2] for key in dates.written} if dates else set()
    monthly = bool(days) and (len({first for first, _ in days}) == 1 or len({second for _, second in days}) == 1)
    iso = (
        all(example[8:10] == "01" for example in period.examples if len(example) >= 10)
        and len(period.examples[0]) >= 10
    )
    if monthly or iso:
        return Part({"column": period.name, "as": "month"}, Words(fr="une date par mois", en="one date per month"))
    return Part({"column": period.name, "as": "date"})


def _type(look: Look, missed: Column) -> Part:
    place = "-arrival" if Idea.ARRIVAL in missed.ideas else "-departure" if Idea.DEPARTURE in missed.ideas else ""
    return Part(
        {"value": f"late{place}" if Idea.LATE in missed.ideas else "missed"},
        Words(fr="à votre goût", en="call it as you like"),
    )
