"""What is believed of a client, as the terminal shows it: value, source and why; what is missing; how old each record is."""

from typing import Any

from visavis.clients.believing.survivorship import SAID
from visavis.clients.reasons.words import UNITS_SAID
from visavis.mistakes import Lang, Words


def believed_lines(page: dict[str, Any], speak: Lang) -> list[str]:
    """Lines for `believed`, `missing` and `sources` of `visavis.clients.show.show`."""
    if not page["sources"]:
        return []
    lines = ["", Words("Ce que nous en retenons", "What we believe of them").say(speak)]
    for each in page["believed"]:
        unit, why = UNITS_SAID[each["unit"]].say(speak), SAID[each["rule"]].say(speak)
        for item in each.get("items", ()):
            lines.append(f"  {unit}: {item['value']}  ({', '.join(item['said_by'])})")
        if "items" not in each:
            lines.append(f"  {unit}: {each['value']}  ({each['source']}/{each['key']}; {why})")
    if page["missing"]:
        names = ", ".join(UNITS_SAID[unit].say(speak) for unit in page["missing"])
        lines.append(f"  {Words('personne ne dit', 'nobody tells').say(speak)}: {names}")
    lines += ["", Words("Fraîcheur de chaque fiche", "How old each record is").say(speak)]
    for source in page["sources"]:
        since = source["on"] or Words("date inconnue", "day unknown").say(speak)
        filled = Words(f"{source['filled']} champs remplis sur {source['of']}", f"{source['filled']} of {source['of']} fields filled")  # fmt: skip
        lines.append(f"  {source['source']}/{source['key']}: {since}, {filled.say(speak)}")
    return lines
