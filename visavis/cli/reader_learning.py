"""`visavis reader learn|versions|rollback|compare`: what the company's labels taught, how well, and back again."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words

if TYPE_CHECKING:
    from visavis.voices.teaching import Lesson


def _help(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


Question = Annotated[
    str,
    typer.Argument(
        help=_help(
            "sentiment, theme, step ou une marque (anger, urgent…)", "sentiment, theme, step or a mark (anger, urgent…)"
        )
    ),
]
AsData = Annotated[bool, typer.Option("--json", help=_help("pour d’autres programmes", "for other programs"))]


def learn(
    question: Annotated[
        str,
        typer.Argument(
            help=_help(
                "une question ; sans elle, toutes celles qui s’y prêtent",
                "one question; without it, all that can be learnt",
            )
        ),
    ] = "",
    as_data: AsData = False,
) -> None:
    """Learn from what people corrected and answered; each version is adopted only where it is not worse on labels held out."""
    from visavis import database
    from visavis.running.home import larger_model

    place = home()
    database.use(place)
    lessons = _learnt(place, question, larger_model(place))
    _tell(lessons, as_data)


def compare(
    model: Annotated[
        Path,
        typer.Argument(
            help=_help(
                "dossier du modèle (model.onnx, tokenizer.json)", "folder of the model (model.onnx, tokenizer.json)"
            )
        ),
    ],
    question: Annotated[
        str,
        typer.Argument(
            help=_help(
                "une question ; sans elle, toutes celles qui s’y prêtent",
                "one question; without it, all that can be learnt",
            )
        ),
    ] = "",
    as_data: AsData = False,
) -> None:
    """Measure a larger local model beside the shipped encoder on the company's own labels; it answers only where it wins."""
    from visavis import database

    place = home()
    database.use(place)
    lessons = _learnt(place, question, model.absolute())
    _tell(lessons, as_data)
    if not as_data and any(lesson.figures["other_model"]["wins"] for lesson in lessons):
        typer.echo(
            Words(
                fr=f"Pour que les prochains apprentissages l’essaient aussi, écrivez dans visavis.yaml :\nreader:\n  model: {model.absolute()}",
                en=f"For the next lessons to try it too, write into visavis.yaml:\nreader:\n  model: {model.absolute()}",
            ).say(lang())
        )


def _learnt(place: Path, question: str, model: Path | None) -> "list[Lesson]":
    from visavis.cli.progress import bar
    from visavis.engine.reading.learning.own import FEWEST
    from visavis.voices.correcting import questions
    from visavis.voices.teaching import counted, learn

    chosen = [question] if question else [each for each in questions() if counted(each) >= FEWEST]
    if not chosen:
        raise Mistake(
            Words(fr=f"aucune question n’a encore {FEWEST} réponses", en=f"no question has {FEWEST} answers yet"),
            remedy=Words(
                fr="répondez à des messages dans Réglages, Lecture", en="answer messages in Settings, Reading"
            ),
        )
    lessons = []
    with bar(lang()) as progress:
        for each in chosen:
            try:
                lessons.append(learn(place, each, model=model, progress=progress))
            except Mistake:
                # asked for all, a question whose answers are all the same is passed over
                if question:
                    raise
    return lessons


def _tell(lessons: "list[Lesson]", as_data: bool) -> None:
    if as_data:
        typer.echo(json.dumps([_plain(lesson) for lesson in lessons], ensure_ascii=False, indent=2))
        return
    for lesson in lessons:
        for line in lines(lesson):
            typer.echo(line.say(lang()))


def _plain(lesson: "Lesson") -> dict[str, Any]:
    return {
        "question": lesson.question,
        "version": lesson.version,
        "labels": lesson.labels,
        "adopted": lesson.adopted,
        **lesson.figures,
    }


def lines(lesson: "Lesson") -> list[Words]:
    """What a lesson came to, in sentences and one line per answer."""
    figures = lesson.figures
    new, former, other = figures["new"], figures.get("former"), figures.get("other_model")
    told = [
        Words(
            fr=f"{lesson.question} : version {lesson.version}, apprise de {lesson.labels} réponses. F1 moyen {_fr(new['macro'])} (fourchette {_fr(new['low'])} à {_fr(new['high'])}) sur {new['n']} messages non vus.",
            en=f"{lesson.question}: version {lesson.version}, learnt from {lesson.labels} answers. Mean F1 {new['macro']:.3f} (interval {new['low']:.3f} to {new['high']:.3f}) on {new['n']} messages not seen.",
        )
    ]
    if former is not None:
        verdict = ("adoptée", "adopted") if lesson.adopted else ("mise de côté", "kept aside")
        told.append(
            Words(
                fr=f"  Celle qui répondait : {_fr(former['macro'])}. La nouvelle est {verdict[0]}.",
                en=f"  The one that answered: {former['macro']:.3f}. The new one is {verdict[1]}.",
            )
        )
    if other is not None:
        gain = other["difference"]
        verdict = ("il gagne", "it wins") if other["wins"] else ("il ne gagne pas", "it does not win")
        told.append(
            Words(
                fr=f"  L’autre modèle ({other['encoder']}) : {_fr(other['macro'])} contre {_fr(other['shipped'])} ; écart {_fr(gain['mean'])} (fourchette {_fr(gain['low'])} à {_fr(gain['high'])}) : {verdict[0]}.",
                en=f"  The other model ({other['encoder']}): {other['macro']:.3f} against {other['shipped']:.3f}; difference {gain['mean']:+.3f} (interval {gain['low']:+.3f} to {gain['high']:+.3f}): {verdict[1]}.",
            )
        )
    for each in new["labels"]:
        told.append(
            Words(
                fr=f"  {each['label']:<14} n {each['n']:>5}   F1 {_fr(each['f1'])} ({_fr(each['low'])}–{_fr(each['high'])})",
                en=f"  {each['label']:<14} n {each['n']:>5}   F1 {each['f1']:.3f} ({each['low']:.3f}–{each['high']:.3f})",
            )
        )
    return told


def _fr(value: float) -> str:
    return f"{value:.3f}".replace(".", ",").replace("-", "−")


def versions(as_data: AsData = False) -> None:
    """List what was learnt, the latest first, and which version answers each question."""
    from visavis import database

    database.use(home())
    from visavis.voices.choosing import choices
    from visavis.voices.models import LearntHead

    now = choices()
    rows = [
        {
            "question": each.question,
            "version": each.version,
            "learnt_at": each.learnt_at.isoformat(timespec="seconds"),
            "labels": each.labels,
            "f1": each.figures["new"]["macro"],
            "adopted": each.figures["adopted"],
            "answers": now.get(each.question) == each.version,
        }
        for each in LearntHead.objects.order_by("-id")
    ]
    if as_data:
        typer.echo(json.dumps(rows, indent=2))
        return
    if not rows:
        typer.echo(
            Words(
                fr="Rien n’est encore appris : le lecteur livré répond.",
                en="Nothing is learnt yet: the shipped reader answers.",
            ).say(lang())
        )
    for row in rows:
        state = Words(fr="en service", en="answers") if row["answers"] else Words(fr="", en="")
        if not row["adopted"]:
            state = Words(fr=f"mise de côté {state.fr}".strip(), en=f"kept aside {state.en}".strip())
        typer.echo(
            f"{row['question']:<14}{row['version']:<12}{row['learnt_at'][:16]}  {row['labels']:>6}  F1 {row['f1']:.3f}  {state.say(lang())}".rstrip()
        )


def rollback(
    question: Question,
    version: Annotated[
        str,
        typer.Argument(
            help=_help(
                "une version ; « shipped » pour le lecteur livré ; sans elle, la précédente",
                "a version; “shipped” for the shipped reader; without it, the former one",
            )
        ),
    ] = "",
) -> None:
    """Go back to a former version; the next run reads anew what it changes."""
    from visavis import database

    database.use(home())
    from visavis.voices.choosing import roll_back
    from visavis.voices.correcting import answers_to

    answers_to(question)
    now = roll_back(question, user=None, version=None if not version else "" if version == "shipped" else version)
    answering = (
        Words(fr=f"la version {now}", en=f"version {now}")
        if now
        else Words(fr="le lecteur livré", en="the shipped reader")
    )
    typer.echo(
        Words(
            fr=f"{question} : {answering.fr} répond à partir du prochain calcul (visavis run --only read --only publish).",
            en=f"{question}: {answering.en} answers from the next run on (visavis run --only read --only publish).",
        ).say(lang())
    )
