"""The encoder's vectors of what clients said, for whoever compares texts."""

import numpy as np
from numpy.typing import NDArray

from visavis.engine.duckdb import DuckDB
from visavis.engine.reading.compact import Floats, centred, unpacked
from visavis.engine.reading.encoding.build import encoder_version
from visavis.engine.reading.encoding.encoder import DIMENSIONS
from visavis.engine.reading.storing import centre_of
from visavis.engine.steps import literal


def vectors_of(runner: DuckDB, view: str = "vectors") -> tuple[list[str], Floats]:
    """MD5s of texts, ascending, and their vectors, float32 (n, 384), from the centre of the project's sentences and of length 1.

    `view` has the columns of the lake's table `vectors`; rows of another encoder are left out. Both are empty without
    encoder. The centre is that of the shipped heads, the same from run to run; while those are not trained, that of the texts.
    """
    rows = runner.connection.execute(
        f"SELECT text_md5, any_value(vector) FROM {view} WHERE model = {literal(encoder_version())} GROUP BY text_md5 ORDER BY text_md5"
    ).fetchnumpy()
    digests, kept = (list(column) for column in rows.values())
    if not digests:
        return [], np.zeros((0, DIMENSIONS), np.float32)
    vectors = unpacked([bytes(each) for each in kept])
    return [str(digest) for digest in digests], from_centre(vectors)


def from_centre(vectors: NDArray[np.float32]) -> Floats:
    """Vectors of length 1 as the encoder gives them, turned about the centre, of length 1."""
    centre = centre_of()
    return centred(vectors, vectors.mean(axis=0) if centre is None else centre)
