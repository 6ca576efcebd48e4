"""Which keys two records share: what would have brought them before the model."""

from pathlib import Path

from visavis.clients.linking.frozen import frozen
from visavis.clients.said import records_of_lake
from visavis.clients.who import Found
from visavis.engine.linking.index import key_digest
from visavis.engine.linking.scored.edges import End


def shared_keys(home: Path, client: Found, one: End, other: End, *, country: str) -> tuple[list[str], list[str]]:
    """Names of the keys that both records bear: those by which records are compared, and those that too many share.

    `country` (ISO 3166) is assumed of phone numbers without a prefix.
    """
    from visavis.engine.linking.comparable.normalise import normalised  # imports what takes a second; pages do without

    index = frozen(home).index
    rows = records_of_lake(client, (one, other))
    if len(rows) < 2:
        return [], []
    table = normalised(({**row, "rid": 0, "origin": "record"} for row in rows), country=country).to_pylist()
    sets = [
        {key_digest(index.model.keys[rule].name, record["kind"], value): rule for rule, value in index.keys.of(record)}
        for record in table
    ]
    shared = {digest: rule for digest, rule in sets[0].items() if digest in sets[1]}
    sizes = {digest: size for digest, (size, _) in index.blocks(list(shared)).items()}
    keys = [(rule, sizes.get(digest, 0) <= index.model.keys[rule].cap) for digest, rule in shared.items()]
    names = {rule: index.model.keys[rule].name for rule, _ in keys}
    fit = sorted({rule for rule, small in keys if small})
    crowded = sorted({rule for rule, small in keys if not small} - {*fit})
    return [names[rule] for rule in fit], [names[rule] for rule in crowded]
