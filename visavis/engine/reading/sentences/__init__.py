"""The sentences that the shipped heads are trained on, written for the project (see README.md beside)."""

import csv
import hashlib
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its labels; `setting` is the kind of company the client speaks to, `step` is empty where none is named."""

    language: str
    sentiment: str
    theme: str
    step: str
    marks: frozenset[str]
    setting: str
    text: str


def read_sentences() -> list[Sentence]:
    """All of them, French first."""
    found = []
    for language in ("fr", "en"):
        lines = resources.files(__package__).joinpath(f"{language}.tsv").read_text(encoding="utf-8").splitlines()
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            marks = frozenset(row["marks"].split(",")) - {""}
            labels = (row["sentiment"], row["theme"], row["step"], marks)
            found.append(Sentence(language, *labels, row["setting"], row["text"]))
    return found


def fingerprint() -> str:
    """A hash of everything written by hand that the heads learn from: sentences and word lists."""
    written = hashlib.sha256()
    folder = resources.files(__package__)
    words = resources.files(f"{__package__.rpartition('.')[0]}").joinpath("words")
    for file in (
        *sorted(words.iterdir(), key=lambda f: f.name),
        *(folder.joinpath(f"{name}.tsv") for name in ("fr", "en")),
    ):
        if file.name.endswith((".txt", ".tsv")):
            written.update(file.name.encode() + b"\0" + file.read_bytes())
    return written.hexdigest()
