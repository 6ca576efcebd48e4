"""A person's turn: nobody else decides or publishes meanwhile."""

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.running.deciding.effects import Effects, carry_out
from visavis.running.publishing.anew import publish_anew, with_records
from visavis.running.publishing.ids import last_decision
from visavis.running.publishing.recounting import count_anew
from visavis.running.publishing.writing import take_turns

if TYPE_CHECKING:
    from visavis.clients.models import Decision

EDGES = "ties"
"""The view of edges between records of the clients concerned."""


@contextmanager
def in_turn(home: Path, clients: Callable[[], Collection[int]]) -> Iterator[DuckDB]:
    """A transaction while nobody else decides or publishes, and a session with what the lake has of `clients`.

    It is read before, for that takes the longest; and read again where a run or a decision came in between.
    """
    from django.db import transaction

    lake = Lake(home / "lake")
    while True:
        manifest, decided = _published(lake), last_decision()
        with ExitStack() as held:
            session = held.enter_context(with_records(lake, manifest, clients()))
            _show_edges(session, lake, manifest)
            held.enter_context(transaction.atomic())
            take_turns()
            if (_published(lake), last_decision()) == (manifest, decided):
                yield session
                return


def settle(session: DuckDB, decision: "Decision", effects: Effects) -> "Decision":
    """Keep `decision` with its effects, and carry them out: at once on the pages of all clients concerned."""
    decision.payload |= effects.payload()
    decision.save()
    touched = carry_out(effects, mark_of(decision))
    if effects != Effects():
        publish_anew(session, sorted(touched), mark_of(decision))
        count_anew()
    return decision


def mark_of(decision: "Decision") -> str:
    """How a decision marks the rows that it removes or moves, and the client that it makes."""
    return f"decision-{decision.pk}"


def _show_edges(session: DuckDB, lake: Lake, manifest: Manifest) -> None:
    lake.show(session, manifest, ["edges"])
    session.connection.execute(
        f"CREATE TEMP TABLE {EDGES} AS SELECT e.source_l, e.key_l, e.source_r, e.key_r, e.weight, e.probability, e.rule "
        "FROM edges AS e SEMI JOIN members AS l ON e.source_l = l.source AND e.key_l = l.key "
        "SEMI JOIN members AS r ON e.source_r = r.source AND e.key_r = r.key"
    )


def _published(lake: Lake) -> Manifest:
    """The facts that the database tells of: for a moment, those of a run that is about to make them the current ones."""
    from visavis.running.models import Run

    draft = lake.draft()
    if draft is not None and Run.objects.filter(id=draft.run).exclude(finished_at=None).exists():
        return draft
    return lake.current() or Manifest(run="")
