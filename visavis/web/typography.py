"""French typography for pages; the mirror's figures and exports use the same."""

from visavis.mirror.typesetting import typeset

__all__ = ["typeset"]
