"""`visavis voices`: what clients say, the newest first, and what rises; personal data masked."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mirror.tell.wording import day, percent
from visavis.mistakes import Mistake, Words
from visavis.vocabulary import FRENCH, Mark, Sentiment, Theme

if TYPE_CHECKING:
    from visavis.voices.models import Voice
    from visavis.voices.telling import Risen, Told

MOST = 500


def _help(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


def voices(
    rising: Annotated[
        bool,
        typer.Option("--rising", help=_help("ce qui monte, au lieu des messages", "what rises, instead of messages")),
    ] = False,
    theme: Annotated[str, typer.Option("--theme", help=_help("un thème", "one theme"))] = "",
    sentiment: Annotated[str, typer.Option("--sentiment", help=_help("un ressenti", "one feeling"))] = "",
    mark: Annotated[str, typer.Option("--mark", help=_help("ce que les mots montrent", "what the words show"))] = "",
    topic: Annotated[int, typer.Option("--topic", help=_help("le numéro d’un sujet", "the number of a topic"))] = 0,
    most: Annotated[
        int, typer.Option("--most", min=1, max=MOST, help=_help("combien de messages", "how many messages"))
    ] = 20,
    as_json: Annotated[bool, typer.Option("--json", help=_help("en JSON", "as JSON"))] = False,
) -> None:
    """Show what clients say."""
    from visavis import database

    database.use(home())
    from visavis.voices.decided_topics import decided_topics
    from visavis.voices.listing import Filters, listed
    from visavis.voices.telling import told_voices

    for value, known in ((theme, Theme), (sentiment, Sentiment), (mark, Mark)):
        if value and value not in map(str, known):
            raise Mistake(
                Words(fr=f"inconnu: {value}", en=f"unknown: {value}"),
                remedy=Words(fr=f"choisissez parmi: {', '.join(known)}", en=f"choose among: {', '.join(known)}"),
            )
    told = told_voices(decided_topics())
    if rising:
        typer.echo(_json([_risen(told, each) for each in told.rising]) if as_json else _rising(told))
        return
    found = told.topic(topic) if topic else None
    if topic and found is None:
        raise Mistake(Words(fr=f"aucun sujet ne porte le numéro {topic}", en=f"no topic has the number {topic}"))
    filters = Filters(theme=theme, sentiment=sentiment, mark=mark, topics=found.members if found else ())
    rows = [_row(told, voice) for voice in listed(filters, size=most).voices]
    typer.echo(_json(rows) if as_json else "\n".join(map(_line, rows)) or _help("aucun message", "no message"))


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2, default=str)


def _row(told: "Told", voice: "Voice") -> dict[str, Any]:
    from visavis.engine.reading.personal.masking import masked

    topic = told.topic(voice.topic) if voice.topic else None
    return {
        "id": str(voice.id), "on": voice.occurred_on, "channel": voice.channel, "language": voice.language or None,
        "sentiment": voice.sentiment or None, "theme": voice.theme or None, "step": voice.step or None,
        "marks": [mark for mark in voice.marks.split(",") if mark], "topic": topic.number if topic else None,
        "topic_name": topic.name if topic else None, "text": masked(voice.text, voice.personal, lang()),
    }  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    said = [row["sentiment"], row["theme"], *row["marks"]]
    read = ", ".join(FRENCH.get(code, code) if lang() == "fr" else code.replace("-", " ") for code in said if code)
    text = " ".join(row["text"].split())
    return f"{row['on'] or '?'}  {read or '–'}\n  {text if len(text) < 200 else text[:199] + '…'}"


def _risen(told: "Told", risen: "Risen") -> dict[str, Any]:
    words = told.called(risen)
    return {
        "kind": risen.kind, "name": risen.name, "called": words.say(lang()) if words else None, "rises": risen.rises,
        "since": risen.since, "unit": str(risen.unit), "periods": risen.periods, "count": risen.count, "n": risen.n,
        "share": risen.share, "low": risen.low, "high": risen.high, "expected": risen.expected,
        "season_compared": risen.seasonal, "level": risen.level,
    }  # fmt: skip


def _rising(told: "Told") -> str:
    lines = [_rise(words, each) for each in told.flagged if (words := told.called(each)) is not None]
    if not told.rising:
        return _help("rien n’a encore été compté: visavis run", "nothing was counted yet: visavis run")
    return "\n".join(lines) or _help("Rien ne monte au-delà du hasard.", "Nothing rises beyond chance.")


def _rise(words: Words, risen: "Risen") -> str:
    speak = lang()
    share, low, high, expected = (
        percent(each, speak) if each is not None else "–"
        for each in (risen.share, risen.low, risen.high, risen.expected)
    )
    since = day(risen.since, speak) if risen.since else "?"
    return Words(
        fr=f"{words.fr}: {share} des messages {risen.window.fr} ({risen.count} sur {risen.n}, fourchette {low} – {high}), {expected} attendus d’après le passé; depuis le {since}",
        en=f"{words.en}: {share} of messages {risen.window.en} ({risen.count} of {risen.n}, interval {low} – {high}), {expected} expected from the past; since {since}",
    ).say(speak)
