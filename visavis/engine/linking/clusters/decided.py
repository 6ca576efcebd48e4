"""What people decided about records, as data."""

from dataclasses import dataclass

End = tuple[str, str]
"""Source and key of a record."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Pairs of records that people say are one client, and pairs that they say are not. It outweighs everything else."""

    together: tuple[tuple[End, End], ...] = ()
    apart: tuple[tuple[End, End], ...] = ()


NOTHING = Decided()
