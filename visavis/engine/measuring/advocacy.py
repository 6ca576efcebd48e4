"""Clients who speak for us, followed to the end: who says they would, who did, who came of it, who stayed.

Reichheld's question asks for an intention; Kumar, Petersen and Leone 2007 found that of those who intend, far fewer refer, and of
those referred fewer still become clients worth having. All four shares are told, each on those of the step before.
"""

from collections.abc import Sequence

from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.selecting import Facts, Selection, select_rows
from visavis.engine.measuring.values import WILSON_95, Figure
from visavis.engine.portable import total
from visavis.engine.steps import Step, step


def referral_steps(name: str, facts: Facts, selection: Selection) -> list[Step]:
    """Steps to `<name>_referrals`: one row (clients, made, converted, retained, told).

    `selection` gives the field `client` (who refers), the moment `converted` (when who was referred became a client), and, where
    something tells it, the flags `told` (it is known whether they stayed) and `retained`.
    """
    told, stayed = ("told", "retained") if "retained" in selection.flags else ("0", "0")
    return [
        *select_rows(f"{name}_rows", facts, selection, "the referrals that clients made"),
        step(
            f"{name}_referrals",
            f"""SELECT count(DISTINCT client) AS clients, count(*) AS made,
            coalesce({total("CASE WHEN converted_on IS NULL THEN 0 ELSE 1 END")}, 0) AS converted,
            coalesce({total(f"CASE WHEN converted_on IS NULL THEN 0 ELSE {told} END")}, 0) AS told,
            coalesce({total(f"CASE WHEN converted_on IS NULL THEN 0 ELSE {told} * {stayed} END")}, 0) AS retained
            FROM {name}_rows""",
            "how many clients referred how many others, and what came of it",
        ),
    ]


def advocacy(
    *,
    intended: tuple[int, int] | None = None,
    made: tuple[int, int] | None = None,
    converted: tuple[int, int] | None = None,
    retained: tuple[int, int] | None = None,
) -> list[Figure]:
    """The four shares as (n, of how many); each is not measurable where nothing tells it.

    intended: promoters of those who answered; made: clients who referred somebody, of all clients; converted: referrals that led
    to a client, of those made; retained: those still clients, of the converted of whom it is known.
    """
    steps: Sequence[tuple[str, tuple[int, int] | None, str]] = (
        ("intended", intended, "no_answers"),
        ("made", made, "no_referrals"),
        ("converted", converted, "no_referrals"),
        ("retained", retained, "no_retained"),
    )
    return [_share(name, counted, reason) for name, counted, reason in steps]


def _share(name: str, counted: tuple[int, int] | None, reason: str) -> Figure:
    if counted is None or not counted[1]:
        return Figure(name, None, 0, "share", reason=reason)
    n, of = counted
    if not 0 <= n <= of:
        return Figure(name, None, of, "share", reason="impossible_counts")
    return Figure(name, n / of, of, "share", wilson(n, of), WILSON_95)
