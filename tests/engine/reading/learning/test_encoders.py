"""A larger local model in a folder: read as exported, or refused in words."""

from pathlib import Path

import numpy as np
import pytest

from tests.engine.reading.learning.small_model import write_small_model
from visavis.engine.reading.learning.encoders import encoding_of
from visavis.mistakes import Mistake


def test_states_are_averaged_over_the_tokens_and_of_length_one(tmp_path: Path) -> None:
    encoding = encoding_of(write_small_model(tmp_path / "m"))
    found = encoding.load()(["bravo merci", "nul", "bravo merci"])
    mean = np.array([1, 0.1, 0.5]) / np.linalg.norm([1, 0.1, 0.5])
    assert found[0] == pytest.approx(mean, abs=1e-6)
    assert found[0].tolist() == found[2].tolist()
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(3), abs=1e-6)
    assert encoding.version.startswith("onnx-")


def test_the_prompt_of_the_model_is_put_before_a_text(tmp_path: Path) -> None:
    plain, prompted = (
        encoding_of(write_small_model(tmp_path / name, prompt=prompt)) for name, prompt in (("a", ""), ("b", "query: "))
    )
    assert plain.version != prompted.version
    assert prompted.load()(["nul"])[0].tolist() == plain.load()(["query: nul"])[0].tolist()


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_folder_without_a_model_is_a_mistake(tmp_path: Path, missing: str) -> None:
    folder = write_small_model(tmp_path / "m")
    (folder / missing).unlink()
    with pytest.raises(Mistake) as mistake:
        encoding_of(folder)
    assert mistake.value.what.en == "this folder holds no model: model.onnx and tokenizer.json are needed"


@pytest.mark.parametrize("broken", ["graph", "inputs"])
def test_a_model_that_cannot_be_read_is_a_mistake(tmp_path: Path, broken: str) -> None:
    folder = write_small_model(tmp_path / "m", inputs=("input_ids",) if broken == "graph" else ("input_ids", "pixels"))
    if broken == "graph":
        (folder / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(Mistake) as mistake:
        encoding_of(folder).load()
    assert mistake.value.what.fr.startswith("ce modèle ne peut pas être lu")
