"""French typography for pages; the mirror's figures and exports use the same."""

from visavis.mirror.tell.typesetting import typeset

__all__ = ["typeset"]
