"""Planted truths about clients' answers: who left, and what had broken before."""

from pathlib import Path

from benchmarks.finding import Ask, Line, rows_of, state_of


def left(home: Path, ask: Ask) -> Line:
    """Companies that left: as many as any export tells of, each once; beside what had broken, its association with leaving.

    Four of Brévane's thirty-four departures stand in no export, and can't be found.
    """
    whole = ask("SELECT value, n FROM measures WHERE kind = 'retention' AND grouping IS NULL AND figure = 'left'")
    if not whole:
        return Line("companies that left, and what broke before", state_of(False), "not measured")
    planted = rows_of(home, "left.csv")
    told = {row["company"] for row in planted} & _told(home)
    found = int(whole[0]["value"])
    ratios = ask(
        """SELECT grouping, value, low, high FROM measures WHERE kind = 'retention' AND unit = 'ratio' AND NOT value IS NULL
        ORDER BY value DESC"""
    )
    beside = "; ".join(
        f"{row['grouping']} ×{row['value']:.1f} ({row['low']:.1f}–{row['high']:.1f})" for row in ratios[:2]
    )
    figures = f"{found} of {whole[0]['n']} clients, {len(told)} of {len(planted)} companies stand in an export; after {beside}"
    return Line("companies that left, and what broke before", state_of(found == len(told)), figures)


def _told(home: Path) -> set[str]:
    """Companies whose departure the client file or an ended contract tells of."""
    import csv

    company = {(row["source"], row["key"]): row["company"] for row in rows_of(home, "identities.csv")}
    exports = home / "exports"
    with (exports / "crm_comptes.csv").open(encoding="cp1252", newline="") as lines:
        cards = {
            company[("crm-comptes", row["ID compte"])]
            for row in csv.DictReader(lines, delimiter=";")
            if row["Perdu le"]
        }
    with (exports / "contrats.csv").open(encoding="utf-8", newline="") as lines:
        ended = {
            company.get(("erp-clients", row["code_client"]), "")
            for row in csv.DictReader(lines, delimiter=";")
            if row["resilie_le"]
        }
    return cards | ended
