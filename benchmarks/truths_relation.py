"""Whether the dialogue and the locked portfolio that were planted are found, in the figures of the last run."""

from pathlib import Path
from typing import Any

from benchmarks.finding import Ask, Line, span, state_of, told
from visavis.engine.measuring.intervals import newcombe, wilson


def _figures(ask: Ask, kind: str) -> dict[str | None, dict[str, dict[str, Any]]]:
    """By grouping, the figures of the measure of `kind`."""
    found: dict[str | None, dict[str, dict[str, Any]]] = {}
    for row in ask(f"SELECT * FROM measures WHERE kind = '{kind}' ORDER BY position"):
        name = "answer_rate" if kind == "dialogue" and row["position"] == 0 else row["figure"]
        found.setdefault(row["grouping"], {})[name] = row
    return found


def answers(home: Path, ask: Ask, places: dict[str, str]) -> Line:
    """Rates of answers where they were planted (`places`: name in the truth → grouping): the planted rate lies in the interval.

    An answer that a machine gave counts as one in the truth; the measure counts it apart, so both are added here.
    """
    truth = told(home, "answers.json")
    truth, found = truth.get("mailboxes", truth), _figures(ask, "dialogue")
    good, parts = True, []
    for name, grouping in places.items():
        figures = found.get(grouping, {})
        if "answered" not in figures:
            return Line("rates of answers", state_of(False), f"{grouping}: no figure")
        machine = int(figures["acknowledged_only"]["value"])
        n, all_of = int(figures["answered"]["value"]) + machine, int(figures["answered"]["n"])
        low, high = wilson(n, all_of)
        meant = truth[name]["answered"] / truth[name]["asked"]
        good = good and low <= meant <= high
        parts.append(
            f"{name} {n}/{all_of}, {machine} by a machine alone (planted {truth[name]['answered']}/{truth[name]['asked']})"
        )
    return Line("rates of answers, by channel or mailbox", state_of(good), "; ".join(parts))


def locked(ask: Ask, team: str, clients: int) -> Line:
    """The portfolio in which clients are in one person's hands: its share lies above that of every other portfolio, and above that of all
    other clients together by more than chance (Newcombe's interval of the difference)."""
    found = _figures(ask, "relation")
    shares = {name: figures["locked_share"] for name, figures in found.items() if "locked_share" in figures}
    if team not in shares or shares[team]["value"] is None:
        return Line("the locked portfolio, as an index with its risk", state_of(False), f"{team}: no figure")
    mine, company = shares.pop(team), shares.pop(None)
    held, met = round(mine["value"] * mine["n"]), mine["n"]
    others, other = round(company["value"] * company["n"]) - held, company["n"] - met
    apart = newcombe(held, met, others, other)
    first = all(mine["value"] > each["value"] for each in shares.values() if each["value"] is not None)
    factor = found[None]["truck_factor"]["value"]
    figures = (
        f"{team}: {held} of {met} clients in one person’s hands "
        f"{span((mine['low'], mine['high']))} (planted {clients}), all others {others} of {other}, difference {span(apart)}; "
        f"half of the clients hang on {factor:.0f} people of {found[None]['people']['value']:.0f}"
    )
    return Line("the locked portfolio, as an index with its risk", state_of(first and apart[0] > 0), figures)


def keeper(ask: Ask, planted: dict[str, Any]) -> Line:
    """What became of the clients whose main contact left: not found where fewer than five people left, for it is not told."""
    found = _figures(ask, "relation")[None].get("handover_median")
    lost, of = planted["lost"], planted["companies"]
    meant = f"planted: lost {lost['locked']} of {of['locked']} companies, {lost['others']} of {of['others']} elsewhere"
    why = (
        "no figure"
        if found is None
        else f"{found['value']} days"
        if found["value"] is not None
        else f"withheld: {found['reason']}"
    )
    seen = found is not None and found["value"] is not None
    return Line("the portfolio whose keeper left", state_of(seen), f"{why} ({meant})")
