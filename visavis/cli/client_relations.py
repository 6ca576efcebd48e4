"""Relations of a client in `visavis client show`."""

from typing import Any

from visavis.mistakes import Lang, Words


def relation_lines(page: dict[str, Any], speak: Lang) -> list[str]:
    """Lines on who the client lives with, works for or employs; none where no relation is known."""
    from visavis.clients.relations import EVIDENCE, WORDS

    if not page["relations"]:
        return []
    lines = ["", Words("Liens avec d’autres clients", "Relations to other clients").say(speak)]
    for each in page["relations"]:
        why = ", ".join(EVIDENCE[code].say(speak) for code in each["evidence"])
        lines.append(f"  {WORDS[each['kind'], each['first']].say(speak)} {each['other']}  ({why}; n = {each['n']})")
    return lines
