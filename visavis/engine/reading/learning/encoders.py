"""Which encoder a company's heads read with: the shipped one, or a larger local model in a folder. Nothing is downloaded.

A folder holds `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`, as sentence-transformers exports them; its pooling
and its prompt are read from `1_Pooling/config.json` and `config_sentence_transformers.json` where they are there.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.encoding.build import RECORD, encoder_folder, encoder_version, is_built
from visavis.engine.reading.encoding.encoder import Encoder
from visavis.engine.reading.learning.kernels import Floats
from visavis.mistakes import Mistake, Words

LONGEST = 256
"""Tokens read of one text, as by the shipped encoder."""
_KNOWN_INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoder by its version; `load` takes a second or more, and gives texts their vectors."""

    version: str
    load: Callable[[], Callable[[Sequence[str]], Floats]]


def shipped_encoding() -> Encoding | None:
    """The shipped encoder; None where it is not built."""
    folder = encoder_folder(cache_folder())
    return Encoding(encoder_version(), lambda: Encoder(folder).vectors) if is_built(folder) else None


def encoding_of(folder: Path) -> Encoding:
    """The encoder in a folder; raises Mistake where there is none that can be read."""
    folder = folder.expanduser()
    if (folder / RECORD).exists() and is_built(folder):
        return Encoding(folder.name, lambda: Encoder(folder).vectors)
    graph = next((place for place in (folder / "model.onnx", folder / "onnx" / "model.onnx") if place.is_file()), None)
    tokenizer = folder / "tokenizer.json"
    if graph is None or not tokenizer.is_file():
        raise Mistake(
            Words(
                fr="ce dossier ne contient pas de modèle : il faut model.onnx et tokenizer.json",
                en="this folder holds no model: model.onnx and tokenizer.json are needed",
            ),
            remedy=Words(
                fr="exportez un modèle de sentence-transformers au format ONNX",
                en="export a sentence-transformers model as ONNX",
            ),
            file=folder,
        )
    digest = hashlib.sha256()
    for file in (graph, tokenizer, folder / "1_Pooling" / "config.json", folder / "config_sentence_transformers.json"):
        if file.is_file():
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return Encoding(f"onnx-{digest.hexdigest()[:10]}", lambda: _Onnx(folder, graph).vectors)


class _Onnx:
    """A graph from tokens to states, pooled here, or to vectors already."""

    def __init__(self, folder: Path, graph: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = 2, 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        try:
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session: Any = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        except Exception as cause:  # both libraries raise classes of their own, or Exception itself
            raise _unreadable(folder, str(cause)) from cause
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        self._inputs = [each.name for each in self._session.get_inputs()]
        if "input_ids" not in self._inputs or not set(self._inputs) <= _KNOWN_INPUTS:
            raise _unreadable(folder, ", ".join(self._inputs))
        self._first_token = bool(_told(folder / "1_Pooling" / "config.json").get("pooling_mode_cls_token"))
        prompts = _told(folder / "config_sentence_transformers.json").get("prompts")
        self._prompt = str(prompts.get("query", "")) if isinstance(prompts, dict) else ""

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Vectors of length 1, float32 (texts, dimensions), one text at a time: none depends on its neighbours."""
        found = []
        for one in self._tokenizer.encode_batch([self._prompt + text for text in texts]):
            given = {"input_ids": one.ids, "attention_mask": one.attention_mask, "token_type_ids": one.type_ids}
            states = self._session.run(None, {name: np.array([given[name]], np.int64) for name in self._inputs})[0][0]
            vector = states if states.ndim == 1 else states[0] if self._first_token else states.mean(axis=0)
            found.append(vector / max(float(np.linalg.norm(vector)), 1e-12))
        return np.array(found, np.float32)


def _told(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _unreadable(folder: Path, why: str) -> Mistake:
    first = why.strip().splitlines()[0][:200] if why.strip() else ""
    return Mistake(
        Words(fr=f"ce modèle ne peut pas être lu ({first})", en=f"this model can’t be read ({first})"),
        remedy=Words(
            fr="il doit prendre input_ids et attention_mask, et rendre des états ou des vecteurs",
            en="it must take input_ids and attention_mask, and give states or vectors",
        ),
        file=folder,
    )
