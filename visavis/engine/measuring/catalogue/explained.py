"""One measure in words: what it says, how it is computed, what a sceptic objects, and what it refuses to say."""

from dataclasses import dataclass

from visavis.mistakes import Lang, Words


@dataclass(frozen=True, slots=True)
class Explained:
    """One measure, explained to someone who will act on it."""

    name: str
    title: Words
    says: Words
    formula: str
    objection: Words
    needs: Words
    refuses: Words


HEADINGS = (
    (Words(fr="Calcul", en="Formula"), lambda one: Words(one.formula, one.formula)),
    (Words(fr="Objection", en="A sceptic objects"), lambda one: one.objection),
    (Words(fr="Il faut", en="It needs"), lambda one: one.needs),
    (Words(fr="Refuse de dire", en="It refuses to say"), lambda one: one.refuses),
)


def section(one: Explained, lang: Lang) -> str:
    """One measure as a section of Markdown, in `lang`."""
    lines = [f"### {one.title.say(lang)} (`{one.name}`)\n", f"{one.says.say(lang)}\n"]
    lines += [f"- **{heading.say(lang)}.** {what(one).say(lang)}" for heading, what in HEADINGS]
    return "\n".join(lines) + "\n"
