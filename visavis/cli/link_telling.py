"""What was linked, in sentences, for `visavis link`."""

from collections.abc import Mapping, Sequence
from typing import Any

from visavis.clients.linking.refitting import Refit
from visavis.clients.reasons.words import COMPARISONS, LEVELS, RULES
from visavis.engine.linking.comparable.junk import KINDS
from visavis.mistakes import Lang, Words

MOST = 12
"""Lines of a list; the rest stands in --json."""

CERTAINTIES = {
    "certain": Words("certain", "certain"),
    "almost certain": Words("presque certain", "almost certain"),
    "very likely": Words("très probable", "very likely"),
    "likely": Words("probable", "likely"),
    "fragile": Words("fragile", "fragile"),
}
DECISIONS = {
    "merge": Words("clients réunis", "clients merged"),
    "split": Words("clients séparés", "clients parted"),
    "must-link": Words("un même client", "one client"),
    "cannot-link": Words("deux clients", "two clients"),
    "undo": Words("annulations", "taken back"),
}


def lines(report: Mapping[str, Any], speak: Lang) -> list[str]:
    """The report of visavis.clients.linking.report, a line each."""

    def say(fr: str, en: str) -> str:
        return fr if speak == "fr" else en

    def title(fr: str, en: str) -> list[str]:
        return ["", say(fr, en)]

    n = _number
    found = [
        say(
            f"{n(report['records'], speak)} fiches, {n(report['nodes'], speak)} avec celles que des faits citent sans plus: "
            f"{n(report['clients'], speak)} clients",
            f"{n(report['records'], speak)} records, {n(report['nodes'], speak)} with those that facts name and no more: "
            f"{n(report['clients'], speak)} clients",
        )
    ]
    every = sum(each["n"] for each in report["links"])
    found += title(
        f"Liens, par règle et certitude (n = {n(every, speak)} {'paire' if every < 2 else 'paires'})",
        f"Links, by rule and certainty (n = {n(every, speak)} {'pair' if every == 1 else 'pairs'})",
    )
    found += [_link(each, every, speak) for each in report["links"][:MOST]]
    found += _rest(report["links"], speak)
    found += _model(report["model"], speak)
    if report["capped"]:
        found += title(
            "Clés laissées de côté, trop de fiches les partageant", "Keys left aside, as too many records share them"
        )
        found += [_block(each, speak) for each in report["capped"][:MOST]]
    if report["junk"]:
        found += title("Ce qui n’identifie personne", "What identifies nobody")
        found += [_junk(each, speak) for each in report["junk"][:MOST]]
        found += _rest(report["junk"], speak)
    doubts = report["doubts"]
    found += title(
        f"Paires douteuses: {n(doubts['open'], speak)} à décider, {n(doubts['decided'], speak)} décidées",
        f"Doubtful pairs: {n(doubts['open'], speak)} to be decided, {n(doubts['decided'], speak)} decided",
    )
    if report["decisions"]:
        told = ", ".join(f"{count} {DECISIONS[kind].say(speak)}" for kind, count in sorted(report["decisions"].items()))
        found.append(say(f"Décisions en vigueur: {told}", f"Decisions in force: {told}"))
    if report["changes"]:
        found += ["", _changes(report["changes"], speak)]
    return found


def refit(told: Refit, speak: Lang) -> str:
    """What a refit would change, and examples."""
    found = [told.note().say(speak)]
    for name, examples in (("merged", told.changes.merged_examples), ("parted", told.changes.parted_examples)):
        if examples:
            words = {"merged": Words("Réunis, par exemple", "Merged, for example"), "parted": Words("Séparés, par exemple", "Parted, for example")}  # fmt: skip
            found += ["", words[name].say(speak)]
            found += ["  " + " | ".join(", ".join(client) for client in example) for example in examples[:MOST]]
    found += ["", Words("Rien n’a été changé.", "Nothing was changed.").say(speak)]
    return "\n".join(found)


def _link(each: Mapping[str, Any], every: int, speak: Lang) -> str:
    rule = RULES[each["rule"]].say(speak) if each["rule"] in RULES else each["rule"]
    certainty = CERTAINTIES[each["certainty"]].say(speak)
    share = f"{100 * each['n'] / max(every, 1):.0f}" + (" %" if speak == "fr" else "%")
    return f"  {rule:50} {certainty:16} {_number(each['n'], speak):>12}  {share:>5}"


def _model(model: Mapping[str, Any], speak: Lang) -> list[str]:
    version, when = model["version"], (model["trained_at"] or "")[:10]
    count = _number(model["trained_on"] or 0, speak)
    made = (
        Words(f"donné le {when}", f"given on {when}")
        if model["given"]
        else Words(f"appris le {when} sur {count} fiches", f"trained on {when} on {count} records")
    )
    title = Words(f"Modèle {version}, {made.fr}; poids en bits", f"Model {version}, {made.en}; weights in bits")
    found = ["", title.say(speak)]
    by_comparison: dict[str, list[str]] = {}
    for each in model["weights"]:
        level = LEVELS[each["level"]].say(speak) if each["level"] in LEVELS else each["level"]
        by_comparison.setdefault(each["comparison"], []).append(f"{level} {_bits(each['bits'], speak)}")
    for name, told in by_comparison.items():
        words = COMPARISONS.get(name, Words(name, name)).say(speak)
        found.append(f"  {words}: {', '.join(told)}")
    found.append(Words(f"  à lire, copier et changer: {model['file']}", f"  to be read, copied and changed: {model['file']}").say(speak))  # fmt: skip
    return found


def _block(each: Mapping[str, Any], speak: Lang) -> str:
    rule = RULES[each["key"]].say(speak) if each["key"] in RULES else each["key"]
    n = _number
    return Words(
        fr=f"  {rule}: {n(each['blocks'], speak)} valeurs, {n(each['records'], speak)} fiches, au plus "
        f"{n(each['largest'], speak)} par valeur (limite {each['cap']})",
        en=f"  {rule}: {n(each['blocks'], speak)} values, {n(each['records'], speak)} records, at most "
        f"{n(each['largest'], speak)} a value (limit {each['cap']})",
    ).say(speak)


def _junk(each: Mapping[str, Any], speak: Lang) -> str:
    kind = KINDS[each["kind"]].say(speak)
    n = _number(each["records"], speak)
    return Words(
        fr=f"  {each['value']} ({each['column']}): {kind}, {n} fiches, {each['names']} noms, {each['sources']} sources",
        en=f"  {each['value']} ({each['column']}): {kind}, {n} records, {each['names']} names, {each['sources']} sources",
    ).say(speak)


def _changes(changes: Mapping[str, Any], speak: Lang) -> str:
    n = {name: _number(changes[name], speak) for name in ("records", "moved", "merged", "parted")}
    return Words(
        fr=f"Depuis le calcul précédent, sur {n['records']} fiches connues des deux: {n['moved']} changent de client; "
        f"{n['merged']} clients en réunissent plusieurs, {n['parted']} sont séparés",
        en=f"Since the run before, of {n['records']} records known to both: {n['moved']} change client; "
        f"{n['merged']} clients bring several together, {n['parted']} are parted",
    ).say(speak)


def _rest(every: Sequence[Any], speak: Lang) -> list[str]:
    more = len(every) - MOST
    others = "autre" if more == 1 else "autres"
    return [Words(f"  … et {more} {others}: --json", f"  … and {more} more: --json").say(speak)] if more > 0 else []


def _number(count: int, speak: Lang) -> str:
    return f"{count:,}".replace(",", "\u202f") if speak == "fr" else f"{count:,}"


def _bits(bits: float, speak: Lang) -> str:
    text = f"{bits:+.1f}".replace("-", "−")
    return text.replace(".", ",") if speak == "fr" else text
