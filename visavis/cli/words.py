"""`visavis words`: which words our own texts use, as the last run counted them; of teams and channels, never of a person."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words

if TYPE_CHECKING:
    from visavis.mirror.words.trends import Series, WordTrends

DIRECTIONS = {
    "out": Words(fr="à nos clients", en="to our clients"),
    "internal": Words(fr="entre nous", en="among ourselves"),
}


def _help(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


def words(
    team: Annotated[
        str, typer.Option("--team", help=_help("une équipe plutôt que toutes", "one team instead of all"))
    ] = "",
    channel: Annotated[
        str, typer.Option("--channel", help=_help("un canal plutôt que tous", "one channel instead of all"))
    ] = "",
    as_data: Annotated[
        bool,
        typer.Option(
            "--json", help=_help("toutes les périodes, pour d’autres programmes", "every period, for other programs")
        ),
    ] = False,
) -> None:
    """Tell how often our texts use each list of words, and whether that changes; exit code 1 where nothing was run yet."""
    from visavis.engine.duckdb import DuckDB
    from visavis.engine.lake import Lake
    from visavis.mirror.words.trends import as_json, word_trends

    lake = Lake(home() / "lake")
    manifest = lake.current()
    runner = DuckDB()
    try:
        trends = word_trends(runner, lake, manifest) if manifest else None
    finally:
        runner.close()
    if trends is None:
        raise Mistake(
            Words(fr="aucun vocabulaire n’a encore été compté ici", en="no words were counted here yet"),
            remedy=Words(fr="lancez: visavis run", en="start: visavis run"),
        )
    if as_data:
        typer.echo(json.dumps(as_json(trends), ensure_ascii=False, indent=2))
        return
    typer.echo(_told(trends, "team" if team else "channel" if channel else "all", team or channel))


def _told(trends: "WordTrends", dimension: str, value: str) -> str:
    from visavis.mirror.tell.wording import number, spaced

    language = lang()
    counted = Words(
        fr=f"{number(trends.counted, 'fr')} de nos textes sur {number(trends.texts, 'fr')} ont pu être comptés.",
        en=f"{number(trends.counted, 'en')} of our {number(trends.texts, 'en')} texts could be counted.",
    )
    lines = [counted.say(language)]
    for direction, words_of in DIRECTIONS.items():
        found = trends.of(direction, dimension, value)
        if found:
            lines += ["", (value or words_of.say(language)) + (f" · {words_of.say(language)}" if value else "")]
            names = {each.name: Words(fr=each.fr, en=each.en) for each in trends.lists}
            lines += [_line(each, names[each.list]) for each in found if each.list in names]
    if len(lines) == 1:
        lines.append(
            Words(
                fr="Rien ne peut être montré: il faut les textes de cinq personnes au moins dans une même période.",
                en="Nothing can be shown: a period needs the texts of at least five people.",
            ).say(language)
        )
    return spaced("\n".join(lines))


def _line(series: "Series", says: Words) -> str:
    from visavis.mirror.tell.wording import number, percent, span
    from visavis.mirror.words.telling import change_told

    language = lang()
    whole = series.whole
    sure = Words(fr="fourchette", en="interval").say(language)
    messages = Words(fr="messages", en="messages").say(language)
    return (
        f"  {percent(whole.share, language):>8}  {says.say(language)} · {sure} {span(*whole.interval, language)} · "
        f"{number(whole.messages, language)} {messages} · {change_told(series).say(language)}"
    )
