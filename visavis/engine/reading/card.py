"""The model card: what was learnt from what, how right it is per head and language, what it does not do."""

from visavis.engine.reading.committing.learning import LANGUAGES, read_labelled
from visavis.engine.reading.heads import COVERAGES, Head
from visavis.engine.reading.training import MARKS, NONE, ONE_OF, Heads
from visavis.mistakes import Lang, Words
from visavis.vocabulary import FRENCH

_WITHOUT_ENCODER = Words(
    "L’encodeur de phrases n’est pas construit : seuls les mots sont lus, et le lecteur s’abstient bien plus souvent "
    "(visavis reader build).",
    "The sentence encoder is not built: only words are read, and the reader abstains much more often (visavis reader build).",
)
_COMMITMENTS = Words(
    "Engagements dans nos réponses : une grammaire et une tête apprise sur {n} phrases ; {judged}. "
    "Justesse : python -m benchmarks.reading commitments.",
    "Commitments in our replies: a grammar and a head learnt from {n} sentences; {judged}. "
    "How right: python -m benchmarks.reading commitments.",
)
_JUDGED = Words(
    "les phrases douteuses sont jugées à nouveau avec l’encodeur", "unsure sentences are judged again with the encoder"
)
_UNJUDGED = Words(
    "sans l’encodeur, les phrases douteuses ne sont pas jugées à nouveau",
    "without the encoder, unsure sentences are not judged again",
)
_QUESTIONS = {
    "language": Words("langue", "language"),
    "sentiment": Words("ressenti", "sentiment"),
    "theme": Words("thème", "theme"),
    "step": Words("étape", "step"),
}
_LANGUAGES = {"fr": Words("français", "French"), "en": Words("anglais", "English")}


def card(heads: Heads, version: str, *, encoder: bool, lang: Lang) -> str:
    """What reads, in two or three sentences, then a line per head and language."""
    return "\n".join(
        [
            described(heads, version, encoder=encoder, lang=lang),
            *("", *_answers(heads, lang), "", *_marks(heads, lang), "", _commitments(encoder=encoder, lang=lang)),
        ]
    )


def _commitments(*, encoder: bool, lang: Lang) -> str:
    learnt_from = sum(len(read_labelled(language)) for language in LANGUAGES)
    return _COMMITMENTS.say(lang).format(n=learnt_from, judged=(_JUDGED if encoder else _UNJUDGED).say(lang))


def described(heads: Heads, version: str, *, encoder: bool, lang: Lang) -> str:
    """What reads, and how often it answers, in two or three sentences."""
    feeling, theme = heads["sentiment"].learnt, heads["theme"].learnt
    shares = [f"{100 * value:.0f}" for value in (
        feeling["coverage"], feeling["precision"], theme["coverage"], theme["precision"])]  # fmt: skip
    said = Words(
        f"Lecteur {version}, entraîné sur {feeling['sentences']:.0f} phrases écrites pour Visavis. Sur des métiers "
        f"jamais vus, il se prononce sur le ressenti de {shares[0]} % des phrases (juste {shares[1]} fois sur 100) et "
        f"sur le thème de {shares[2]} % (juste {shares[3]} fois sur 100) ; sinon il s’abstient.",
        f"Reader {version}, trained on {feeling['sentences']:.0f} sentences written for Visavis. On kinds of company "
        f"it had not seen, it tells the feeling of {shares[0]} % of sentences (right {shares[1]} times in 100) and the "
        f"theme of {shares[2]} % (right {shares[3]} times in 100); otherwise it abstains.",
    ).say(lang)
    return said if encoder else f"{said} {_WITHOUT_ENCODER.say(lang)}"


def _answers(heads: Heads, lang: Lang) -> list[str]:
    told = [
        Words(
            "Réponse obligée : part juste à 100, 90, 75, 50 % des phrases (les plus sûres) ; ECE, Brier : écarts de probabilité",
            "When obliged to answer: share right on 100, 90, 75, 50 % of sentences (the surest); ECE, Brier: gaps of probability",
        ).say(lang)
    ]
    for question in ONE_OF:
        for code, name in _LANGUAGES.items():
            figures = _of(heads[question], code)
            if figures:
                curve = " ".join(f"{figures[f'accuracy_at_{share}']:.2f}" for share in COVERAGES)
                told.append(
                    f"  {_QUESTIONS[question].say(lang):<10} {name.say(lang):<9} {curve}   ECE {figures['calibration_error']:.3f}   "
                    f"Brier {figures['brier']:.3f}   n {figures['sentences']:.0f}"
                )
    return told


def _marks(heads: Heads, lang: Lang) -> list[str]:
    told = [
        Words(
            "Signes : précision et rappel au seuil, ECE en français et en anglais, phrases qui le portent",
            "Marks: precision and recall at the threshold, ECE in French and in English, sentences that show it",
        ).say(lang)
    ]
    for mark in MARKS:
        learnt = heads[mark].learnt
        name = FRENCH.get(mark, mark) if lang == "fr" else mark
        told.append(
            f"  {name:<20} {learnt['precision']:.2f} {learnt['recall']:.2f}   ECE {learnt.get('fr.calibration_error', 0):.3f} "
            f"{learnt.get('en.calibration_error', 0):.3f}   n {learnt['present']:.0f}"
        )
    return told


def _of(head: Head, language: str) -> dict[str, float]:
    stem = f"{language}."
    return {name.removeprefix(stem): value for name, value in head.learnt.items() if name.startswith(stem)}


def card_of(heads: Heads, version: str) -> str:
    """The card as Markdown, English; it stands beside the heads."""
    lines = [
        f"# {version}",
        "",
        "Linear heads over word and letter n-grams, word lists"
        + (" and multilingual-e5-small (int8)." if heads.centre is not None else "; no sentence encoder."),
        f"Learnt from {heads['sentiment'].learnt['sentences']:.0f} sentences written for Visavis, French and English "
        "(`visavis/engine/reading/sentences`, Apache-2.0), and from nothing else. The same hand wrote sentences, labels and "
        "word lists: figures on texts of a company will be lower; `visavis reader learn` measures them there.",
        "Figures are out of fold, folds cut by kind of company. ECE: expected calibration error, ten bins. Brier: over labels.",
        "",
        "| question | language | n | accuracy at 100 % | 90 % | 75 % | 50 % | ECE | Brier | threshold | answered | right of those |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for question in ONE_OF:
        head = heads[question]
        for code in ("fr", "en"):
            told = _of(head, code)
            curve = " | ".join(f"{told[f'accuracy_at_{share}']:.3f}" for share in COVERAGES)
            lines.append(
                f"| {question} | {code} | {told['sentences']:.0f} | {curve} | {told['calibration_error']:.3f} | {told['brier']:.3f} "
                f"| {head.threshold:.2f} | {told['coverage']:.3f} | {told['precision']:.3f} |"
            )
    lines += ["", f"A step `{NONE}` is learnt as an answer and told as none.", ""]
    lines += [
        "| mark | n | threshold | precision | recall | ECE fr | ECE en | Brier fr | Brier en |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for mark in MARKS:
        head, told = heads[mark], heads[mark].learnt
        lines.append(
            f"| {mark} | {told['present']:.0f} | {head.threshold:.2f} | {told['precision']:.3f} | {told['recall']:.3f} | "
            f"{told.get('fr.calibration_error', 0):.3f} | {told.get('en.calibration_error', 0):.3f} | {told.get('fr.brier', 0):.3f} | "
            f"{told.get('en.brier', 0):.3f} |"
        )
    lines += [
        "",
        "Not for: employees' words (never read for mood), decisions about a person, other languages (left unread). Irony is "
        "abstained from where words and sense lean opposite ways; much of it still passes for praise or complaint.",
    ]
    return "\n".join(lines) + "\n"
