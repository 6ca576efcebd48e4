"""The mirror as one file that opens anywhere: styles inside, no script, nothing fetched."""

from django.utils.safestring import mark_safe

from visavis.mirror.render.appearance import stylesheet
from visavis.mirror.render.templates import render
from visavis.mirror.tell.told import Told


def as_html(told: Told) -> str:
    """The HTML file of a told mirror: light, dark and printed, in its language, every figure with its table."""
    style = mark_safe(stylesheet())
    return render("mirror/standalone.html", told=told, words=told.words, style=style)
