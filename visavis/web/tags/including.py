"""`{% include "part.html" %}` at the cost of its contents: a named part becomes a piece of the template that includes it.

Django gives each part a context and a state of its own, once per row of every list; parts of ours set neither.
"""

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from django import template
from django.db.models import Model
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode, do_include
from django.utils.safestring import SafeString

from visavis.web.speaking import spoken

register = template.Library()


class PartNode(IncludeNode):
    """A part that the template names outright."""

    parts: NodeList | None = None
    whole: bool = False

    def render(self, context: template.Context) -> SafeString:
        """The part, with what `with` adds; one that extends or has blocks is rendered as Django does."""
        parts = self.parts
        if parts is None:
            parts = _parts(context, self.template.resolve(context))
            self.whole = any(parts.get_nodes_by_type(kind) for kind in (BlockNode, ExtendsNode))
            self.parts = parts
        if self.whole:
            return super().render(context)
        if not self.extra_context:
            return parts.render(context)
        with context.push(**{name: value.resolve(context) for name, value in self.extra_context.items()}):
            return parts.render(context)


@register.tag("include")
def include(parser: Parser, token: Token) -> IncludeNode:
    """Django's own, quicker where it names a part and gives it all that stands around."""
    node: IncludeNode = do_include(parser, token)
    name = node.template
    if node.isolated_context or name.is_var or name.filters or str(name.var).startswith("."):
        return node
    return PartNode(name, extra_context=node.extra_context)


class SameNode(template.Node):
    """A part that is made of what it is given and of the language alone: made once for all who are shown the same."""

    def __init__(self, name: str, given: Mapping[str, FilterExpression]) -> None:
        self.name, self.given = name, given

    def render(self, context: template.Context) -> SafeString:
        """The part, remembered by every value that it is made of: where one of them changes it is another part."""
        given = {name: value.resolve(context) for name, value in self.given.items()}
        told = given.pop("by", None)
        key = self.name, spoken(), told or tuple(_content(value) for value in given.values())
        made = _made.get(key)
        if made is None:
            with context.push(**given):
                made = _parts(context, self.name).render(context)
            if len(_made) >= MOST:
                _made.clear()
            _made[key] = made
        return made


MOST = 3_000
"""Parts that a process remembers."""

_made: dict[Hashable, SafeString] = {}


@register.tag("same")
def same(parser: Parser, token: Token) -> SameNode:
    """`{% same "part.html" card=each.card %}`: the part must use nothing but what it is given.

    `by=version` tells one content from another where looking at all of it would take longer than making it.
    """
    _, name, *given = token.split_contents()
    named = (each.partition("=")[::2] for each in given)
    return SameNode(name.strip('"'), {name: parser.compile_filter(value) for name, value in named})


def _parts(context: template.Context, name: str) -> NodeList:
    assert context.template is not None  # it is being rendered
    return context.template.engine.get_template(name).nodelist


def _content(value: Any) -> Hashable:
    """All that a value tells; rows of tables are equal to Django where only their keys are."""
    if isinstance(value, Model):
        return (type(value), *(each for name, each in value.__dict__.items() if name != "_state"))
    if isinstance(value, tuple):
        return tuple(map(_content, value))
    if is_dataclass(value):
        kind: Any = type(value)
        return (kind, *(_content(getattr(value, name)) for name in _names(kind)))
    plain: Hashable = value
    return plain


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


__all__ = ["include", "register", "same"]
