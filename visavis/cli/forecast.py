"""`visavis forecast`: write down what clients will answer, take it back or seal it, and see how near we came."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from visavis.cli.action import user_of
from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words

if TYPE_CHECKING:
    from visavis.house.models import User

app = typer.Typer(no_args_is_help=True)


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


AS = Annotated[
    str, typer.Option("--as", metavar="EMAIL", help=_say("votre adresse dans Visavis", "your address in Visavis"))
]
NUMBER = Annotated[int, typer.Argument(help=_say("son numéro dans la liste", "its number in the list"))]
WAVE = Annotated[
    str,
    typer.Option("--quarter", metavar="DAY", help=_say("son premier jour; vide: le prochain trimestre", "its first day; empty: the next quarter")),
]  # fmt: skip


@app.command("level", help=_say("le niveau d’une question", "the level of a question"))
def level(
    question: Annotated[str, typer.Argument(help=_say("la question, par exemple after-contact", "the question, such as after-contact"))],
    value: Annotated[float, typer.Argument(help=_say("de 0 à 100; un score net, de −100 à 100", "from 0 to 100; a net score from −100 to 100"))],
    by: AS,
    low: Annotated[float | None, typer.Option("--low", help=_say("4 fois sur 5, au moins", "4 times out of 5, at least"))] = None,
    high: Annotated[float | None, typer.Option("--high", help=_say("4 fois sur 5, au plus", "4 times out of 5, at most"))] = None,
    team: Annotated[str, typer.Option("--team", help=_say("les clients de cette équipe; vide: tous", "the clients of that team; empty: all"))] = "",
    quarter: WAVE = "",
) -> None:  # fmt: skip
    """Keep a draft of a level."""
    from visavis import database

    database.use(home())
    from visavis.questions.foretelling import SCORE, Foretold, draft

    ends = [None if each is None else each / 100 for each in (low, high)]
    told = Foretold(
        question=SCORE + question, wave=_wave(quarter), about_team=team, value=value / 100, low=ends[0], high=ends[1]
    )
    _kept(draft(_user(by), told).pk)


@app.command("needs", help=_say("ce dont les clients parleront, dans l’ordre", "what clients will speak of, in order"))
def needs(
    ranking: Annotated[str, typer.Argument(metavar="NEED,NEED,…", help=_say("le plus important d’abord; vide: les besoins à ranger", "the most important first; empty: the needs to be put in order"))],
    by: AS,
    rating: Annotated[float | None, typer.Option("--rating", help=_say("écoutons-nous bien, de 0 à 100 ?", "how well do we listen, from 0 to 100?"))] = None,
    quarter: WAVE = "",
) -> None:  # fmt: skip
    """Keep a draft of an order of needs."""
    from visavis import database

    database.use(home())
    from visavis.questions.foretelling import NEEDS, Foretold, draft

    ranked = tuple(each.strip() for each in ranking.split(",") if each.strip())
    told = Foretold(
        question=NEEDS, wave=_wave(quarter), ranking=ranked, rating=None if rating is None else rating / 100
    )
    _kept(draft(_user(by), told).pk)


@app.command("seal", help=_say("sceller un brouillon, pour de bon", "seal a draft, for good"))
def seal_(number: NUMBER, by: AS) -> None:
    """Seal it; the seal is printed, to be kept elsewhere."""
    from visavis import database

    database.use(home())
    from visavis.questions.foretelling import seal

    typer.echo(_say("Sceau: ", "Seal: ") + seal(_user(by), number).seal)


@app.command("undo", help=_say("retirer un brouillon", "take a draft back"))
def undo(number: NUMBER, by: AS) -> None:
    """Drop a draft that is not sealed."""
    from visavis import database

    database.use(home())
    from visavis.questions.foretelling import take_back

    take_back(_user(by), number)
    typer.echo(_say("Retiré.", "Taken back."))


@app.command("list", help=_say("vos pronostics", "your forecasts"))
def list_(by: AS) -> None:
    """One line for each, drafts first."""
    from visavis import database

    database.use(home())
    from visavis.questions.foretelling import NEEDS, forecasts_of

    for each in forecasts_of(_user(by)):
        state = _say("scellé", "sealed") if each.sealed_at else _say("brouillon", "draft")
        told = ", ".join(each.ranking) if each.question == NEEDS else f"{100 * (each.value or 0):g}"
        typer.echo(f"{each.pk:>3}  {each.wave}  {state:9}  {each.question}  {told}")


@app.command("score", help=_say("la justesse de l’écoute", "listening accuracy"))
def score() -> None:
    """Every complete quarter of which five people or more sealed a forecast."""
    from visavis import database

    database.use(home())
    from visavis.mirror.tell.wording import percent, points, span
    from visavis.questions.foretold import heard
    from visavis.questions.waves import known_waves

    speak, found = lang(), heard(known_waves())
    if not found.levels and not found.orders:
        typer.echo(
            _say("Aucun trimestre complet n’a de pronostic scellé.", "No complete quarter has a sealed forecast.")
        )
    for one in found.levels:
        who = one.team or _say("tous ensemble", "all together")
        head = f"{one.wave}  {one.question.removeprefix('score:')} {one.about_team}".rstrip() + f"  {who}: "
        if one.expected is None or one.off is None:
            typer.echo(head + _say("non mesurable", "not measurable"))
            continue
        typer.echo(
            head
            + _say("écart moyen ", "mean distance ")
            + f"{points(one.off[0], speak).lstrip('+')} ({span(*one.off[1], speak)}), {one.people}"
        )
    for order in found.orders:
        who = order.team or _say("tous ensemble", "all together")
        if order.heard is None:
            typer.echo(f"{order.wave}  needs  {who}: " + _say("non mesurable", "not measurable"))
            continue
        typer.echo(
            f"{order.wave}  needs  {who}: {percent(order.heard.accuracy, speak)} "
            f"({span(*order.heard.accuracy_interval, speak)}), {order.people}; "
            + _say("au hasard ", "by chance ")
            + percent(order.heard.chance, speak)
        )


def _kept(number: int) -> None:
    typer.echo(
        _say(
            f"Brouillon {number} gardé. Le sceller: visavis forecast seal {number}",
            f"Draft {number} kept. Seal it: visavis forecast seal {number}",
        )
    )


def _wave(quarter: str) -> date:
    from django.utils import timezone

    from visavis.questions.waves import known_waves

    if not quarter:
        return known_waves().ahead(timezone.now().date())[0]
    try:
        return date.fromisoformat(quarter)
    except ValueError:
        raise Mistake(
            Words(fr=f"ce n’est pas une date: {quarter}", en=f"this is no date: {quarter}"),
            remedy=Words(fr="par exemple 2026-04-01", en="for example 2026-04-01"),
        ) from None


def _user(email: str) -> "User":
    found = user_of(email)
    if found is None:
        raise Mistake(
            Words(fr="un pronostic est celui de quelqu’un", en="a forecast is somebody’s"),
            remedy=Words(fr="donnez votre adresse: --as", en="give your address: --as"),
        )
    return found
