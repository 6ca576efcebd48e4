"""Words in both languages, written where they are shown.

{% say fr="Bonjour {name}" en="Hello {name}" name=user.name %}         text; values are escaped
{% counted n fr="client|clients" en="client|clients" %}                « 1 200 clients », number and noun
{% words %}<p>…</p>{% or %}<p>…</p>{% endwords %}                      longer passages: French first, then English
{{ mistake.what|told }}                                                Words, or a {fr, en} mapping
"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from visavis.mirror.typesetting import spoken as in_page
from visavis.mirror.wording import counted as in_words
from visavis.mistakes import Words
from visavis.web.speaking import spoken
from visavis.web.typography import typeset

register = template.Library()


@register.simple_tag
def say(fr: str, en: str, **values: Any) -> SafeString:
    """The sentence in the page's language, its `{places}` filled with escaped values."""
    words = typeset(fr if spoken() == "fr" else en)
    return format_html(words, **values) if values else mark_safe(words)  # written in a template


@register.simple_tag
def counted(n: int, fr: str, en: str) -> str:
    """A number with its noun, `one|many` in each language."""
    one_fr, many_fr = fr.split("|")
    one_en, many_en = en.split("|")
    return typeset(in_words(n, Words(one_fr, one_en), Words(many_fr, many_en), spoken()))


@register.filter
def told(words: Words | Mapping[str, str] | None) -> str:
    """Words in the page's language."""
    if words is None:
        return ""
    plain = words.say(spoken()) if isinstance(words, Words) else words[spoken()]
    return typeset(plain)


@register.filter
def sentence(words: Words | Mapping[str, str] | None) -> str:
    """Words made for terminals (`file: what happened`) as a sentence of a page: a capital letter, French colons apart."""
    if words is None:
        return ""
    both = words if isinstance(words, Words) else Words(fr=words["fr"], en=words["en"])
    text = in_page(both, spoken())
    return text[:1].upper() + text[1:]


class WordsNode(template.Node):
    """French or English."""

    def __init__(self, fr: NodeList, en: NodeList) -> None:
        self.fr, self.en = fr, en

    def render(self, context: template.Context) -> SafeString:
        """The passage of the page's language."""
        return (self.fr if spoken() == "fr" else self.en).render(context)


@register.tag("words")
def words(parser: Parser, token: Token) -> WordsNode:
    """A passage in both languages."""
    fr = parser.parse(("or",))
    parser.delete_first_token()
    en = parser.parse(("endwords",))
    parser.delete_first_token()
    return WordsNode(fr, en)


__all__ = ["counted", "register", "say", "sentence", "told", "words"]
