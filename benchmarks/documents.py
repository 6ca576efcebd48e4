"""How well promises are found in sentences of documents: precision and recall per language, on sentences kept apart.

`python -m benchmarks.documents [--known] [--show]`. The sentences were written for the project, after the grammar and by the
same hands; nothing was tuned on them. `--known` measures the ones that the grammar was made with; `--show` lists the misses.
"""

import csv
import sys
import time
from pathlib import Path

from visavis.engine.measuring.intervals import wilson
from visavis.engine.reading.commitments import commitment_in

HERE = Path(__file__).parent
HELD_OUT = HERE / "documents_held_out.tsv"
KNOWN = HERE.parent / "tests" / "engine" / "reading" / "commitment_sentences.tsv"

Labelled = tuple[str, str, str]


def main() -> None:
    """Print a line per language, then the time."""
    rows = _rows(KNOWN if "--known" in sys.argv else HELD_OUT)
    print(f"{'language':<10}{'n':>5}{'promising':>11}  {'precision':<22}{'recall':<22}{'kind right':>11}")
    for language in ("fr", "en"):
        _print_language([row for row in rows if row[0] == language])
    start = time.process_time()
    for _ in range(20):
        for _, _, sentence in rows:
            commitment_in(sentence)
    print(f"{20 * len(rows) / (time.process_time() - start):,.0f} sentences per second of processor")
    if "--show" in sys.argv:
        for language, promises, sentence in rows:
            found = commitment_in(sentence)
            if (found is None) != (promises == "none"):
                print(f"{'missed' if found is None else 'false'}\t{language}\t{promises}\t{sentence}")


def _print_language(rows: list[Labelled]) -> None:
    found = [(promises, commitment_in(sentence)) for _, promises, sentence in rows]
    promising = sum(promises != "none" for promises, _ in found)
    told = [(promises, each) for promises, each in found if each is not None]
    right = [(promises, each) for promises, each in told if promises != "none"]
    kinds = sum(promises == each.content for promises, each in right)
    print(
        f"{rows[0][0]:<10}{len(rows):>5}{promising:>11}  {_share(len(right), len(told)):<22}"
        f"{_share(len(right), promising):<22}{kinds:>5} of {len(right)}"
    )


def _share(n: int, of: int) -> str:
    if not of:
        return "–"
    low, high = wilson(n, of)
    return f"{n / of:.2f} ({low:.2f}–{high:.2f})"


def _rows(file: Path) -> list[Labelled]:
    with file.open(encoding="utf-8", newline="") as stream:
        found = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["language"], row["promises"].rstrip("?"), row["sentence"]) for row in found]


if __name__ == "__main__":
    main()
