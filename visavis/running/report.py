"""What a run leaves to say: facts, rejected rows, clients, cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import FACTS
from visavis.mistakes import Words
from visavis.sources.reasons import REASONS


@dataclass(frozen=True, slots=True)
class RunReport:
    """Counts of a run: rows per table; rejected rows per (source, reason)."""

    run: str
    rows: dict[str, int]
    rejects: dict[tuple[str, str], int]
    clients: int
    notes: tuple[Words, ...] = ()
    lost: tuple[str, ...] = ()
    """Sources none of whose rows could become a fact."""
    took: Mapping[str, float] = field(default_factory=dict)
    """Seconds that each step took, in their order; steps with nothing to do are not in it."""

    def lines(self, *, files: bool = True) -> list[Words]:
        """The report in sentences; with `files`, where rejects stand in the home, for those who work there."""
        facts = [(name, self.rows[name]) for name in FACTS if self.rows[name]]
        lines = [
            *self.notes,
            Words(
                fr="Faits: " + (", ".join(f"{_count(n)} {_noun(name, n).fr}" for name, n in facts) or "aucun"),
                en="Facts: " + (", ".join(f"{n:,} {_noun(name, n).en}" for name, n in facts) or "none"),
            ),
        ]
        if self.clients:
            lines.append(
                Words(
                    fr=f"Clients: {_count(self.clients)}, pour {_count(self.rows['links'])} {_noun('records', self.rows['links']).fr}",
                    en=f"Clients: {self.clients:,}, out of {self.rows['links']:,} {_noun('records', self.rows['links']).en}",
                )
            )
        for (source, reason), n in self.rejects.items():
            why = REASONS.get(reason, Words(fr=reason, en=reason))
            lines.append(
                Words(
                    fr=f"Lignes écartées de {source}: {_count(n)}, {why.fr}"
                    + (f"; voir rejects/{source}.csv" if files else ""),
                    en=f"Rejects from {source}: {n:,}, {why.en}" + (f"; see rejects/{source}.csv" if files else ""),
                )
            )
        return lines


NOUNS = {
    "records": (Words(fr="fiche", en="record"), Words(fr="fiches", en="records")),
    "exchanges": (Words(fr="échange", en="exchange"), Words(fr="échanges", en="exchanges")),
    "events": (Words(fr="évènement", en="event"), Words(fr="évènements", en="events")),
    "ratings": (Words(fr="avis", en="rating"), Words(fr="avis", en="ratings")),
    "tallies": (Words(fr="comptage", en="tally"), Words(fr="comptages", en="tallies")),
}


def _noun(table: str, n: int) -> Words:
    one, many = NOUNS[table]
    return one if n == 1 else many


def _count(n: int) -> str:
    return f"{n:,}".replace(",", "\u202f")


def report_on(
    runner: DuckDB,
    lake: Lake,
    manifest: Manifest,
    notes: Sequence[Words] = (),
    took: Mapping[str, float] | None = None,
) -> RunReport:
    """Count what `manifest` holds."""
    names = [*FACTS, "rejects", "links", "cases", "readings"]
    rows = {name: sum(entry.rows for entry in manifest.of(name)) for name in names}
    lake.show(runner, manifest, ["rejects", "links"])
    refused = runner.rows(
        "SELECT source, reason, count(*) AS n FROM rejects GROUP BY ALL ORDER BY n DESC, source, reason"
    )
    told = {entry.source for entry in manifest.entries if entry.table in FACTS and entry.rows}
    lost = tuple(sorted({r["source"] for r in refused} - told))
    clients = runner.rows("SELECT count(DISTINCT client_id) AS n FROM links")[0]["n"]
    refusals = {(r["source"], r["reason"]): r["n"] for r in refused}
    return RunReport(manifest.run, rows, refusals, clients, tuple(notes), lost, took or {})
