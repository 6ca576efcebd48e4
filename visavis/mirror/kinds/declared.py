"""What the keys of every kind of measure have in common."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from visavis.declarations import SpokenError
from visavis.engine.holding.promise import Not, Scalar, Where
from visavis.mistakes import Words

Path = Annotated[str, StringConstraints(pattern=r"^(about\.)?(extra\.\S(.*\S)?|[a-z_]+)$")]
Over = Literal["events", "exchanges", "ratings"]
OVER = "The facts it is computed over"
WHERE = "Which of these facts: `field: value`, `field: [values]` or `field: {not: value or values}`"


def refuse_staff(*paths: str) -> None:
    """Raise SpokenError where a path leads to an employee."""
    if any(path.removeprefix("about.") == "staff" for path in paths):
        raise SpokenError(
            Words(
                fr="aucune mesure ne se fait par employé (staff), sauf la répartition d’une clientèle (person: staff)",
                en="nothing is measured per employee (staff), except how clients spread over people (person: staff)",
            )
        )


def facts_in_words(over: str, where: Where) -> str:
    """The facts and their conditions in the words they were declared in: `events, type = touch`."""
    return ", ".join([over, *(f"{path} {_said(one)}" for path, one in where.items())])


def _said(one: Scalar | list[Scalar] | Not) -> str:
    sign, value = ("≠", one.not_) if isinstance(one, Not) else ("=", one)
    return f"{sign} {' | '.join(map(str, value)) if isinstance(value, list) else value}"
