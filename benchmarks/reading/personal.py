"""Personal data found in texts written by hand for the project, beside presidio with the same spaCy model, in the same run.

`personal_texts/*.txt` hold a text a line (`\\n`: a new line), personal data marked `[kind|words]`; the rules were written on
them. The goal is measured on `sets/personal`, written by another hand (sets/README.md).
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.reading.rows import Row
from visavis.engine.measuring.intervals import wilson
from visavis.engine.reading.personal import named
from visavis.engine.reading.personal.finding import personal_data
from visavis.engine.reading.personal.spans import Kind, Span

FOLDER = Path(__file__).parent / "personal_texts"
HELD_OUT = Path(__file__).parent / "sets" / "personal"
_MARK = re.compile(r"\[(person|email|phone|address|iban|card|social)\|([^\]]*)\]")
Finder = Callable[[Sequence[str]], list[list[Span]]]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and where personal data stands in it."""

    text: str
    spans: tuple[Span, ...]


def marked(line: str) -> Marked:
    """A line with marks, read."""
    line = line.replace("\\n", "\n")
    parts, spans, place, length = [], [], 0, 0
    for mark in _MARK.finditer(line):
        before = line[place : mark.start()]
        spans.append(Span(length + len(before), len(mark[2]), Kind(mark[1])))
        parts += [before, mark[2]]
        length += len(before) + len(mark[2])
        place = mark.end()
    return Marked("".join([*parts, line[place:]]), tuple(spans))


def texts_of(file: Path) -> list[Marked]:
    """The texts of a file."""
    return [marked(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def measure(quick: bool) -> Iterable[Row]:
    """Recall of persons and of the rest, clean texts altered, per language; then texts a second."""
    finders: dict[str, Finder] = {"ours": personal_data}
    if named.is_there() and find_spec("presidio_analyzer"):
        finders["presidio"] = _presidio()
    else:
        print("presidio-analyzer or the French spaCy model is not installed: no baseline")
    for name, folder in (("held out", HELD_OUT), ("development", FOLDER)):
        for language in ("fr", "en"):
            yield from _rows(f"{name} {language.upper()}", folder, language, finders)
    yield from _speed(quick)


def _rows(name: str, folder: Path, language: str, finders: dict[str, Finder]) -> Iterator[Row]:
    if not (folder / f"{language}.txt").exists():
        print(f"{folder / f'{language}.txt'} is absent: its rows are left out")
        return
    texts, clean = texts_of(folder / f"{language}.txt"), texts_of(folder / f"{language}_clean.txt")
    found = {finder: find([each.text for each in texts]) for finder, find in finders.items()}
    altered = {finder: find([each.text for each in clean]) for finder, find in finders.items()}
    for persons in (True, False):
        hits = {
            finder: [_covered(truth, spans) for each, spans in zip(texts, its, strict=True) for truth in each.spans if (truth.kind == Kind.PERSON) == persons]
            for finder, its in found.items()
        }  # fmt: skip
        told = f"{name}, {'persons' if persons else 'the rest'}: recall"
        yield _row(told, hits, "≥ 0.97", lambda value: value >= 0.97)
    changed = {finder: [bool(spans) for spans in its] for finder, its in altered.items()}
    yield _row(f"{name}, clean texts altered", changed, "≤ 0.03", lambda value: value <= 0.03)
    if folder == HELD_OUT:
        return  # whoever writes rules sees its totals alone
    for each, spans in zip(texts, found["ours"], strict=True):
        for truth in each.spans:
            if not _covered(truth, spans):
                print(f"  missed   {truth.kind:<8} {each.text[truth.begin : truth.end]!r} in {each.text!r}")
    for each, spans in zip(clean, altered["ours"], strict=True):
        for span in spans:
            print(f"  altered  {span.kind:<8} {each.text[span.begin : span.end]!r} in {each.text!r}")


def _covered(truth: Span, spans: Sequence[Span]) -> bool:
    """Whether all of it is masked; a title before a name need not be."""
    return any(
        span.begin <= truth.end - 1 and span.begin - truth.begin <= _TITLED and truth.end <= span.end for span in spans
    )


_TITLED = 9
"""Characters of the longest title and a blank: presidio leaves titles standing."""


def _row(task: str, hits: dict[str, list[bool]], goal: str, reached: Callable[[float], bool]) -> Row:
    ours = hits["ours"]
    value, bounds = sum(ours) / len(ours), wilson(sum(ours), len(ours))
    other = hits.get("presidio")
    baseline = sum(other) / len(other) if other else None
    return Row(task, len(ours), value, "share", baseline, "presidio", bounds[0], bounds[1], goal, reached(value))


def _presidio() -> Finder:
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider
    from tldextract import TLDExtract, tldextract

    tldextract.TLD_EXTRACTOR = TLDExtract(suffix_list_urls=())  # else it asks the network for its list

    given = {"nlp_engine_name": "spacy", "models": [{"lang_code": "fr", "model_name": named.MODEL}]}
    analyzer = AnalyzerEngine(
        nlp_engine=NlpEngineProvider(nlp_configuration=given).create_engine(), supported_languages=["fr"]
    )
    kinds = {"PERSON": Kind.PERSON, "EMAIL_ADDRESS": Kind.EMAIL, "PHONE_NUMBER": Kind.PHONE, "IBAN_CODE": Kind.IBAN, "CREDIT_CARD": Kind.CARD, "LOCATION": Kind.ADDRESS}  # fmt: skip

    def find(texts: Sequence[str]) -> list[list[Span]]:
        return [
            [Span(each.start, each.end - each.start, kinds[each.entity_type]) for each in analyzer.analyze(text, "fr") if each.entity_type in kinds and each.entity_type != "LOCATION"]
            for text in texts
        ]  # fmt: skip

    return find


def _speed(quick: bool) -> Iterator[Row]:
    texts = [each.text for name in ("fr", "fr_clean", "en", "en_clean") for each in texts_of(FOLDER / f"{name}.txt")]
    texts *= 2 if quick else 8
    for name, model in (("rules and model", True), ("rules alone", False)):
        personal_data(texts[:50], model=model)
        began = time.process_time()
        personal_data(texts, model=model)
        yield Row(f"texts searched, {name}", len(texts), len(texts) / (time.process_time() - began), "docs/CPU s")
