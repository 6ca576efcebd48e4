"""A model as sentence-transformers exports them, small enough to be made in a test: one state per known word."""

import json
from pathlib import Path

import numpy as np

WORDS = ("[UNK]", "bravo", "merci", "nul", "perdu", "query:")


def write_small_model(
    folder: Path, *, inputs: tuple[str, ...] = ("input_ids", "attention_mask"), prompt: str = ""
) -> Path:
    """Writes model.onnx and tokenizer.json: good words point one way, bad ones the other."""
    from onnx import TensorProto, helper, numpy_helper, save_model
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer(WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.save(str(folder / "tokenizer.json"))
    states = np.array([[0, 0, 1], [1, 0, 0.5], [1, 0.2, 0.5], [-1, 0, 0.5], [-1, 0.2, 0.5], [0, 1, 0]], np.float32)
    graph = helper.make_graph(
        [helper.make_node("Gather", ["states", "input_ids"], ["last_hidden_state"])],
        "small",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", 3])],
        [numpy_helper.from_array(states, "states")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    save_model(model, str(folder / "model.onnx"))
    if prompt:
        told = {"prompts": {"query": prompt}}
        (folder / "config_sentence_transformers.json").write_text(json.dumps(told), encoding="utf-8")
    return folder
