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


@app.command("why", help=_say("pourquoi ces fiches sont réunies", "why these records are together"))
def why(who: Who, as_json: AsJson = False) -> None:
    """Tell why records are together."""
    from visavis.clients.why import why as why_together

    answer = why_together(home(), who)
    typer.echo(_as_json(answer) if as_json else _reasons(answer, lang()))


def _as_json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2, default=str)


def _page(page: dict[str, Any], speak: Lang) -> str:
    from visavis.clients.words import FIELDS

    def field(name: str) -> str:
        return FIELDS[name].say(speak) if name in FIELDS else name

    def value(one: Any) -> str:
        return ", ".join(map(str, one)) if isinstance(one, list) else str(one)

    lines = [page["id"]]
    if page["former_ids"]:
        lines.append(Words("anciens identifiants: ", "former ids: ").say(speak) + ", ".join(page["former_ids"]))
    lines += ["", Words("Fiches, selon chaque source", "Records, according to each source").say(speak)]
    for record in page["records"]:
        gone = Words("  (disparue de la source)", "  (gone from the source)").say(speak)
        lines.append(f"  {record['source']}/{record['key']}{gone if 'vanished_run' in record else ''}")
        hidden = ("source", "key", "vanished_run", "updated_zone")
        lines += [f"    {field(name)}: {value(one)}" for name, one in record.items() if name not in hidden]
    lines += ["", Words("Historique", "Timeline").say(speak)]
    lines += [f"  {_fact(fact)}" for fact in page["timeline"]] or [f"  {Words('rien', 'nothing').say(speak)}"]
    if page["contradictions"]:
        lines += ["", Words("Les sources se contredisent", "The sources contradict each other").say(speak)]
    for one in page["contradictions"]:
        lines.append(f"  {field(one['field'])}")
        lines += [f"    {value(v['value'])}  ({', '.join(v['said_by'])})" for v in one["values"]]
    return "\n".join(lines)


def _fact(fact: dict[str, Any]) -> str:
    what = [fact.get(name) for name in ("type", "direction", "channel", "instrument", "status", "subject", "text")]
    score = f"{fact['score']:g}/{fact['high']:g}" if "score" in fact and "high" in fact else None
    said = " · ".join(" ".join(str(part).split())[:100] for part in [*what, score] if part)
    return f"{fact['at'] or '?':16}  {fact['source']}/{fact['key']}  {said}"


def _reasons(answer: dict[str, Any], speak: Lang) -> str:
    from visavis.clients.words import RULES

    lines = [f"{answer['id']}: {len(answer['records'])} {Words('fiche(s)', 'record(s)').say(speak)}"]
    for edge in answer["edges"]:
        rule = RULES[edge["rule"]].say(speak) if edge["rule"] in RULES else edge["rule"]
        lines += ["", f"{edge['source_l']}/{edge['key_l']} — {edge['source_r']}/{edge['key_r']}"]
        if edge["weight"] is None:
            lines.append(f"  {Words('certain', 'certain').say(speak)}: {rule}")
            continue
        lines += [_bar(part, speak) for part in edge["evidence"]]
        total = Words("total", "total").say(speak)
        lines.append(f"  {total:50} {_number(edge['weight'], speak):>7}  = {_percent(edge['probability'], speak)}")
    if answer["apart"]:
        kept = Words("réunies par une publication antérieure: ", "together since an earlier run: ").say(speak)
        lines += ["", kept + ", ".join(answer["apart"])]
    if len(answer["records"]) < 2:
        lines += ["", Words("Une seule fiche: rien à expliquer.", "One record alone: nothing to explain.").say(speak)]
    else:
        unit = Words(
            "Unité: bits; +1 double la vraisemblance que ce soit le même client, −1 la divise par deux.",
            "Unit: bits; +1 doubles the odds that it is the same client, −1 halves them.",
        )
        lines += ["", unit.say(speak)]
    return "\n".join(lines)


def _bar(part: dict[str, Any], speak: Lang) -> str:
    from visavis.clients.words import COMPARISONS, LEVELS

    bits = part["bits"] + part["rarity"]
    name = COMPARISONS[part["comparison"]].say(speak) if part["comparison"] in COMPARISONS else part["comparison"]
    level = LEVELS[part["level"]].say(speak) if part["level"] in LEVELS else part["level"]
    rarity = ""
    if abs(part["rarity"]) >= 0.5:
        rare = Words("rare", "rare") if part["rarity"] > 0 else Words("fréquent", "frequent")
        rarity = f" ({rare.say(speak)})"
    text = f"{name}: {level}{rarity}" if level else name
    return f"  {text:50} {_number(bits, speak):>7}  {('█' if bits > 0 else '░') * min(round(abs(bits)), 30)}"


def _number(value: float, speak: Lang) -> str:
    text = f"{value:+.1f}".replace("-", "−")
    return text.replace(".", ",") if speak == "fr" else text


def _percent(share: float, speak: Lang) -> str:
    text = f"{min(share, 0.999) * 100:.1f}"
    sign = "≥ " if share > 0.999 else ""
    return f"{sign}{text.replace('.', ',')} %" if speak == "fr" else f"{sign}{text}%"
