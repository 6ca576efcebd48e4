"""Vectors of texts that were read before; what is missing is encoded now."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.reading.compact import packed, unpacked
from visavis.engine.reading.learning.encoders import Encoding
from visavis.engine.reading.learning.kernels import Floats
from visavis.engine.steps import literal


def known_vectors(runner: DuckDB, encoder: str, digests: Sequence[str]) -> dict[str, Floats]:
    """Directions (length 1) of the vectors that the view `vectors` holds of these texts, by their MD5."""
    import pyarrow as pa

    wanted = pa.table({"text_md5": pa.array(sorted(set(digests)), pa.string())})
    runner.connection.register("wanted_vectors", wanted)
    try:
        found = runner.connection.sql(
            "SELECT v.text_md5, v.vector FROM vectors AS v SEMI JOIN wanted_vectors AS w ON v.text_md5 = w.text_md5 "
            f"WHERE v.model = {literal(encoder)}"
        ).fetchall()
    finally:
        runner.connection.unregister("wanted_vectors")
    if not found:
        return {}
    vectors = unpacked([vector for _, vector in found])
    return {digest: vector for (digest, _), vector in zip(found, vectors, strict=True)}


def vectors_in_lake(home: Path, encoder: str, digests: Sequence[str]) -> dict[str, Floats]:
    """The same, of the lake of a home; empty where it has no vectors."""
    lake = Lake(home / "lake")
    manifest = lake.current()
    if manifest is None or not manifest.of("vectors"):
        return {}
    runner = DuckDB()
    try:
        lake.show(runner, manifest, ("vectors",))
        return known_vectors(runner, encoder, digests)
    finally:
        runner.close()


def vectors_for(
    digests: Sequence[str], cleaned: Sequence[str], encoding: Encoding, known: Mapping[str, Floats]
) -> Floats:
    """(texts, dimensions): known ones as they are, the others encoded and rounded alike."""
    missing = [place for place, digest in enumerate(digests) if digest not in known]
    found = dict(known)
    if missing:
        encoded = unpacked(packed(encoding.load()([cleaned[place] for place in missing])))
        found |= {digests[place]: vector for place, vector in zip(missing, encoded, strict=True)}
    return np.array([found[digest] for digest in digests], np.float32)
