"""Relations between clients: computed beside linking, told on a client's page with the other client."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from visavis.clients.who import Found
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.given import show_input
from visavis.engine.linking.relations import ESTABLISHMENT, HOUSEHOLD, SETTLED, WORKS_FOR, relation_steps
from visavis.engine.settling import forgotten, perform
from visavis.engine.steps import Runner
from visavis.mistakes import Words

MOST = 50
"""Relations of one client that are told; of an employer of thousands, the best attested ones."""

WORDS: dict[tuple[str, bool], Words] = {
    (HOUSEHOLD, True): Words(fr="même foyer que", en="same household as"),
    (HOUSEHOLD, False): Words(fr="même foyer que", en="same household as"),
    (WORKS_FOR, True): Words(fr="travaille pour", en="works for"),
    (WORKS_FOR, False): Words(fr="emploie", en="employs"),
    (ESTABLISHMENT, True): Words(fr="établissement de", en="establishment of"),
    (ESTABLISHMENT, False): Words(fr="a pour établissement", en="has the establishment"),
}
"""Kind, and whether the client told of comes first → what they are to the other."""

EVIDENCE = {
    "address": Words(fr="même nom à la même adresse", en="same family name at the same address"),
    "phone": Words(fr="même nom et même téléphone", en="same family name and same phone number"),
    "company": Words(fr="nom de l’entreprise sur la fiche", en="name of the company on the record"),
    "domain": Words(fr="domaine de l’adresse électronique", en="domain of the e-mail address"),
    "siren": Words(fr="même SIREN", en="same SIREN"),
}


@dataclass(frozen=True, slots=True)
class Related:
    """Another client, and what the client asked for is to them; `n`: how many records tell so."""

    kind: str
    first: bool
    other: str
    evidence: tuple[str, ...]
    n: int

    @property
    def words(self) -> Words:
        """What the client is to the other."""
        return WORDS[self.kind, self.first]

    @property
    def why(self) -> list[Words]:
        """What tells so."""
        return [EVIDENCE[each] for each in self.evidence]


def with_relations(runner: Runner, lake: Lake, manifest: Manifest, run: str, scratch: Path) -> Manifest:
    """The manifest with new `relations`, out of its clusters and of what linking kept of records; `scratch` is left to the caller."""
    from visavis.clients.linking.link import KEPT

    [kept] = manifest.of(KEPT)
    show_input(runner, lake.folder / kept.path)
    lake.show(runner, manifest, ("clusters",))
    perform(runner, relation_steps(), SETTLED, scratch, hold=True)
    target = lake.new_file("relations", run)
    count = runner.write("relations", target)
    forgotten(runner, SETTLED)
    return manifest.replaced("relations", [lake.entry("relations", target, count)])


def relations_of(client: Found) -> list[Related]:
    """The relations of a client, the best attested first, MOST at most; one for each other client and kind."""
    if not client.manifest.of("relations"):
        return []
    session = DuckDB()
    try:
        client.lake.show(session, client.manifest, ("relations",))
        keys = {"source": [each.source for each in client.records], "key": [each.key for each in client.records]}
        schema = pa.schema([("source", pa.string()), ("key", pa.string())])
        session.connection.register("mine", pa.table(keys, schema))
        rows = session.rows(
            "SELECT r.kind, TRUE AS first, r.source_r AS source, r.key_r AS key, r.evidence, r.n FROM relations AS r "
            "JOIN mine AS m ON r.source_l = m.source AND r.key_l = m.key UNION ALL "
            "SELECT r.kind, FALSE, r.source_l, r.key_l, r.evidence, r.n FROM relations AS r "
            f"JOIN mine AS m ON r.source_r = m.source AND r.key_r = m.key ORDER BY n DESC, source, key LIMIT {MOST}"
        )
    finally:
        session.close()
    known = _clients_of((row["source"], row["key"]) for row in rows)
    found: dict[tuple[str, bool, str], Related] = {}
    for row in rows:
        other = known.get((row["source"], row["key"]))
        if other and other != client.id:
            first = bool(row["first"]) or row["kind"] == HOUSEHOLD
            found.setdefault(
                (row["kind"], first, other), Related(row["kind"], first, other, tuple(row["evidence"]), int(row["n"]))
            )
    return list(found.values())


def _clients_of(ends: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Record → public id of its client, as the database has it now: what people decided since the run counts."""
    from visavis.clients.models import Client, Link, public_id

    found = {}
    for source, key in set(ends):
        link = Link.objects.present().filter(source=source, key=key).first()
        client = Client.objects.resolve(link.client_id) if link else None
        if client:
            found[source, key] = public_id(client.number)
    return found
