"""Which column plays which part in a fact: moments, status, client, staff, team, extra fields."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from visavis.mistakes import Words
from visavis.sources.looking.columns import Column
from visavis.sources.looking.kinds import Kind
from visavis.sources.looking.names import Idea, ideas_of, words_of
from visavis.sources.looking.proposal import Look, Part
from visavis.sources.looking.targets import find_target

_MOST_EXTRA = 12


def own_ideas(look: Look, column: Column) -> frozenset[Idea]:
    """What a name says beyond the first word that most columns of the file share (`order_purchase_timestamp`)."""
    words = words_of(column.name)
    first = words[0] if words else ""
    sharing = sum(words_of(each.name)[:1] == (first,) for each in look.columns)
    if len(words) < 2 or sharing < max(3, 0.5 * len(look.columns)):
        return column.ideas
    return ideas_of("_".join(words[1:]))


@dataclass(frozen=True, slots=True)
class Moments:
    """The columns that say when something happened, was due, was done, was last changed."""

    occurred: Column | None
    due: Column | None
    done: Column | None
    updated: Column | None
    others: tuple[Column, ...]


def moments_of(look: Look, *, without: Collection[str] = ()) -> Moments:
    """Tell the moments of `look` apart by their names; the first one left is when it happened."""
    left = [
        column
        for column in look.columns
        if column.is_moment and column.name not in without and Idea.BIRTH not in column.ideas and column.filled
    ]
    due = _take(left, lambda column: _due(own_ideas(look, column)))
    done = _take(left, lambda column: _done(own_ideas(look, column), column.ideas))
    updated = _take(left, lambda column: 3 if Idea.UPDATED in own_ideas(look, column) else 0)
    occurred = _take(left, lambda column: _occurred(own_ideas(look, column), column, look))
    if occurred is None and updated is not None and due is None and done is None:
        occurred, updated = updated, None
    return Moments(occurred, due, done, updated, tuple(left))


def _take(left: list[Column], score: Callable[[Column], int]) -> Column | None:
    scored = [(score(column), -column.place, column) for column in left]
    best = max(scored, default=None, key=lambda each: each[:2])
    if best is None or best[0] <= 0:
        return None
    left.remove(best[2])
    return best[2]


def _due(ideas: frozenset[Idea]) -> int:
    if ideas & {Idea.UPDATED}:
        return 0
    score = 4 if Idea.DUE in ideas else 2 if Idea.LIMIT in ideas else 0
    return score + (1 if score and ideas & {Idea.DELIVERED, Idea.DONE} else 0)


def _done(ideas: frozenset[Idea], every: frozenset[Idea]) -> int:
    if ideas & {Idea.DUE, Idea.LIMIT, Idea.UPDATED, Idea.CARRIER}:
        return 0
    if Idea.ANSWER in ideas:
        return 0 if Idea.TEXT in every or Idea.SCORE in every else 2
    score = 5 if Idea.DELIVERED in ideas else 4 if Idea.DONE in ideas else 3 if Idea.CLOSED in ideas else 0
    return score + (1 if score and Idea.CLIENT in every else 0)


def _occurred(ideas: frozenset[Idea], column: Column, look: Look) -> int:
    if ideas & {Idea.DELIVERED, Idea.CLOSED, Idea.DONE, Idea.CARRIER, Idea.DUE, Idea.ANSWER}:
        return 0 if any(other.is_moment and other is not column for other in look.columns) else 1
    score = 1 + (3 if Idea.START in ideas else 0) + (1 if Idea.DATE in ideas else 0)
    return (
        score
        + (2 if column.filled == column.rows else 0)
        - (1 if words_of(column.name)[:1] in (("sys",), ("system",)) else 0)
    )


def moment_part(column: Column, why: Words | None = None, sure: bool = True) -> Part:
    """A moment as a field, saying where every time is midnight."""
    if column.dates and column.dates.is_always_midnight:
        why = Words(
            fr="toujours 00:00:00: au jour près, écrit comme une heure",
            en="always 00:00:00: known to the day, written as a time",
        )
    return Part(column.name, why, sure)


def status_of(look: Look, taken: Collection[str]) -> Column | None:
    """The status: few values, named so, filled in all rows rather than in some."""
    candidates = [
        column
        for column in look.columns
        if column.name not in taken
        and (column.is_category or (column.kind is Kind.TEXT and 1 <= column.distinct <= 30))
        and Idea.STATUS in own_ideas(look, column) | column.ideas
        and not column.ideas & {Idea.KIND, Idea.CLIENT}
    ]
    return max(
        candidates,
        key=lambda column: (
            round(column.filled / column.rows, 2),
            Idea.STATUS in own_ideas(look, column),
            -column.place,
        ),
        default=None,
    )


def client_of(look: Look, taken: Collection[str]) -> Part | None:
    """Who the client is: a reference to a record by key, else by e-mail, else by phone."""
    candidates = [
        column for column in look.columns if column.name not in taken and column.is_id_like and not column.is_constant
    ]
    for column in sorted(candidates, key=lambda column: -_client_likeness(column)):
        if column.kind is Kind.BOOLEAN or column.ideas & {Idea.STAFF, Idea.SUPPLIER}:
            continue
        if (found := find_target(look, column, "records")) is not None:
            target, share = found
            return Part(
                {"record": column.name, "of": target.source},
                Words(
                    fr=f"{share:.0%} de ses valeurs sont des clés de {target.source}",
                    en=f"{share:.0%} of its values are keys of {target.source}",
                ),
            )
    named = [column for column in candidates if _client_likeness(column) > 0]
    if named:
        best = max(named, key=lambda column: (_client_likeness(column), -column.place))
        return Part(
            {"record": best.name},
            Words(fr="le client, d’après le nom de la colonne", en="the client, by the column’s name"),
        )
    for kind, form in ((Kind.EMAIL, "email"), (Kind.PHONE, "phone")):
        if column_ := next(
            (
                each
                for each in look.columns
                if each.kind is kind and each.name not in taken and not each.ideas & {Idea.STAFF, Idea.TEAM}
            ),
            None,
        ):
            return Part({form: column_.name}, Words(fr="le client, par son adresse", en="the client, by address"))
    return None


def _client_likeness(column: Column) -> int:
    ideas = column.ideas
    if (Idea.CLIENT not in ideas and Idea.COMPANY not in ideas) or column.kind in (Kind.EMAIL, Kind.PHONE):
        return 0
    if ideas & {
        Idea.STAFF,
        Idea.KIND,
        Idea.EMAIL,
        Idea.PHONE,
        Idea.GIVEN_NAME,
        Idea.CITY,
        Idea.POSTCODE,
        Idea.STATUS,
        Idea.COUNTRY,
        Idea.STREET,
    }:
        return 0
    likeness = 4 if Idea.CLIENT in ideas else 1
    return max(
        likeness
        + (3 if Idea.ID in ideas else 0)
        - (2 if Idea.UNIQUE in ideas else 0)
        - (2 if Idea.NAME in ideas else 0),
        1,
    )


def staff_of(look: Look, taken: Collection[str]) -> Column | None:
    """Who of the company acted: named so, else the first `… by` column."""
    candidates = [
        column
        for column in look.columns
        if column.name not in taken and column.kind is Kind.TEXT and column.distinct > 1 and not column.is_free_text
    ]
    named = [
        column for column in candidates if Idea.STAFF in column.ideas and not column.ideas & {Idea.CLIENT, Idea.TEAM}
    ]
    return (
        named[0]
        if named
        else next(
            (
                column
                for column in sorted(candidates, key=lambda each: Idea.UPDATED not in each.ideas)
                if Idea.BY in column.ideas and not column.ideas & {Idea.START, Idea.CLOSED, Idea.DONE, Idea.CLIENT}
            ),
            None,
        )
    )


def team_of(look: Look, taken: Collection[str]) -> Column | None:
    """Which team acted."""
    candidates = [
        column
        for column in look.columns
        if column.name not in taken
        and column.kind is Kind.TEXT
        and column.distinct > 1
        and Idea.TEAM in column.ideas
        and not column.ideas & {Idea.CLIENT, Idea.STAFF}
    ]
    return max(
        candidates,
        key=lambda column: (
            any(word in ("group", "groupe", "team", "equipe", "workgroup") for word in words_of(column.name)),
            column.distinct <= 500,
            -column.place,
        ),
        default=None,
    )


def extras_of(look: Look, taken: Collection[str], *, take: str | None = None) -> dict[str, Part]:
    """Further columns that promises and measures may want: flags, moments, categories; the telling ones first."""
    ranked = sorted(
        (
            column
            for column in look.columns
            if column.name not in taken and column.filled and not column.is_constant and _extra_rank(column)
        ),
        key=lambda column: (-_extra_rank(column), column.place),
    )
    extras: dict[str, Part] = {}
    for column in sorted(ranked[:_MOST_EXTRA], key=lambda column: column.place):
        name = extra_name(column.name, extras)
        value: dict[str, str] = {"column": column.name}
        if (form := _extra_form(column)) is not None:
            value["as"] = form
        if take is not None:
            value["take"] = take
        extras[name] = Part(value if len(value) > 1 else column.name)
    return extras


def _extra_rank(column: Column) -> int:
    if column.kind is Kind.BOOLEAN:
        return 9 if Idea.FLAG in column.ideas else 6
    if column.kind is Kind.DATE and Idea.BIRTH not in column.ideas:
        return 5
    if column.is_number and Idea.AMOUNT in column.ideas:
        return 4
    if column.is_category and not column.ideas & {
        Idea.STAFF,
        Idea.BY,
        Idea.ID,
        Idea.EMAIL,
        Idea.PHONE,
        Idea.GIVEN_NAME,
        Idea.FAMILY_NAME,
        Idea.TEXT,
        Idea.STREET,
    }:
        return (
            8 if Idea.STATUS in column.ideas else 7 if Idea.KIND in column.ideas else 3 if column.distinct <= 30 else 0
        )
    return 0


def _extra_form(column: Column) -> str | None:
    if column.kind is Kind.BOOLEAN:
        return "boolean"
    if column.kind is Kind.DATE:
        return "date" if column.dates and column.dates.is_dated_only else "timestamp"
    return {Kind.INTEGER: "integer", Kind.DECIMAL: "decimal"}.get(column.kind)


def extra_name(column: str, taken: Iterable[str]) -> str:
    """A name for an extra field: lower-case letters, digits and underscores."""
    base = "_".join(words_of(column)) or "field"
    base = base if base[0].isalpha() else f"c_{base}"
    name, others, number = base, set(taken), 2
    while name in others:
        name, number = f"{base}_{number}", number + 1
    return name


def names_in(parts: Iterable[Part | None]) -> set[str]:
    """Every column that these parts read."""
    return {name for part in parts if part is not None for name in _columns_in(part.value)}


def _columns_in(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [name for each in value for name in _columns_in(each)]
    if isinstance(value, dict):
        return [
            name
            for key in ("column", "record", "key", "email", "phone", "join", "plus", "minus")
            if key in value
            for name in _columns_in(value[key])
        ]
    return []
