"""`{% include "part.html" %}` at the cost of its contents: a named part becomes a piece of the template that includes it.

Django gives each part a context and a state of its own, once per row of every list; parts of ours set neither.
"""

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode, do_include
from django.utils.safestring import SafeString

register = template.Library()


class PartNode(IncludeNode):
    """A part that the template names outright."""

    parts: NodeList | None = None
    whole: bool = False

    def render(self, context: template.Context) -> SafeString:
        """The part, with what `with` adds; one that extends or has blocks is rendered as Django does."""
        parts = self.parts
        if parts is None:
            engine = context.template.engine
            parts = engine.get_template(self.template.resolve(context)).nodelist
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


__all__ = ["include", "register"]
