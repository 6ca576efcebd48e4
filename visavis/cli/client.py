"""`visavis client`: who a client is, and why records are together."""

import json
from typing import Annotated, Any

import typer

from visavis.cli.home import home
from visavis.cli.language import lang
from visavis.mistakes import Lang, Words


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


app = typer.Typer(no_args_is_help=True)

Who = Annotated[
    str,
    typer.Argument(
        metavar="ID|SOURCE/KEY",
        help=_say("identifiant du client, ou une de ses fiches", "the client’s id, or one of its records"),
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help=_say("en JSON", "as JSON"))]


@app.command(
    "show",
    help=_say(
        "la fiche d’un client: fiches, historique, contradictions", "one client: records, timeline, contradictions"
    ),
)
def show(who: Who, as_json: AsJson = False) -> None:
    """Show one client."""
    from visavis.clients.show import show as show_client
    from visavis.running.home import settings_of

    place = home()
    page = show_client(place, who, country=settings_of(place).country, lang=lang())
    typer.echo(_as_json(page) if as_json else _page(page, lang()))


@app.command(
    "why",
    help=_say(
        "pourquoi ces fiches sont réunies; de deux fiches: par quel chemin, ou pourquoi elles ne le sont pas",
        "why these records are together; of two records: by which path, or why they are not",
    ),
)
def why(
    who: Who,
    other: Annotated[
        str | None,
        typer.Argument(
            metavar="SOURCE/KEY",
            help=_say("l’autre fiche, ou un autre client", "the other record, or another client"),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell why records are together, or two are not."""
    from visavis.cli.client_why import path, reasons, with_values
    from visavis.clients.reasons.why import why as why_together
    from visavis.running.home import settings_of

    place = home()
    answer = why_together(place, who, other, country=settings_of(place).country)
    if as_json:
        typer.echo(_as_json(answer))
    elif other is None:
        typer.echo(reasons(with_values(place, answer), lang()))
    else:
        typer.echo(path(with_values(place, answer), lang()))


def _as_json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2, default=str)


def _page(page: dict[str, Any], speak: Lang) -> str:
    from visavis.cli.client_believed import believed_lines
    from visavis.cli.client_relations import relation_lines
    from visavis.clients.reasons.words import FIELDS, KINDS

    def field(name: str) -> str:
        return FIELDS[name].say(speak) if name in FIELDS else name

    def value(one: Any) -> str:
        return ", ".join(map(str, one)) if isinstance(one, list) else str(one)

    def said(name: str, one: Any) -> str:
        return KINDS[one].say(speak) if name == "kind" and one in KINDS else value(one)

    lines = [page["id"]]
    if page["former_ids"]:
        lines.append(Words("anciens identifiants: ", "former ids: ").say(speak) + ", ".join(page["former_ids"]))
    lines += ["", Words("Fiches, selon chaque source", "Records, according to each source").say(speak)]
    for record in page["records"]:
        gone = Words("  (disparue de la source)", "  (gone from the source)").say(speak)
        lines.append(f"  {record['source']}/{record['key']}{gone if 'vanished_run' in record else ''}")
        hidden = ("source", "key", "vanished_run", "updated_zone")
        lines += [f"    {field(name)}: {said(name, one)}" for name, one in record.items() if name not in hidden]
    lines += ["", Words("Historique", "Timeline").say(speak)]
    lines += [f"  {_fact(fact)}" for fact in page["timeline"]] or [f"  {Words('rien', 'nothing').say(speak)}"]
    lines += believed_lines(page, speak)
    lines += relation_lines(page, speak)
    if page["contradictions"]:
        lines += ["", Words("Les sources se contredisent", "The sources contradict each other").say(speak)]
    for one in page["contradictions"]:
        kept = (
            Words(f" : retenu {value(one['kept'])}", f": kept {value(one['kept'])}").say(speak) if one["rule"] else ""
        )
        lines.append(f"  {field(one['field'])}{kept}")
        lines += [f"    {value(v['value'])}  ({', '.join(v['said_by'])})" for v in one["values"]]
    return "\n".join(lines)


def _fact(fact: dict[str, Any]) -> str:
    what = [fact.get(name) for name in ("type", "direction", "channel", "instrument", "status", "subject", "text")]
    score = f"{fact['score']:g}/{fact['high']:g}" if "score" in fact and "high" in fact else None
    said = " · ".join(" ".join(str(part).split())[:100] for part in [*what, score] if part)
    return f"{fact['at'] or '?':16}  {fact['source']}/{fact['key']}  {said}"
