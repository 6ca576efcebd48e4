"""What was measured, as a table, and what it says about each goal."""

from dataclasses import dataclass
from typing import Any

from benchmarks.web.pages import FRAME, TRIVIAL

MOST, GROWTH, BUSY = 4.0, 1.5, 2.0
"""p95 over the trivial page's at most; its growth from the small to the large company; p95 while publishing over the quiet one."""


@dataclass(frozen=True, slots=True)
class Times:
    """Answers to one page, in milliseconds, beside those of the trivial page in the same minute."""

    n: int
    errors: int
    p50: float
    p95: float
    p99: float
    bar: float

    @property
    def ratio(self) -> float:
        """p95 as a multiple of the trivial page's."""
        return self.p95 / self.bar


def percentile(sorted_values: list[float], share: float) -> float:
    """The smallest value that `share` of them do not exceed."""
    return sorted_values[max(0, -int(-share * len(sorted_values) // 1) - 1)]


def print_place(name: str, times: dict[str, Times], looks: dict[str, Any]) -> None:
    """One table per database and size."""
    print(
        f"\n{name}\n{'page':<28}{'n':>6}{'p50 ms':>9}{'p95':>8}{'p99':>8}{'trivial':>9}{'ratio':>7}{'queries':>9}{'KB':>6}"
    )
    for page, one in times.items():
        look = looks[page]
        queries = str(look["most"]) if look["least"] == look["most"] else f"{look['least']}–{look['most']}"
        errors = f"  {one.errors} errors" if one.errors else ""
        print(
            f"{page:<28}{one.n:>6}{one.p50:>9.1f}{one.p95:>8.1f}{one.p99:>8.1f}{one.bar:>9.1f}{one.ratio:>7.2f}"
            f"{queries:>9}{look['size'] / 1024:>6.0f}{errors}"
        )


def verdicts(places: list[dict[str, Any]]) -> list[tuple[str, bool, str]]:
    """Each goal, whether it was met, and where it was not."""
    measured = [place for place in places if place.get("times")]
    large = [place for place in measured if place["kind"] == "postgresql"] or measured
    small, big = large[0], large[-1]
    pages = [page for page in big["times"] if page not in (TRIVIAL, FRAME)]
    found = [
        _goal(
            f"p95 ≤ {MOST:g} × the trivial page, {big['name']}",
            {page: big["times"][page].ratio for page in pages},
            MOST,
        )
    ]
    if small is not big:
        found.append(
            _goal(
                f"growth of that ratio from {small['clients']:,} to {big['clients']:,} clients ≤ {GROWTH:g} ×",
                {page: big["times"][page].ratio / small["times"][page].ratio for page in pages},
                GROWTH,
            )
        )
    for place in measured:
        if place["kind"] == "sqlite":
            found.append(
                _goal(
                    f"p95 ≤ {MOST:g} × the trivial page, {place['name']} (reported, no goal)",
                    {page: place["times"][page].ratio for page in pages},
                    MOST,
                )
            )
    found.append(_constant(measured, pages))
    scans = {
        f"{page} reads {', '.join(tables)}"
        for place in measured
        for page in pages
        if (tables := place["looks"][page]["scanned"])
    }
    found.append(("no big table read from end to end", not scans, "; ".join(sorted(scans))))
    errors = {
        f"{page} {place['looks'][page]['status']}, {place['name']}"
        for place in measured
        for page in pages
        if place["times"][page].errors or place["looks"][page]["status"] != 200
    }
    found.append(("every answer 200", not errors, "; ".join(sorted(errors))))
    for place in measured:
        if busy := place.get("busy"):
            found.append(
                (
                    f"while publishing: no error, p95 ≤ {BUSY:g} × the quiet one, {place['name']}",
                    busy["errors"] == 0 and busy["ratio"] <= BUSY,
                    f"{busy['ratio']:.2f} × ({busy['quiet']:.0f} → {busy['p95']:.0f} ms), {busy['errors']} errors in {busy['n']:,} answers, "
                    f"{busy['rows']:,} rows published in {busy['seconds']:.0f} s",
                )
            )
    return found


def _goal(name: str, figures: dict[str, float], most: float) -> tuple[str, bool, str]:
    worst = sorted(figures.items(), key=lambda each: -each[1])[:4]
    return name, worst[0][1] <= most, ", ".join(f"{page} {value:.2f}" for page, value in worst)


def _constant(measured: list[dict[str, Any]], pages: list[str]) -> tuple[str, bool, str]:
    """A page takes no more queries of a large company than of a small one; what is typed, or a client, may take fewer."""
    grown = []
    for page in pages:
        most = [place["looks"][page]["most"] for place in sorted(measured, key=lambda place: int(place["clients"]))]
        if most[-1] > most[0]:
            grown.append(f"{page} {most[0]} → {most[-1]}")
    return "number of queries per page constant: its most does not grow with the company", not grown, "; ".join(grown)
