"""Vectors of texts that were read before; what is missing is encoded now."""

from collections.abc import Mapping, Sequence

import numpy as np

from visavis.engine.duckdb import DuckDB
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
    return {digest: unpacked(vector) for digest, vector in found}


def unpacked(vector: bytes) -> Floats:
    """The direction that 8-bit numbers keep."""
    numbers = np.frombuffer(vector, np.int8).astype(np.float32)
    return np.asarray(numbers / max(float(np.linalg.norm(numbers)), 1e-12), np.float32)


def packed(vectors: Floats) -> list[bytes]:
    """Each vector as 8-bit numbers, its largest at 127."""
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), np.float32(1e-12))
    return [row.tobytes() for row in np.rint(vectors / largest * 127).astype(np.int8)]


def vectors_for(
    digests: Sequence[str], cleaned: Sequence[str], encoding: Encoding, known: Mapping[str, Floats]
) -> Floats:
    """(texts, dimensions): known ones as they are, the others encoded and rounded alike."""
    missing = [place for place, digest in enumerate(digests) if digest not in known]
    found = dict(known)
    if missing:
        encoded = packed(encoding.load()([cleaned[place] for place in missing]))
        found |= {digests[place]: unpacked(vector) for place, vector in zip(missing, encoded, strict=True)}
    return np.array([found[digest] for digest in digests], np.float32)
