"""Words in both languages, written where they are shown.

{% say fr="Bonjour {name}" en="Hello {name}" name=user.name %}         text; values are escaped
{% counted n fr="client|clients" en="client|clients" %}                « 1 200 clients », number and noun
{% words %}<p>…</p>{% or %}<p>…</p>{% endwords %}                      longer passages: French first, then English
{{ voice.text|masked:voice.personal }}                                  words of a fact, personal data masked
{{ mistake.what|told }}                                                Words, or a {fr, en} mapping
"""

from collections.abc import Mapping
from functools import lru_cache

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from visavis.engine.reading.personal.masking import masked as mask
from visavis.mirror.tell.typesetting import spoken as in_page
from visavis.mirror.tell.wording import counted as in_words
from visavis.mistakes import Lang, Words
from visavis.web.speaking import spoken
from visavis.web.typography import typeset

register = template.Library()


@register.tag("say")
def say(parser: Parser, token: Token) -> "SayNode":
    """The sentence in the page's language, its `{places}` filled with escaped values."""
    given = _given(parser, token)
    return SayNode({"fr": typeset(_constant(given, "fr")), "en": typeset(_constant(given, "en"))}, given)


class SayNode(template.Node):
    """A sentence set once, when its template is read."""

    def __init__(self, words: dict[str, str], values: Mapping[str, FilterExpression]) -> None:
        self.words = {lang: mark_safe(each) for lang, each in words.items()}  # written in a template
        self.values = values

    def render(self, context: template.Context) -> SafeString:
        """The sentence."""
        words = self.words[spoken()]
        if not self.values:
            return words
        values = {name: conditional_escape(value.resolve(context)) for name, value in self.values.items()}
        return mark_safe(words.format(**values))  # escaped above


@register.filter("masked")
def masked(text: str, personal: str) -> str:
    """The words of a fact, with personal data masked; `personal` tells where it stands."""
    return mask(text, personal, spoken())


@register.tag("counted")
def counted(parser: Parser, token: Token) -> "CountedNode":
    """A number with its noun, `one|many` in each language."""
    given = _given(parser, token)
    one_fr, many_fr = _constant(given, "fr").split("|")
    one_en, many_en = _constant(given, "en").split("|")
    return CountedNode(given["n"], Words(one_fr, one_en), Words(many_fr, many_en))


class CountedNode(template.Node):
    """A number with its noun, that of one and that of many."""

    def __init__(self, n: FilterExpression, one: Words, many: Words) -> None:
        self.n, self.one, self.many = n, one, many

    def render(self, context: template.Context) -> SafeString:
        """Both, never parted at the end of a line."""
        return _counted(self.n.resolve(context), self.one, self.many, spoken())


@lru_cache(maxsize=10_000)
def _counted(n: int, one: Words, many: Words, lang: Lang) -> SafeString:
    return conditional_escape(typeset(in_words(n, one, many, lang)))


def _given(parser: Parser, token: Token) -> dict[str, FilterExpression]:
    """What a tag is given, by name; a first value without a name is `n`."""
    name, *bits = token.split_contents()
    found: dict[str, FilterExpression] = {}
    for bit in bits:
        key, equals, value = bit.partition("=")
        named = bool(equals) and key.isidentifier()
        found[key if named else "n"] = parser.compile_filter(value if named else bit)
    if not {"fr", "en"} <= found.keys():
        raise template.TemplateSyntaxError(f"{name} needs both languages")
    return found


def _constant(given: dict[str, FilterExpression], lang: str) -> str:
    """The words of one language, which are written in the template."""
    words = given.pop(lang)
    if words.is_var or words.filters:
        raise template.TemplateSyntaxError("words stand in the template")
    return str(words.var)


@register.filter
def told(words: Words | Mapping[str, str] | None) -> str:
    """Words in the page's language."""
    if words is None:
        return ""
    plain = words.say(spoken()) if isinstance(words, Words) else words[spoken()]
    return typeset(plain)


@register.filter
def clause(words: Words | Mapping[str, str] | str | None) -> str:
    """Words made for terminals (`file: what happened`) as pages set them, French colons apart.

    A text is taken as one in the page's language.
    """
    if words is None:
        return ""
    if isinstance(words, str):
        words = Words(fr=words, en=words)
    both = words if isinstance(words, Words) else Words(fr=words["fr"], en=words["en"])
    return in_page(both, spoken())


@register.filter
def sentence(words: Words | Mapping[str, str] | str | None) -> str:
    """The same with a capital letter, as a sentence of its own."""
    text = clause(words)
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


__all__ = ["clause", "counted", "register", "say", "sentence", "told", "words"]
