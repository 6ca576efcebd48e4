"""Which columns make a row itself: a unique column, several together, or none."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from visavis.engine.steps import quoted
from visavis.mistakes import Words
from visavis.sources.looking.columns import Column
from visavis.sources.looking.names import Idea, words_of
from visavis.sources.looking.proposal import Look, Part


def find_key(look: Look, *, of_records: bool = False, never: Iterable[str] = ()) -> Part:
    """The key of the rows of `look`: a column, a list of columns, or `none`, with the evidence."""
    avoided = set(never)
    candidates = [column for column in look.columns if column.name not in avoided and _may_name(column)]
    unique = [column for column in candidates if column.unique]
    if unique:
        best = max(unique, key=lambda column: (_fitness(look, column, of_records), -column.place))
        if Idea.ID in best.ideas or _fitness(look, best, of_records) > 0 or look.loaded.rows >= 20:
            return Part(best.name, _unique_over(look), sure=_fitness(look, best, of_records) > 0)
    repeated = _repeated_rows_only(look, candidates, of_records)
    if repeated is not None:
        return repeated
    together = _composite(look, candidates)
    if together is not None:
        return together
    return Part(
        "none",
        Words(
            fr="aucune colonne n’est unique: des lignes identiques restent des faits distincts",
            en="no column is unique: identical rows stay distinct facts",
        ),
    )


def _may_name(column: Column) -> bool:
    if not column.is_id_like or not column.filled or column.is_constant:
        return False
    return Idea.ID in column.ideas or not column.is_number or _counts_rows(column)


def _counts_rows(column: Column) -> bool:
    """Whether numbers run on like those of rows, rather than being amounts or counts."""
    span = (column.high or 0) - (column.low or 0) + 1
    return Idea.SEQUENCE in column.ideas or (column.unique and span <= 2 * column.rows and not column.ideas & _COUNTED)


_COUNTED = {Idea.COUNT, Idea.AMOUNT, Idea.PLANNED, Idea.CANCELLED, Idea.LATE, Idea.SCORE}


def _fitness(look: Look, column: Column, of_records: bool) -> int:
    ideas = column.ideas
    fitness = 3 if Idea.ID in ideas else 0
    fitness += 2 if look.file_words & {word.rstrip("s") for word in words_of(column.name)} else 0
    fitness += 1 if Idea.CASE in ideas else 0
    fitness += (2 if of_records else -3) if Idea.CLIENT in ideas else 0
    fitness -= 4 if ideas & {Idea.UNIQUE, Idea.REPLY, Idea.THREAD} else 0
    fitness -= (
        4 if ideas & {Idea.EMAIL, Idea.PHONE, Idea.NAME, Idea.SUBJECT, Idea.AMOUNT, Idea.COUNT} - {Idea.COUNT} else 0
    )
    fitness -= 2 if Idea.COUNT in ideas and Idea.ID not in ideas else 0
    return fitness


def _unique_over(look: Look) -> Words:
    rows = f"{look.loaded.rows:,}".replace(",", "\u202f")
    return Words(fr=f"unique sur {rows} lignes", en=f"unique over {look.loaded.rows:,} rows")


def _repeated_rows_only(look: Look, candidates: Sequence[Column], of_records: bool) -> Part | None:
    """An id that repeats only because whole rows repeat."""
    for column in candidates:
        if Idea.ID not in column.ideas or column.distinct < 0.9 * look.loaded.rows or column.filled < look.loaded.rows:
            continue
        listed = ", ".join(quoted(each.name) for each in look.columns)
        rows, ids = look.session.one(
            f"SELECT count(*), count(DISTINCT {quoted(column.name)}) FROM (SELECT DISTINCT {listed} FROM {look.table})"
        )
        if rows == ids and _fitness(look, column, of_records) > 0:
            return Part(
                column.name,
                Words(
                    fr=f"unique, sauf {look.loaded.rows - rows} ligne(s) répétée(s) à l’identique",
                    en=f"unique, but for {look.loaded.rows - rows} row(s) repeated identically",
                ),
            )
    return None


def _composite(look: Look, candidates: Sequence[Column]) -> Part | None:
    named = [column for column in candidates if Idea.ID in column.ideas and column.filled == look.loaded.rows]
    named += [
        column
        for column in candidates
        if column not in named and column.ideas & {Idea.SEQUENCE, Idea.CASE} and column.filled == look.loaded.rows
    ]
    for size in (2, 3):
        for group in combinations(named[:6], size):
            if is_unique_together(look, [column.name for column in group]):
                rows = look.loaded.rows
                return Part(
                    [column.name for column in group],
                    Words(fr=f"uniques ensemble sur {rows} lignes", en=f"unique together over {rows} rows"),
                )
    return None


def is_unique_together(look: Look, names: Sequence[str]) -> bool:
    """Whether no two rows share all of these values."""
    listed = ", ".join(quoted(name) for name in names)
    (distinct,) = look.session.one(f"SELECT count(*) FROM (SELECT DISTINCT {listed} FROM {look.table})")
    return bool(distinct == look.loaded.rows)
