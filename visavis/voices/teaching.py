"""What people's labels teach: a head per question, measured on labels held out, adopted only where it is not worse."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from visavis.engine.progress import Progress, silent
from visavis.engine.reading.learning.encoders import Encoding, encoding_of, shipped_encoding
from visavis.engine.reading.learning.keeping import keep, kept
from visavis.engine.reading.learning.kernels import Floats, Material, material
from visavis.engine.reading.learning.measuring import Difference, compare, held_out, measure
from visavis.engine.reading.learning.own import FEWEST, OwnHead, learn_head
from visavis.engine.reading.learning.shipped import shipped_says
from visavis.engine.reading.reader import Reader, load_reader
from visavis.engine.reading.texts import clean
from visavis.engine.reading.training import PRECISION
from visavis.house.models import User
from visavis.mistakes import Mistake, Words
from visavis.voices.beside import names_of, unlabelled
from visavis.voices.choosing import choose, in_use
from visavis.voices.correcting import answers_to, text_md5
from visavis.voices.known_vectors import vectors_for, vectors_in_lake
from visavis.voices.models import Correction, LearntHead, Voice

ASKED_FOR = 20
"""From so many labels given in the queue on, those alone measure: who corrects on a page does so where the reader was wrong."""


@dataclass(frozen=True, slots=True)
class Label:
    """What people say of one text."""

    digest: str
    text: str
    answer: str
    slice: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt for a question, and whether it answers from now on."""

    question: str
    version: str
    labels: int
    adopted: bool
    figures: dict[str, Any]
    """`new` and `former` (Figures), `difference` (Difference), `former_version`, `measured_on` (n, queue), `audit`, `encoder`,
    `other_model` (what a larger one was worth beside the shipped one), `beside` (messages without labels learnt from), `adopted`."""


def labels_of(question: str) -> list[Label]:
    """One per text that people labelled and that still stands so; where two people differ, the later word counts."""
    rows = list(Correction.objects.filter(question=question, withdrawn_at=None).order_by("id"))
    voices = Voice.objects.filter(pk__in=[row.voice for row in rows], vanished_run=None)
    texts = {voice.pk: voice.text for voice in voices}
    found: dict[str, Label] = {}
    for row in rows:
        text = texts.get(row.voice)
        if text is not None and text_md5(text) == row.text_md5 and clean(text):
            found[row.text_md5] = Label(row.text_md5, text, row.answer, row.slice)
    return list(found.values())


def counted(question: str) -> int:
    """How many labels stand, texts aside."""
    return Correction.objects.filter(question=question, withdrawn_at=None).values("text_md5").distinct().count()


def learn(
    home: Path,
    question: str,
    *,
    user: User | None = None,
    model: Path | None = None,
    progress: Progress = silent,
    reader: Reader | None = None,
) -> Lesson:
    """Learns from all labels of the question, compares with the head in use on labels held out, adopts it unless it is worse.

    `model`: the folder of a larger encoder (`reader: {model: …}` in visavis.yaml); it is read with only where it wins. Raises
    Mistake with too few labels, or where all say the same.
    """
    answers_to(question)
    labels = labels_of(question)
    _enough(labels)
    progress(Words(fr="Préparation du lecteur", en="Getting the reader ready"), 0.0)
    reader = reader or load_reader()
    ours = shipped_encoding()
    progress(Words(fr="Apprentissage sur vos réponses", en="Learning from your answers"), 0.2)
    best = _Pupil(home, question, labels, reader, ours, ours)
    beside: dict[str, Any] | None = None
    if model is not None:
        progress(Words(fr="Comparaison avec l’autre modèle", en="Comparing with the other model"), 0.6)
        larger = _Pupil(home, question, labels, reader, ours, encoding_of(model), model)
        gain = compare(larger.answers, best.answers, best.truth)
        beside = {
            "encoder": larger.encoding.version if larger.encoding else "",
            "macro": measure(larger.answers, best.truth).macro,
            "shipped": measure(best.answers, best.truth).macro,
            "difference": asdict(gain),
            "wins": gain.wins,
        }
        best = larger if gain.wins else best
    return best.adopt_unless_worse(user, beside)


def _enough(labels: Sequence[Label]) -> None:
    if len(labels) < FEWEST:
        raise Mistake(
            Words(
                fr=f"il faut au moins {FEWEST} réponses pour apprendre ; il y en a {len(labels)}",
                en=f"at least {FEWEST} answers are needed to learn; there are {len(labels)}",
            ),
            remedy=Words(fr="répondez à d’autres messages de la file", en="answer more messages of the queue"),
        )
    if len({label.answer for label in labels}) < 2:
        raise Mistake(
            Words(
                fr="toutes les réponses sont les mêmes : il n’y a rien à distinguer",
                en="all answers are the same: there is nothing to tell apart",
            ),
            remedy=Words(
                fr="répondez à des messages qui disent autre chose", en="answer messages that say something else"
            ),
        )


class _Pupil:
    """One recipe (with one encoder) on the labels of a question: its held-out answers, beside those of the head in use."""

    def __init__(
        self,
        home: Path,
        question: str,
        labels: Sequence[Label],
        reader: Reader,
        shipped: Encoding | None,
        encoding: Encoding | None,
        model: Path | None = None,
    ) -> None:
        self.home, self.question, self.labels, self.reader = home, question, labels, reader
        self.shipped, self.encoding, self.model = shipped, encoding, model
        self.truth = [label.answer for label in labels]
        self.cleaned = [clean(label.text) for label in labels]
        base = self._vectors(shipped)
        said = shipped_says(reader, question, self.cleaned, base)
        self.names = said[0] if said else tuple(sorted(set(self.truth)))
        self.prior = said[1] if said else None
        vectors = base if encoding == shipped else self._vectors(encoding)
        self.material = material(self.cleaned, vectors, self.prior)
        self.sets = [frozenset([answer]) for answer in self.truth]
        self.precision = PRECISION.get(question, 0.85)
        self.called = names_of(question, self.names, self._shipped_says, shipped, encoding)
        digests = [label.digest for label in labels]
        beside = unlabelled(home, digests, self._shipped_says, shipped, encoding)
        self.head = self._learnt(beside)
        # where the texts beside were not taken in, folds need not try them again
        self.beside = beside if self.head.self_taught else None
        self.held = held_out(
            self.material, self.sets, self.names, precision=self.precision, names=self.called, unlabelled=self.beside
        )
        self.answers = _said(self.names, self.held)

    def _learnt(self, beside: Material | None) -> OwnHead:
        return learn_head(
            self.material, self.sets, precision=self.precision, labels=self.names, names=self.called, unlabelled=beside
        )

    def _shipped_says(self, cleaned: Sequence[str], vectors: Floats | None) -> Floats | None:
        said = shipped_says(self.reader, self.question, cleaned, vectors)
        return said[1] if said else None

    def _vectors(self, encoding: Encoding | None) -> Floats | None:
        if encoding is None:
            return None
        digests = [label.digest for label in self.labels]
        return vectors_for(digests, self.cleaned, encoding, vectors_in_lake(self.home, encoding.version, digests))

    def adopt_unless_worse(self, user: User | None, other_model: dict[str, Any] | None) -> Lesson:
        """Keep what was learnt, with its figures; it answers from now on unless it did worse than the head in use."""
        former_version, former = self._former()
        rows = [row for row, label in enumerate(self.labels) if label.slice]
        queue = len(rows) >= ASKED_FOR and len({self.truth[row] for row in rows}) > 1
        rows = rows if queue else list(range(len(self.labels)))
        new, truth = [self.answers[row] for row in rows], [self.truth[row] for row in rows]
        figures: dict[str, Any] = {
            "new": asdict(measure(new, truth)),
            "former_version": former_version,
            "measured_on": {"n": len(rows), "queue": queue},
            "audit": self._audit(former),
            "encoder": self.encoding.version if self.encoding else "",
            "other_model": other_model,
            "beside": self.beside.size if self.beside else 0,
        }
        difference: Difference | None = None
        if former is not None:
            old = [former[row] for row in rows]
            difference = compare(new, old, truth)
            figures |= {"former": asdict(measure(old, truth)), "difference": asdict(difference)}
        adopted = difference is None or difference.mean >= 0
        digests = [label.digest for label in self.labels]
        version = keep(
            self.home, self.question, self.head, encoder=self.encoding.version if self.encoding else "",
            model=str(self.model or ""), base=self.reader.version, held_out=dict(zip(digests, self.held, strict=True)),
        ).version  # fmt: skip
        figures["adopted"] = adopted
        LearntHead.objects.create(
            question=self.question, version=version, labels=len(self.labels), figures=figures, user=user
        )
        if adopted:
            choose(self.question, version, user=user)
        return Lesson(self.question, version, len(self.labels), adopted, figures)

    def _former(self) -> tuple[str, list[str] | None]:
        """The head in use and what it answers: texts that it has learnt from, as it answered before it had seen them."""
        version = in_use(self.question)
        known = kept(self.home, self.question, version) if version else None
        if known is None:
            return "", None if self.prior is None else _said(self.names, self.prior)
        vectors = self.material.vectors
        if known.encoder and (self.encoding is None or known.encoder != self.encoding.version):
            encoding = self.shipped if self.shipped and known.encoder == self.shipped.version else None
            encoding = encoding or (encoding_of(Path(known.model)) if known.model else None)
            vectors = self._vectors(encoding)
        rows = Material(self.material.words, self.material.letters, vectors, self.prior)
        found = known.head.probabilities(rows)
        for row, label in enumerate(self.labels):
            if label.digest in known.held_out:
                found[row] = known.held_out[label.digest]
        return version, _said(known.head.labels, found)

    def _audit(self, former: list[str] | None) -> dict[str, int] | None:
        """Of the random slice alone, an unbiased sample of all messages: how many, and how many each head answers rightly."""
        rows = [row for row, label in enumerate(self.labels) if label.slice == Correction.Slice.AUDIT]
        if not rows:
            return None
        right = {"new": sum(self.answers[row] == self.truth[row] for row in rows)}
        if former is not None:
            right["former"] = sum(former[row] == self.truth[row] for row in rows)
        return {"n": len(rows), **right}


def _said(names: Sequence[str], probabilities: Any) -> list[str]:
    return [names[place] for place in np.asarray(probabilities).argmax(axis=1)]
