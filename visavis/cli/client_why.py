"""Why records are together, or are not, as the terminal shows it: a sentence, and what each comparison weighs."""

from pathlib import Path
from typing import Any

from visavis.clients.reasons.compared import values_of
from visavis.clients.reasons.phrases import bits_of, compared, edge_told, phrase
from visavis.clients.reasons.refused import refused
from visavis.clients.reasons.words import COMPARISONS
from visavis.clients.said import records_of_lake
from visavis.clients.who import find
from visavis.engine.linking.scored.edges import ends_of
from visavis.mistakes import Lang, Words


def with_values(home: Path, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer of `visavis.clients.reasons.why.why` with what was compared beside each edge (`values`): for administrators."""
    edges = [*answer.get("edges", ()), *(answer.get("path") or ())]
    edges += [edge for name in ("edge", "foes") if (edge := answer.get("apart") and _apart(answer).get(name))]
    if edges:
        ends = sorted({end for edge in edges for end in ends_of(edge)})
        rows = records_of_lake(find(home, answer.get("id") or answer["clients"][0]), ends)
        known = {(row["source"], row["key"]): row for row in rows}
        for edge in edges:
            left, right = (known.get(end) for end in ends_of(edge))
            edge["values"] = values_of(edge["evidence"], left, right) if left and right else {}
    return answer


def _apart(answer: dict[str, Any]) -> dict[str, Any]:
    """Why two records are not one; of one client's answer, `apart` lists records."""
    found = answer["apart"]
    return found if isinstance(found, dict) else {}


def reasons(answer: dict[str, Any], speak: Lang) -> str:
    """Why the records of one client are together."""
    lines = [f"{answer['id']}: {len(answer['records'])} {Words('fiche(s)', 'record(s)').say(speak)}"]
    lines += [line for edge in answer["edges"] for line in _edge(edge, speak)]
    if answer["apart"]:
        kept = Words("réunies par une publication antérieure: ", "together since an earlier run: ").say(speak)
        lines += ["", kept + ", ".join(answer["apart"])]
    if len(answer["records"]) < 2:
        lines += ["", Words("Une seule fiche: rien à expliquer.", "One record alone: nothing to explain.").say(speak)]
    else:
        lines += ["", _unit(speak)]
    return "\n".join(lines)


def path(answer: dict[str, Any], speak: Lang) -> str:
    """Why two records are one client, or why they are not."""
    one, other = answer["one"], answer["other"]
    if not answer["together"]:
        apart = answer["apart"]
        clients = Words(
            f"deux clients, {' et '.join(answer['clients'])}", f"two clients, {' and '.join(answer['clients'])}"
        )
        why = refused(apart, (apart.get("edge") or {}).get("values"))
        lines = [f"{one} — {other}: {clients.say(speak)}", "", _sentence(why.say(speak))]
        edges = [edge for name in ("edge", "foes") if (edge := apart.get(name)) and _says_something(edge)]
        lines += [line for edge in edges for line in _edge(edge, speak)]
        return "\n".join([*lines, "", _unit(speak)] if edges else lines)
    if not answer["path"]:
        words = Words("réunies par une publication antérieure, sans lien nouveau", "together since an earlier run, without a new link")  # fmt: skip
        return f"{one} — {other}: {words.say(speak)}"
    steps = len(answer["path"])
    told = Words(f"un client, {answer['clients'][0]}; {steps} étape(s)", f"one client, {answer['clients'][0]}; {steps} step(s)")  # fmt: skip
    lines = [f"{one} — {other}: {told.say(speak)}"]
    lines += [line for edge in answer["path"] for line in _edge(edge, speak)]
    return "\n".join([*lines, "", _unit(speak)])


def _says_something(edge: dict[str, Any]) -> bool:
    """Whether anything of the two records could be compared: an address alone has nothing to set beside a name."""
    return edge["weight"] is None or bool(compared(edge["evidence"]))


def _edge(edge: dict[str, Any], speak: Lang) -> list[str]:
    values = edge.get("values", {})
    lines = ["", " — ".join("/".join(end) for end in ends_of(edge))]
    words = edge_told(edge, values).say(speak)
    if edge["weight"] is None:
        lines.append(f"  {Words('certain', 'certain').say(speak)}: {words}")
        if decision := edge.get("decision"):
            lines.append(f"  {decision['actor']}, {decision['decided_at'][:10]}")
        return lines
    lines.append(f"  {_sentence(words)}")
    lines += [_bar(part, speak) for part in edge["evidence"]]
    total = Words("total", "total").say(speak)
    lines.append(f"  {total:50} {_number(edge['weight'], speak):>7}  = {_percent(edge['probability'], speak)}")
    return lines


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _unit(speak: Lang) -> str:
    return Words(
        "Unité: bits; +1 double la vraisemblance que ce soit le même client, −1 la divise par deux.",
        "Unit: bits; +1 doubles the odds that it is the same client, −1 halves them.",
    ).say(speak)


def _bar(part: dict[str, Any], speak: Lang) -> str:
    bits = bits_of(part)
    words = COMPARISONS["prior"] if part["comparison"] == "prior" else phrase(part)
    return (
        f"  {words.say(speak):50} {_number(bits, speak):>7}  {('█' if bits > 0 else '░') * min(round(abs(bits)), 30)}"
    )


def _number(value: float, speak: Lang) -> str:
    text = f"{value:+.1f}".replace("-", "−")
    return text.replace(".", ",") if speak == "fr" else text


def _percent(share: float, speak: Lang) -> str:
    if share < 0.001:
        return "< 0,1 %" if speak == "fr" else "< 0.1%"
    text = f"{min(share, 0.999) * 100:.1f}"
    sign = "≥ " if share > 0.999 else ""
    return f"{sign}{text.replace('.', ',')} %" if speak == "fr" else f"{sign}{text}%"
